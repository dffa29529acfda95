import { z } from 'zod';
import { planMove } from '../../input/plan-pointer.ts';
import { defineWord } from '../action.ts';
import {
  type Aim,
  checkAim,
  eitherPointOrPicture,
  type PointerTarget,
  picturesOf,
  pictureTargetKeys,
  pointAt,
  titleAim,
} from '../pointer-target.ts';
import { point } from '../values.ts';

export const move = defineWord({
  key: 'move',
  summary: 'Moves the pointer to a point of the screen, or to a picture on it',
  short: 'to',
  waits: ({ on }) => on !== undefined,
  schema: z
    .strictObject({ to: point.optional(), ...pictureTargetKeys })
    .meta(eitherPointOrPicture('to')),
  title: (args) => `move ${titleAim(aim(args), 'to')}`,
  pictures: picturesOf,
  check: (args, expected) => checkAim(aim(args), expected),
  plan: ({ to }, { screen }) => screen && to && planMove(to, screen),
  run: (args, stage) =>
    pointAt(aim(args), stage, (to) => stage.guest.pointer.move(to, { signal: stage.signal })),
});

function aim({ to, ...target }: PointerTarget & { readonly to?: Aim['point'] }): Aim {
  return { key: 'to', point: to, target };
}
