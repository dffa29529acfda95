import { resolve } from 'node:path';
import { z } from 'zod';
import { waitForText } from '../guest/text-wait.ts';
import { createPattern } from '../screen/text/text-pattern.ts';
import { defineWord, type Stage, type Word } from './action.ts';
import { findMisfits } from './find-misfits.ts';
import type { StepOutcome } from './outcome.ts';
import { show } from './show.ts';

const LONGEST_TITLE = 60;

const whole = (from: number) => {
  const error = ({ input }: { readonly input?: unknown }) =>
    `expected a whole number from ${from}, got ${show(input)}`;
  return z.int({ error }).min(from, { error });
};

const textKeys = {
  text: z
    .string({ error: 'expected a text; a number, true, false and null need quotes' })
    .min(1, { error: 'expected a text, got an empty one' })
    .max(1000, { error: 'expected a text of at most 1000 characters' })
    .describe('What to look for: a text, or a regular expression /like this/i'),
  region: z
    .tuple([whole(0), whole(0), whole(1), whole(1)], {
      error: ({ input }) => `expected [x, y, width, height], got ${show(input)}`,
    })
    .optional()
    .describe('Where to look: [x, y, width, height] in guest pixels. Default: the whole screen'),
  'ignore-case': z.boolean().optional().describe('Whether a is A'),
  regex: z
    .boolean()
    .optional()
    .describe('Whether the text is a regular expression. Default: if it stands between slashes'),
  font: z
    .string()
    .optional()
    .describe("The console's font, a PSF file, where it is not that of the video BIOS"),
};

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
    title: ({ text }) => {
      const shown = text.length > LONGEST_TITLE ? `${text.slice(0, LONGEST_TITLE)}…` : text;
      return `${key} ${JSON.stringify(shown)}`;
    },
    check: (args, { screen }) => {
      const misfits = screen ? findMisfits({ region: args.region }, screen) : [];
      return [...checkPattern(args), ...misfits];
    },
    run: (args, stage) => checkText(args, stage, stage.timeoutMs ?? definition.timeoutMs),
  });
}

async function checkText(args: TextArgs, stage: Stage, timeoutMs: number): Promise<StepOutcome> {
  const { guest, signal, root = '.' } = stage;
  if (args.font !== undefined) await guest.text.addFontFile(resolve(root, args.font));
  const pattern = patternOf(args);
  const [x, y, width, height] = args.region ?? [];
  const region = width && height ? { x: x ?? 0, y: y ?? 0, width, height } : undefined;
  const startedMs = guest.clock.now();
  const result = await waitForText(guest, { pattern, region, timeoutMs, signal });
  const { reading } = result;
  if (result.found && reading.kind === 'read') {
    return { kind: 'text-found', sought: pattern.title, frame: reading.frame, text: reading.text };
  }
  const waitedMs = timeoutMs === 0 ? 0 : Math.round(guest.clock.now() - startedMs);
  return { kind: 'text-missing', pattern, frame: reading.frame, reading, waitedMs };
}

function checkPattern(args: TextArgs) {
  try {
    patternOf(args);
    return [];
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [{ path: ['text'], message: message.replace(/^Invalid/, 'this is an invalid') }];
  }
}

function patternOf({ text, regex, 'ignore-case': ignoreCase }: TextArgs) {
  return createPattern(text, { ignoreCase, regex });
}
