import { z } from 'zod';
import type { Point } from '../../input/absolute.ts';
import type { Expectations, PictureUse, Problem, Stage } from '../action.ts';
import { checkPoints } from '../check/check-points.ts';
import type { StepOutcome } from '../outcome.ts';
import type { Path } from '../parse/yaml-text.ts';
import { show } from '../show.ts';
import { point } from '../values.ts';
import {
  checkAim,
  isLookedFor,
  type PointerTarget,
  picturesOf,
  pointAt,
  targetKeys,
  titleAim,
} from './pointer-target.ts';

const target = z
  .strictObject(targetKeys)
  .meta({ oneOf: [{ required: ['on'] }, { required: ['text'] }] });

/** A point, or what stands there: one of the places that a gesture goes through. */
export const place = z
  .union([point, target], {
    error: ({ input }) =>
      `expected a point [x, y], a picture { on: name } or a text { text: words }, got ${show(input)}`,
  })
  .transform((value): Place => ('x' in value ? { point: value } : { target: value }))
  .meta({ description: 'A point [x, y] in guest pixels, or { on: picture }, or { text: words }' });

export type Place =
  | { readonly point: Point; readonly target?: never }
  | { readonly target: PointerTarget; readonly point?: never };

/** `1,2`, `continue-button`, `"Continue"`. */
export function titlePlace({ point, target = {} }: Place): string {
  return titleAim({ key: 'at', point, target }, 'at').replace(/^(at|on) /, '');
}

export function picturesOfPlaces(places: Readonly<Record<string, Place>>): PictureUse[] {
  return Object.entries(places).flatMap(([key, { target }]) =>
    target ? picturesOf(target).map((use) => ({ ...use, key })) : [],
  );
}

/** Mistakes of a place that stands at `path`. */
export function checkPlace(
  path: Path,
  { point, target }: Place,
  expected: Expectations,
): Problem[] {
  if (point) return checkPoints({ at: point }, expected).map((problem) => ({ ...problem, path }));
  if (!isLookedFor(target)) {
    return [{ path, message: 'expected a picture (on: name) or a text (text: words)' }];
  }
  return checkAim({ key: 'at', point, target }, expected).map((problem) => ({
    ...problem,
    path: [...path, ...problem.path],
  }));
}

/** Finds all places, in order and before anything is done, and then does it. */
export async function throughPlaces(
  places: readonly Place[],
  stage: Stage,
  act: (points: readonly Point[]) => Promise<void>,
): Promise<StepOutcome> {
  const points: Point[] = [];
  for (const { point, target = {} } of places) {
    const outcome = await pointAt({ key: 'at', point, target }, stage, async (at) => {
      points.push(at);
    });
    if (outcome.kind !== 'done') return outcome;
  }
  await act(points);
  return { kind: 'done' };
}
