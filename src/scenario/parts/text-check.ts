import { z } from 'zod';
import { waitForText } from '../../guest/text/text-wait.ts';
import { defineWord, type Stage, timeoutOf, type Word } from '../action.ts';
import { findMisfits } from '../check/find-misfits.ts';
import type { StepOutcome } from '../outcome.ts';
import {
  checkPattern,
  patternOf,
  readingRegion,
  readRegion,
  soughtText,
  textManner,
  titleText,
  useFont,
} from './text-keys.ts';
import { stuckKey } from './wait-keys.ts';

const textKeys = { text: soughtText, region: readRegion, ...textManner, ...stuckKey };

type TextArgs = z.output<z.ZodObject<typeof textKeys>>;

/** `wait-for-text` and `expect-text`: the same question, asked for different lengths of time. */
export function defineTextCheck(definition: {
  key: string;
  summary: string;
  timeoutMs: number;
}): Word {
  const { key, summary } = definition;
  return defineWord({
    key,
    summary,
    short: 'text',
    waits: true,
    schema: z.strictObject(textKeys),
    title: ({ text }) => `${key} ${titleText(text)}`,
    check: (args, { screen }) => {
      const misfits = screen ? findMisfits({ region: args.region }, screen) : [];
      return [...checkPattern('text', args.text, args), ...misfits];
    },
    run: (args, stage) => checkText(args, stage, timeoutOf(stage, definition.timeoutMs)),
  });
}

async function checkText(args: TextArgs, stage: Stage, timeoutMs: number): Promise<StepOutcome> {
  const { guest, signal } = stage;
  await useFont(args, stage);
  const pattern = patternOf(args.text, args);
  const region = readingRegion(args.region);
  const startedMs = guest.clock.now();
  const { stuck: stuckMs } = args;
  const result = await waitForText(guest, { pattern, region, timeoutMs, stuckMs, signal });
  const { reading } = result;
  if (result.found && reading.kind === 'read') {
    return { kind: 'text-found', sought: pattern.title, frame: reading.frame, text: reading.text };
  }
  const waitedMs = timeoutMs === 0 ? 0 : Math.round(guest.clock.now() - startedMs);
  const missing = {
    kind: 'text-missing',
    pattern,
    frame: reading.frame,
    reading,
    waitedMs,
  } as const;
  return result.isStuck && stuckMs !== undefined ? { ...missing, stuckMs } : missing;
}
