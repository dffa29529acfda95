import { z } from 'zod';
import type { Point } from '../../input/absolute.ts';
import type { Region } from '../../screen/frame.ts';
import type { Expectations, PictureUse, Problem, Stage } from '../action.ts';
import { checkPoints } from '../check/check-points.ts';
import type { StepOutcome } from '../outcome.ts';
import { show } from '../show.ts';
import {
  checkSearch,
  pictureName,
  type SearchArgs,
  searchKeys,
  searchPicture,
} from './picture-search.ts';
import { soughtText, type TextManner, textManner, titleText } from './text-keys.ts';
import { checkTextTarget, searchText } from './text-target.ts';

const MOST = 16_383;
const step = z
  .number({ error: ({ input }) => `expected a number of pixels, got ${show(input)}` })
  .int({ error: ({ input }) => `expected a whole number of pixels, got ${show(input)}` })
  .min(-MOST, { error: ({ input }) => `expected a pixel, at least -${MOST}, got ${show(input)}` })
  .max(MOST, { error: ({ input }) => `expected a pixel, at most ${MOST}, got ${show(input)}` });

/** How a pointer's word names a place by what is there; its point stands beside it under its own key. */
export const targetKeys = {
  on: pictureName.optional().describe('A picture: it is waited for and pointed at'),
  text: soughtText.optional().describe('A text: it is waited for and pointed at'),
  offset: z
    .tuple([step, step], {
      error: ({ input }) =>
        `expected [x, y] from the top left pixel of what is pointed at, got ${show(input)}`,
    })
    .transform(([x, y]) => ({ x, y }))
    .optional()
    .describe('[x, y] from the top left pixel of the picture or the text. Default: its middle'),
  nth: z
    .number()
    .int()
    .min(1)
    .max(100)
    .optional()
    .describe('Which one where there are several: 1 is the first in reading order'),
  ...searchKeys,
  ...textManner,
};

/** For the JSON Schema: exactly one of the ways to say where. */
export function oneTarget(pointKey: string) {
  return { oneOf: [{ required: [pointKey] }, { required: ['on'] }, { required: ['text'] }] };
}

export interface PointerTarget extends SearchArgs, TextManner {
  readonly text?: string | undefined;
  readonly on?: string | undefined;
  readonly offset?: Point | undefined;
  readonly nth?: number | undefined;
}

/** Whether the place has to be looked for. */
export function isLookedFor({ on, text }: PointerTarget): boolean {
  return on !== undefined || text !== undefined;
}

/** Where a word's pointer goes: the point under `key`, or what the rest says. */
export interface Aim {
  readonly key: string;
  readonly point: Point | undefined;
  readonly target: PointerTarget;
}

/** `at 1,2`, `on continue-button`, `on "Continue", number 2`. */
export function titleAim({ point, target }: Aim, preposition: string): string {
  if (point) return `${preposition} ${point.x},${point.y}`;
  const nth = target.nth === undefined ? '' : `, number ${target.nth}`;
  const text = target.text === undefined ? 'nothing' : titleText(target.text);
  return `on ${target.on ?? text}${nth}`;
}

export function picturesOf({ on }: PointerTarget): PictureUse[] {
  return on === undefined ? [] : [{ name: on, key: 'on' }];
}

const pictureOnly = ['threshold', 'max-diff-pixels', 'max-diff-ratio'] as const;
const textOnly = Object.keys(textManner) as (keyof TextManner)[];

export function checkAim({ key, point, target }: Aim, expected: Expectations): Problem[] {
  const { on, text } = target;
  const given = Object.entries({ [key]: point, on, text }).flatMap(([name, value]) =>
    value === undefined ? [] : [name],
  );
  const [way, second] = given;
  if (way === undefined) {
    const message = `expected a point (${key}: [x, y]), a picture (on: name) or a text (text: words)`;
    return [{ path: [], message }];
  }
  if (second !== undefined) {
    const message = `expected either ${key}, on or text, got ${given.join(' and ')}`;
    return [{ path: [second], message }];
  }
  if (on !== undefined) {
    return [
      ...findStray(target, textOnly, 'on', 'text'),
      ...checkSearch('on', on, target, expected),
    ];
  }
  if (text !== undefined) {
    const stray = findStray(target, pictureOnly, 'text', 'on');
    return [...stray, ...checkTextTarget({ ...target, text }, expected)];
  }
  const shared = ['offset', 'nth', 'region'] as const;
  return [
    ...checkPoints({ [key]: point }, expected),
    ...findStray(target, shared, key, 'on or text'),
    ...findStray(target, pictureOnly, key, 'on'),
    ...findStray(target, textOnly, key, 'text'),
  ];
}

function findStray(
  target: PointerTarget,
  names: readonly (keyof PointerTarget)[],
  way: string,
  right: string,
): Problem[] {
  return names
    .filter((name) => target[name] !== undefined)
    .map((name) => ({ path: [name], message: `${name} goes with ${right}, not with ${way}` }));
}

/** Finds where to point, if it has to be found, and does it there. */
export async function pointAt(
  { point, target }: Aim,
  stage: Stage,
  act: (at: Point) => Promise<void>,
): Promise<StepOutcome> {
  const { on, text, offset, nth, ...args } = target;
  if (text !== undefined) {
    const search = await searchText({ text, nth, ...args }, stage);
    if (search.kind === 'not-found') return search.outcome;
    await act(pointOf(search.place, offset));
    return { kind: 'done' };
  }
  if (on === undefined) {
    if (!point) throw new Error('the step says nowhere to point at');
    await act(point);
    return { kind: 'done' };
  }
  const search = await searchPicture(on, args, stage, { aim: true, nth });
  if (search.kind === 'not-found') return search.outcome;
  await act(pointOf(search.match, offset));
  return { kind: 'done' };
}

function pointOf({ x, y, width, height }: Region, offset: Point | undefined): Point {
  if (offset) return { x: x + offset.x, y: y + offset.y };
  return { x: x + Math.floor(width / 2), y: y + Math.floor(height / 2) };
}
