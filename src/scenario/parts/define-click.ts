import { z } from 'zod';
import { CLICK_HOLD_MS, type Pointer, type PointerOptions } from '../../guest/pointer.ts';
import type { Point } from '../../input/absolute.ts';
import type { ClickOptions } from '../../input/plan-pointer.ts';
import type { Stroke } from '../../input/stroke.ts';
import { defineWord, type Word } from '../action.ts';
import { button, holdDuration, point } from '../values.ts';
import { checkPointer, planStrokes } from './plan-strokes.ts';
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
} from './pointer-target.ts';

/** `click` and `double-click`: they aim alike, and differ in what the button does. */
export function defineClick(definition: {
  readonly key: string;
  readonly summary: string;
  readonly plan: (at: Point, options: ClickOptions) => Stroke[];
  readonly perform: (pointer: Pointer, at: Point, options: PointerOptions) => Promise<void>;
}): Word {
  return defineWord({
    key: definition.key,
    summary: definition.summary,
    short: 'at',
    waits: isLookedFor,
    schema: z
      .strictObject({
        at: point.optional(),
        ...targetKeys,
        button: button.default('left'),
        hold: holdDuration
          .prefault(`${CLICK_HOLD_MS}ms`)
          .describe('How long the button stays down. Default: 80ms'),
      })
      .meta(oneTarget('at')),
    title: ({ button, ...args }) =>
      `${definition.key} ${button === 'left' ? '' : `${button} `}${titleAim(aim(args), 'at')}`,
    pictures: picturesOf,
    check: (args, expected) => [...checkPointer(expected), ...checkAim(aim(args), expected)],
    plan: ({ at, button, hold }, expected) =>
      at && planStrokes(definition.plan(at, { button, holdMs: hold }), expected),
    run: ({ button, hold, ...args }, stage) =>
      pointAt(aim(args), stage, (at) =>
        definition.perform(stage.guest.pointer, at, { button, holdMs: hold, signal: stage.signal }),
      ),
  });
}

function aim({ at, ...target }: PointerTarget & { readonly at?: Aim['point'] }): Aim {
  return { key: 'at', point: at, target };
}
