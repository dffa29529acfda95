import { z } from 'zod';
import { planScroll } from '../../input/plan-pointer.ts';
import { defineWord, type Expectations, type Problem } from '../action.ts';
import { checkPointer, planStrokes } from '../parts/plan-strokes.ts';
import {
  type Aim,
  checkAim,
  isLookedFor,
  oneTarget,
  type PointerTarget,
  picturesOf,
  pointAt,
  targetKeys,
  titleAim,
} from '../parts/pointer-target.ts';
import { show } from '../show.ts';
import { point } from '../values.ts';

export const scroll = defineWord({
  key: 'scroll',
  summary: 'Turns the wheel over a point of the screen, or over a picture or a text on it',
  waits: isLookedFor,
  schema: z
    .strictObject({
      at: point.optional(),
      ...targetKeys,
      direction: z
        .enum(['up', 'down', 'left', 'right'], {
          error: (issue) => `expected up, down, left or right, got ${show(issue.input)}`,
        })
        .default('down')
        .describe('Default: down. left and right need QEMU 7.0 and a PS/2 mouse'),
      notches: z.number().int().min(1).max(1000).default(1).describe('How far. Default: 1'),
    })
    .meta(oneTarget('at')),
  title: ({ direction, notches, ...args }) =>
    `scroll ${direction} by ${notches} ${titleAim(aim(args), 'at')}`,
  pictures: picturesOf,
  check: ({ direction, notches: _, ...args }, expected) => [
    ...checkPointer(expected),
    ...checkWheel(direction, expected),
    ...checkAim(aim(args), expected),
  ],
  plan: ({ at, direction, notches }, expected) =>
    at && planStrokes(planScroll(direction, notches, at), expected),
  run: ({ direction, notches, ...args }, stage) =>
    pointAt(aim(args), stage, (at) =>
      stage.guest.pointer.scroll(direction, notches, at, { signal: stage.signal }),
    ),
});

/** Of QEMU's devices only the PS/2 mouse has both axes. */
function checkWheel(direction: string, { pointer }: Expectations): Problem[] {
  if (direction === 'up' || direction === 'down') return [];
  if (pointer === undefined || pointer === 'ps2' || pointer === 'none') return [];
  const message = `the machine's ${pointer} has no horizontal wheel: only pointer: ps2 has`;
  return [{ path: ['direction'], message }];
}

function aim({ at, ...target }: PointerTarget & { readonly at?: Aim['point'] }): Aim {
  return { key: 'at', point: at, target };
}
