import { z } from 'zod';
import { DRAG_MS, dragMs } from '../../guest/pointer.ts';
import type { Point } from '../../input/absolute.ts';
import { lengthOf, planDrag } from '../../input/plan-pointer.ts';
import { defineWord, type Expectations, type Problem } from '../action.ts';
import {
  checkPlace,
  type Place,
  picturesOfPlaces,
  place,
  throughPlaces,
  titlePlace,
} from '../parts/place.ts';
import { checkPointer, planStrokes } from '../parts/plan-strokes.ts';
import { show } from '../show.ts';
import { button, holdDuration } from '../values.ts';

const LONGEST_MS = 60_000;

const speed = z
  .number({ error: ({ input }) => `expected pixels a second, got ${show(input)}` })
  .min(1, { error: ({ input }) => `expected pixels a second, 1 or more, got ${show(input)}` })
  .max(100_000, {
    error: ({ input }) => `expected pixels a second, at most 100000, got ${show(input)}`,
  });

export const drag = defineWord({
  key: 'drag',
  summary: 'Drags from one place to another with a button down',
  waits: (args) => placesOf(args).some(({ target }) => target),
  schema: z.strictObject({
    from: place,
    to: place,
    via: z.array(place).min(1).max(1000).optional().describe('Where it goes in between, in order'),
    button: button.default('left'),
    duration: holdDuration
      .optional()
      .describe(`From button down to up. Default: ${DRAG_MS}ms, whatever the way`),
    speed: speed.optional().describe('In place of the duration: pixels a second'),
  }),
  title: ({ from, via = [], to }) =>
    `drag from ${titlePlace(from)}${titleVia(via)} to ${titlePlace(to)}`,
  pictures: ({ from, via = [], to }) => [
    ...picturesOfPlaces({ from, to }),
    ...via.flatMap((place) => picturesOfPlaces({ via: place })),
  ],
  check: (args, expected) => [
    ...checkPointer(expected),
    ...checkTime(args),
    ...checkPlaces(args, expected),
  ],
  plan: (args, expected) => {
    const path = knownPath(args);
    return path && planStrokes(planDrag(path, options(args, path)), expected);
  },
  run: (args, stage) =>
    throughPlaces(placesOf(args), stage, async (path) => {
      const { button, durationMs } = options(args, path);
      const [from, ...rest] = path;
      const to = rest.at(-1);
      if (!from || !to) throw new Error('a drag has two ends');
      const via = rest.slice(0, -1);
      await stage.guest.pointer.drag(from, to, { via, button, durationMs, signal: stage.signal });
    }),
});

interface DragArgs {
  readonly from: Place;
  readonly to: Place;
  readonly via?: readonly Place[] | undefined;
  readonly button: 'left' | 'middle' | 'right' | 'side' | 'extra';
  readonly duration?: number | undefined;
  readonly speed?: number | undefined;
}

function placesOf({ from, via = [], to }: Pick<DragArgs, 'from' | 'via' | 'to'>): Place[] {
  return [from, ...via, to];
}

function options({ button, speed, duration = DRAG_MS }: DragArgs, path: readonly Point[]) {
  const pace = speed === undefined ? { durationMs: duration } : { speed };
  return { button, durationMs: dragMs(path, pace) };
}

/** All points of the way; undefined where one has to be looked for. */
function knownPath(args: DragArgs): Point[] | undefined {
  const points = placesOf(args).flatMap(({ point }) => point ?? []);
  return points.length === placesOf(args).length ? points : undefined;
}

function titleVia(via: readonly Place[]): string {
  if (via.length === 0) return '';
  return ` via ${via.length > 3 ? `${via.length} points` : via.map(titlePlace).join(' and ')}`;
}

function checkPlaces(args: DragArgs, expected: Expectations): Problem[] {
  const { from, via = [], to } = args;
  return [
    ...checkPlace(['from'], from, expected),
    ...via.flatMap((place, index) => checkPlace(['via', index], place, expected)),
    ...checkPlace(['to'], to, expected),
  ];
}

function checkTime(args: DragArgs): Problem[] {
  const { speed, duration } = args;
  if (speed === undefined) return [];
  if (duration !== undefined) {
    return [{ path: ['speed'], message: 'expected either duration or speed, got both' }];
  }
  const path = knownPath(args);
  if (!path || dragMs(path, { speed }) <= LONGEST_MS) return [];
  const message = `expected at most ${LONGEST_MS / 1000}s from end to end: ${Math.round(lengthOf(path))} pixels at ${speed} a second take ${Math.ceil(lengthOf(path) / speed)}s`;
  return [{ path: ['speed'], message }];
}
