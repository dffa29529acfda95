import { z } from 'zod';
import type { Point } from '../input/absolute.ts';
import type { Match } from '../screen/find.ts';
import type { Expectations, PictureUse, Problem, Stage } from './action.ts';
import { checkPoints } from './check-points.ts';
import type { StepOutcome } from './outcome.ts';
import {
  checkSearch,
  pictureName,
  type SearchArgs,
  searchKeys,
  searchPicture,
} from './picture-search.ts';
import { show } from './show.ts';

const MOST = 16_383;
const step = z
  .number({ error: ({ input }) => `expected a number of pixels, got ${show(input)}` })
  .int({ error: ({ input }) => `expected a whole number of pixels, got ${show(input)}` })
  .min(-MOST, { error: ({ input }) => `expected a pixel, at least -${MOST}, got ${show(input)}` })
  .max(MOST, { error: ({ input }) => `expected a pixel, at most ${MOST}, got ${show(input)}` });

/** How a pointer's word names a place by a picture; its point stands beside it under its own key. */
export const pictureTargetKeys = {
  on: pictureName.optional().describe('A picture: it is waited for and pointed at'),
  offset: z
    .tuple([step, step], {
      error: ({ input }) =>
        `expected [x, y] from the top left pixel of the picture, got ${show(input)}`,
    })
    .transform(([x, y]) => ({ x, y }))
    .optional()
    .describe('[x, y] from the top left pixel of the picture. Default: its middle'),
  nth: z
    .number()
    .int()
    .min(1)
    .max(100)
    .optional()
    .describe('Which one where there are several: 1 is the first in reading order'),
  ...searchKeys,
};

/** For the JSON Schema: exactly one of the two ways to say where. */
export function eitherPointOrPicture(pointKey: string) {
  return { oneOf: [{ required: [pointKey] }, { required: ['on'] }] };
}

export interface PointerTarget extends SearchArgs {
  readonly on?: string | undefined;
  readonly offset?: Point | undefined;
  readonly nth?: number | undefined;
}

/** Where a word's pointer goes: the point under `key`, or what the rest says. */
export interface Aim {
  readonly key: string;
  readonly point: Point | undefined;
  readonly target: PointerTarget;
}

/** `at 1,2`, `on continue-button`, `on continue-button, number 2`. */
export function titleAim({ point, target }: Aim, preposition: string): string {
  if (point) return `${preposition} ${point.x},${point.y}`;
  const nth = target.nth === undefined ? '' : `, number ${target.nth}`;
  return `on ${target.on ?? 'nothing'}${nth}`;
}

export function picturesOf({ on }: PointerTarget): PictureUse[] {
  return on === undefined ? [] : [{ name: on, key: 'on' }];
}

export function checkAim({ key, point, target }: Aim, expected: Expectations): Problem[] {
  const { on } = target;
  if (on === undefined && point === undefined) {
    return [{ path: [], message: `expected a point (${key}: [x, y]) or a picture (on: name)` }];
  }
  if (on !== undefined && point !== undefined) {
    return [{ path: ['on'], message: `expected either ${key} or on, got both` }];
  }
  if (on !== undefined) return checkSearch('on', on, target, expected);
  const stray = Object.keys(pictureTargetKeys).filter(
    (name) => target[name as keyof PointerTarget] !== undefined,
  );
  return [
    ...checkPoints({ [key]: point }, expected),
    ...stray.map((name) => ({ path: [name], message: `${name} goes with on, not with ${key}` })),
  ];
}

/** Finds where to point, if it has to be found, and does it there. */
export async function pointAt(
  { point, target }: Aim,
  stage: Stage,
  act: (at: Point) => Promise<void>,
): Promise<StepOutcome> {
  if (target.on === undefined) {
    if (!point) throw new Error('the step says nowhere to point at');
    await act(point);
    return { kind: 'done' };
  }
  const { on, offset, nth, ...args } = target;
  const search = await searchPicture(on, args, stage, { aim: true, nth });
  if (search.kind === 'not-found') return search.outcome;
  await act(pointOf(search.match, offset));
  return { kind: 'done' };
}

function pointOf({ x, y, width, height }: Match, offset: Point | undefined): Point {
  if (offset) return { x: x + offset.x, y: y + offset.y };
  return { x: x + Math.floor(width / 2), y: y + Math.floor(height / 2) };
}
