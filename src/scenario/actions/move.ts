import { z } from 'zod';
import { planMove } from '../../input/plan-pointer.ts';
import { defineWord } from '../action.ts';
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
import { point } from '../values.ts';

export const move = defineWord({
  key: 'move',
  summary: 'Moves the pointer to a point of the screen, or to a picture or a text on it',
  short: 'to',
  waits: isLookedFor,
  schema: z.strictObject({ to: point.optional(), ...targetKeys }).meta(oneTarget('to')),
  title: (args) => `move ${titleAim(aim(args), 'to')}`,
  pictures: picturesOf,
  check: (args, expected) => [...checkPointer(expected), ...checkAim(aim(args), expected)],
  plan: ({ to }, expected) => to && planStrokes(planMove(to), expected),
  run: (args, stage) =>
    pointAt(aim(args), stage, (to) => stage.guest.pointer.move(to, { signal: stage.signal })),
});

function aim({ to, ...target }: PointerTarget & { readonly to?: Aim['point'] }): Aim {
  return { key: 'to', point: to, target };
}
