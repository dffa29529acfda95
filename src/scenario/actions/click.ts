import { z } from 'zod';
import { CLICK_HOLD_MS } from '../../guest/pointer.ts';
import { planClick } from '../../input/plan-pointer.ts';
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
import { button, holdDuration, point } from '../values.ts';

export const click = defineWord({
  key: 'click',
  summary: 'Clicks a point of the screen, or a picture on it',
  short: 'at',
  waits: ({ on }) => on !== undefined,
  schema: z
    .strictObject({
      at: point.optional(),
      ...pictureTargetKeys,
      button: button.default('left'),
      hold: holdDuration
        .prefault(`${CLICK_HOLD_MS}ms`)
        .describe('How long the button stays down. Default: 80ms'),
    })
    .meta(eitherPointOrPicture('at')),
  title: ({ button, ...args }) =>
    `click ${button === 'left' ? '' : `${button} `}${titleAim(aim(args), 'at')}`,
  pictures: picturesOf,
  check: (args, expected) => checkAim(aim(args), expected),
  plan: ({ at, button, hold }, { screen }) =>
    screen && at && planClick(at, screen, { button, holdMs: hold }),
  run: ({ button, hold, ...args }, stage) =>
    pointAt(aim(args), stage, (at) =>
      stage.guest.pointer.click(at, { button, holdMs: hold, signal: stage.signal }),
    ),
});

function aim({ at, ...target }: PointerTarget & { readonly at?: Aim['point'] }): Aim {
  return { key: 'at', point: at, target };
}
