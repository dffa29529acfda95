import { resolve } from 'node:path';
import { z } from 'zod';
import type { Region } from '../../screen/frame.ts';
import { createPattern, type TextPattern } from '../../screen/text/text-pattern.ts';
import type { Problem, Stage } from '../action.ts';
import { show } from '../show.ts';

const LONGEST_TITLE = 60;

export const soughtText = z
  .string({ error: 'expected a text; a number, true, false and null need quotes' })
  .min(1, { error: 'expected a text, got an empty one' })
  .max(1000, { error: 'expected a text of at most 1000 characters' })
  .describe('What to look for: a text, or a regular expression /like this/i');

const whole = (from: number) => {
  const error = ({ input }: { readonly input?: unknown }) =>
    `expected a whole number from ${from}, got ${show(input)}`;
  return z.int({ error }).min(from, { error });
};

export const readRegion = z
  .tuple([whole(0), whole(0), whole(1), whole(1)], {
    error: ({ input }) => `expected [x, y, width, height], got ${show(input)}`,
  })
  .optional()
  .describe('Where to look: [x, y, width, height] in guest pixels. Default: the whole screen');

const consoleFont = z
  .string()
  .optional()
  .describe("The console's font, a PSF file, where it is not that of the video BIOS");

/** How a text is looked for: beside it, in every word that takes one. */
export const textManner = {
  'ignore-case': z.boolean().optional().describe('Whether a is A'),
  regex: z
    .boolean()
    .optional()
    .describe('Whether the text is a regular expression. Default: if it stands between slashes'),
  font: consoleFont,
};

export type TextManner = z.output<z.ZodObject<typeof textManner>>;

/** The text as a title shows it: quoted, and not too long. */
export function titleText(text: string): string {
  const shown = text.length > LONGEST_TITLE ? `${text.slice(0, LONGEST_TITLE)}…` : text;
  return JSON.stringify(shown);
}

/** What is wrong with the text under `key`, as a regular expression. */
export function checkPattern(key: string, text: string, manner: TextManner): Problem[] {
  try {
    patternOf(text, manner);
    return [];
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [{ path: [key], message: message.replace(/^Invalid/, 'this is an invalid') }];
  }
}

/** @throws SyntaxError where it is no regular expression; `checkPattern` has said so before */
export function patternOf(
  text: string,
  { regex, 'ignore-case': ignoreCase }: TextManner,
): TextPattern {
  return createPattern(text, { ignoreCase, regex });
}

export function readingRegion(
  region: readonly [number, number, number, number] | undefined,
): Region | undefined {
  if (!region) return undefined;
  const [x, y, width, height] = region;
  return { x, y, width, height };
}

/** @throws ScenarioError `bad-font` */
export async function useFont({ font }: Pick<TextManner, 'font'>, stage: Stage): Promise<void> {
  if (font !== undefined) await stage.guest.text.addFontFile(resolve(stage.root ?? '.', font));
}
