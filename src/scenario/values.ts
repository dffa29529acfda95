import { z } from 'zod';
import { type Chord, parseChord } from '../input/chord.ts';
import { findLayout, type Layout } from '../input/layout.ts';
import type { Pace } from '../input/pace.ts';
import { isIssueAddress } from '../screen/baselines/rule-keys.ts';
import { show } from './show.ts';

const durationPattern = /^(?=.)(?:(\d+)m(?!s))?(?:(\d+(?:\.\d+)?)s)?(?:(\d+)ms)?$/;

/** `80ms`, `2s`, `1m30s` in milliseconds; undefined where the text is no duration. */
export function parseDuration(text: string): number | undefined {
  const parts = durationPattern.exec(text);
  if (!parts) return undefined;
  const [, minutes = '0', seconds = '0', milliseconds = '0'] = parts;
  return Number(minutes) * 60_000 + Math.round(Number(seconds) * 1000) + Number(milliseconds);
}

/** A text that becomes something else, with a message where it cannot. */
function converted<T>(
  description: string,
  convert: (text: string) => { ok: true; value: T } | { ok: false; message: string },
) {
  const base = z.string({ error: (issue) => `expected ${description}, got ${show(issue.input)}` });
  return base
    .transform((text, context) => {
      const result = convert(text);
      if (result.ok) return result.value;
      context.issues.push({ code: 'custom', message: result.message, input: text });
      return z.NEVER;
    })
    .meta({ description });
}

const durationText = 'a duration such as 80ms, 2s or 1m30s';

function durationUpTo(longestMs: number, longest: string) {
  return converted(durationText, (text) => {
    const value = parseDuration(text);
    if (value === undefined) {
      return { ok: false, message: `expected ${durationText}, got ${show(text)}` };
    }
    return value <= longestMs
      ? { ok: true, value }
      : { ok: false, message: `expected a duration of at most ${longest}, got ${show(text)}` };
  });
}

/** Milliseconds, from 0 to a day. */
export const duration = durationUpTo(24 * 3600 * 1000, '24 hours');

/** A duration that a key or a button may be held for: longer is a mistake, or a `hold` step. */
export const holdDuration = durationUpTo(60_000, '60s (to hold for longer: hold and release)');

const coordinate = z
  .number({ error: (issue) => `expected a pixel, a whole number, got ${show(issue.input)}` })
  .int({ error: (issue) => `expected a pixel, a whole number, got ${show(issue.input)}` })
  .min(0, { error: (issue) => `expected a pixel, 0 or more, got ${show(issue.input)}` })
  .max(16_383, { error: (issue) => `expected a pixel, at most 16383, got ${show(issue.input)}` });

export const point = z
  .tuple([coordinate, coordinate], {
    error: (issue) => `expected a point [x, y] in guest pixels, got ${show(issue.input)}`,
  })
  .transform(([x, y]) => ({ x, y }))
  .meta({ description: 'A point [x, y] in guest pixels' });

const chordText = 'a key or a chord such as enter, F2 or ctrl-alt-delete';

export const chord = converted<Chord>(chordText, (text) => {
  const result = parseChord(text);
  if (result.ok) return { ok: true, value: result.chord };
  return { ok: false, message: result.message.replace(/\.$/, `; expected ${chordText}`) };
});

/** One chord or a list of them. */
export const chords = z
  .union([chord.transform((one) => [one]), z.array(chord).min(1)])
  .meta({ description: 'A key or a chord, or a list of them' });

export const layout = converted<Layout>('a keyboard layout such as us', (text) => {
  const result = findLayout(text);
  return result.ok ? { ok: true, value: result.layout } : result;
});

export const pace = z
  .union(
    [
      z.enum(['fast', 'desktop', 'firmware']),
      z.strictObject({ rate: z.number().positive().max(1000).describe('Characters a second') }),
    ],
    {
      error: (issue) =>
        `expected fast, desktop, firmware or { rate: 20 }, got ${show(issue.input)}`,
    },
  )
  .transform((value): Pace => value)
  .meta({
    description: "How gently to type: the device's limit, a busy desktop's, a BIOS's, or a rate",
  });

export const button = z
  .enum(['left', 'middle', 'right', 'side', 'extra'], {
    error: (issue) => `expected left, middle, right, side or extra, got ${show(issue.input)}`,
  })
  .meta({ description: 'A button. Default: left' });

const screenNamePattern = /^[A-Za-z0-9._-]+(?:\/[A-Za-z0-9._-]+)*$/;

export const screenName = z
  .string({ error: (issue) => `expected the name of a screen, got ${show(issue.input)}` })
  .regex(screenNamePattern, {
    error: (issue) =>
      `expected a name of letters, digits, dots, dashes, underscores and slashes, got ${show(issue.input)}`,
  })
  .refine((name) => !name.split('/').some((part) => /^\.+$/.test(part)), {
    error: (issue) =>
      `expected a name that does not lead out of its folder, got ${show(issue.input)}`,
  })
  .meta({ description: 'The name of a screen: its baseline is <baselines>/<name>.png' });

/** Its file's name, too. */
export const stateName = z
  .string({ error: (issue) => `expected a name, got ${show(issue.input)}` })
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, {
    error: (issue) =>
      `expected a name of letters, digits, dots, dashes and underscores, got ${show(issue.input)}`,
  });

export const issueAddress = z.string().refine(isIssueAddress, {
  error: ({ input }) => `expected the address of an issue (https://...), got ${show(input)}`,
});

/** A whole number between two limits; `what` says in messages what it is. */
export function wholeNumber(what: string, from: number, to: number) {
  const error = ({ input }: { readonly input?: unknown }) =>
    `expected ${what} from ${from} to ${to}, got ${show(input)}`;
  return z.int({ error }).min(from, { error }).max(to, { error });
}

export const variableName = z
  .string({ error: 'expected the name of a variable' })
  .regex(/^[A-Za-z_][\w-]*$/, {
    error: ({ input }) =>
      `expected a name of letters, digits, dashes and underscores, got ${show(input)}`,
  });
