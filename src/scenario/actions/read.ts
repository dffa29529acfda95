import { z } from 'zod';
import { readUntil } from '../../guest/text/text-wait.ts';
import type { ReadText } from '../../screen/text/read-text.ts';
import type { TextPattern } from '../../screen/text/text-pattern.ts';
import { defineWord, type Stage } from '../action.ts';
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
} from '../parts/text-keys.ts';
import { variableName } from '../values.ts';

/** Anything but blanks. */
const ANYTHING = '/\\S/';

const schema = z.strictObject({
  into: variableName.describe('The variable: steps after it write ${vars.NAME}'),
  pattern: soughtText
    .optional()
    .describe('What to read: the first group of a regular expression, or all that it matches'),
  region: readRegion,
  ...textManner,
});

type ReadArgs = z.output<typeof schema>;

export const read = defineWord({
  key: 'read',
  summary: 'Reads a text from the screen into a variable, at once. With a timeout it waits for it',
  short: 'into',
  waits: true,
  schema,
  title: ({ into, pattern }) =>
    pattern === undefined ? `read ${into}` : `read ${into} by ${titleText(pattern)}`,
  sets: ({ into }) => [into],
  check: (args, { screen }) => [
    ...checkPattern('pattern', args.pattern ?? ANYTHING, args),
    ...(screen ? findMisfits({ region: args.region }, screen) : []),
  ],
  run: readVariable,
});

async function readVariable(args: ReadArgs, stage: Stage): Promise<StepOutcome> {
  const { guest, signal, timeoutMs = 0 } = stage;
  await useFont(args, stage);
  const pattern =
    args.pattern === undefined ? patternOf(ANYTHING, {}) : patternOf(args.pattern, args);
  const startedMs = guest.clock.now();
  const { value, reading } = await readUntil(guest, {
    region: readingRegion(args.region),
    timeoutMs,
    signal,
    accept: (text) => (args.pattern === undefined ? wholeText(text) : firstMatch(text, pattern)),
  });
  const { frame } = reading;
  if (value === undefined || reading.kind !== 'read') {
    const waitedMs = timeoutMs === 0 ? 0 : Math.round(guest.clock.now() - startedMs);
    return { kind: 'text-missing', pattern, frame, reading, waitedMs };
  }
  stage.variables?.set(args.into, value);
  const variable = { name: args.into, value };
  return { kind: 'text-found', sought: pattern.title, frame, text: reading.text, variable };
}

function firstMatch(text: ReadText, pattern: TextPattern): string | undefined {
  const [match] = pattern.findIn(text);
  return match && (match.groups[0] ?? match.text);
}

/** All lines, without empty ones around them; undefined where there is nothing but blanks. */
function wholeText({ lines }: ReadText): string | undefined {
  const text = lines.map((line) => line.trimEnd()).join('\n');
  return text.replace(/^\n+|\n+$/g, '') || undefined;
}
