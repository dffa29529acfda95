import { z } from 'zod';
import { CLICK_HOLD_MS, type Pointer, type PointerOptions } from '../guest/pointer.ts';
import type { Point, Size } from '../input/absolute.ts';
import type { Batch } from '../input/batch.ts';
import type { ClickOptions } from '../input/plan-pointer.ts';
import { defineWord, type Word } from './action.ts';
import {
  type Aim,
  checkAim,
  eitherPointOrPicture,
  type PointerTarget,
  picturesOf,
  pictureTargetKeys,
  pointAt,
  titleAim,
} from './pointer-target.ts';
import { button, holdDuration, point } from './values.ts';

/** `click` and `double-click`: they aim alike, and differ in what the button does. */
export function defineClick(definition: {
  readonly key: string;
  readonly summary: string;
  readonly plan: (at: Point, screen: Size, options: ClickOptions) => Batch[];
  readonly perform: (pointer: Pointer, at: Point, options: PointerOptions) => Promise<void>;
}): Word {
  return defineWord({
    key: definition.key,
    summary: definition.summary,
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
      `${definition.key} ${button === 'left' ? '' : `${button} `}${titleAim(aim(args), 'at')}`,
    pictures: picturesOf,
    check: (args, expected) => checkAim(aim(args), expected),
    plan: ({ at, button, hold }, { screen }) =>
      screen && at && definition.plan(at, screen, { button, holdMs: hold }),
    run: ({ button, hold, ...args }, stage) =>
      pointAt(aim(args), stage, (at) =>
        definition.perform(stage.guest.pointer, at, { button, holdMs: hold, signal: stage.signal }),
      ),
  });
}

function aim({ at, ...target }: PointerTarget & { readonly at?: Aim['point'] }): Aim {
  return { key: 'at', point: at, target };
}
