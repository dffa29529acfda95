import { z } from 'zod';
import type { CompareRules } from '../compare.ts';
import type { Region } from '../frame.ts';

const origin = z.int(expected('a whole number from 0')).min(0, expected('a whole number from 0'));
const extent = z.int(expected('a whole number from 1')).min(1, expected('a whole number from 1'));
const ratio = z
  .number(expected('a number from 0 to 1'))
  .min(0, expected('a number from 0 to 1'))
  .max(1, expected('a number from 0 to 1'));

const area = z
  .tuple([origin, origin, extent, extent], expected('[x, y, width, height]'))
  .describe('[x, y, width, height] in guest pixels, from the top left corner of the screen');

const areas = z.union(
  [area, z.array(area).min(1, expected('at least one [x, y, width, height]'))],
  expected('[x, y, width, height] or a list of them'),
);

/** How a picture is compared, in YAML: the keys of a baseline's file and of `expect-screen`. */
export const compareRuleKeys = {
  mask: areas
    .optional()
    .describe('What may look different: one [x, y, width, height] or a list of them'),
  region: areas
    .optional()
    .describe('The only parts that matter: one [x, y, width, height] or a list; default: all'),
  threshold: ratio
    .optional()
    .describe('How far apart two colours may be, from 0 (exact, the default) to 1 (anything)'),
  'max-diff-pixels': origin
    .optional()
    .describe('How many pixels may differ, default 0; with a ratio too, the smaller limit holds'),
  'max-diff-ratio': ratio
    .optional()
    .describe('Which part of the compared pixels may differ, from 0 to 1'),
  'max-diff-window': z
    .strictObject(
      {
        size: extent.describe('How wide and high it is, in pixels'),
        pixels: origin.describe('How many pixels may differ in it'),
      },
      {
        error: ({ code, input }) =>
          code === 'invalid_type' ? describe('{ size: 32, pixels: 10 }', input) : undefined,
      },
    )
    .optional()
    .describe('How many pixels may differ in any square of a size, as { size: 32, pixels: 10 }'),
};

/** Whether a text is an address that somebody can open: `known-issue` takes nothing else. */
export function isIssueAddress(text: string): boolean {
  return /^https?:\/\/\S+$/.test(text) && URL.canParse(text);
}

export type RuleKeys = z.infer<z.ZodObject<typeof compareRuleKeys>>;

/** The rules that checked YAML keys stand for; other keys beside them are left alone. */
export function rulesFromKeys(keys: RuleKeys): CompareRules {
  return {
    ...(keys.mask && { masks: listRegions(keys.mask) }),
    ...(keys.region && { regions: listRegions(keys.region) }),
    ...(keys.threshold !== undefined && { threshold: keys.threshold }),
    ...(keys['max-diff-pixels'] !== undefined && { maxDiffPixels: keys['max-diff-pixels'] }),
    ...(keys['max-diff-ratio'] !== undefined && { maxDiffRatio: keys['max-diff-ratio'] }),
    ...(keys['max-diff-window'] && { maxDiffWindow: keys['max-diff-window'] }),
  };
}

type Area = z.infer<typeof area>;

function listRegions(given: Area | Area[]): Region[] {
  const list = isArea(given) ? [given] : given;
  return list.map(([x, y, width, height]) => ({ x, y, width, height }));
}

function isArea(given: Area | Area[]): given is Area {
  return typeof given[0] === 'number';
}

function expected(what: string) {
  return { error: ({ input }: { readonly input?: unknown }) => describe(what, input) };
}

function describe(what: string, input: unknown): string {
  const got = typeof input === 'number' ? String(input) : JSON.stringify(input);
  return `expected ${what}, got ${got?.slice(0, 80)}`;
}
