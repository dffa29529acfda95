import { z } from 'zod';
import { SWIPE_MS, TAP_MS } from '../../guest/touch.ts';
import type { Point } from '../../input/absolute.ts';
import { MOST_FINGERS, planTouch } from '../../input/plan-touch.ts';
import { defineWord, type Problem } from '../action.ts';
import { checkPoints } from '../check/check-points.ts';
import {
  type Aim,
  checkAim,
  isLookedFor,
  type PointerTarget,
  picturesOf,
  pointAt,
  targetKeys,
  titleAim,
} from '../parts/pointer-target.ts';
import { show } from '../show.ts';
import { holdDuration, point } from '../values.ts';

const path = z.array(point, {
  error: ({ input }) => `expected the way of a finger, a list of points, got ${show(input)}`,
});

export const touch = defineWord({
  key: 'touch',
  summary: 'Taps a touch screen, or draws on it with up to ten fingers. QEMU 8.1',
  short: 'at',
  waits: isLookedFor,
  schema: z
    .strictObject({
      at: point.optional(),
      ...targetKeys,
      fingers: z
        .array(path.min(1).max(1000))
        .min(1)
        .max(MOST_FINGERS)
        .optional()
        .describe('The way of each finger, all in the same time: [[[x, y], [x, y]], ...]'),
      duration: holdDuration
        .optional()
        .describe(`From down to up. Default: ${TAP_MS}ms for a tap, ${SWIPE_MS}ms for fingers`),
    })
    .meta({
      oneOf: ['at', 'on', 'text', 'fingers'].map((key) => ({ required: [key] })),
    }),
  title: ({ fingers, ...args }) =>
    fingers ? `touch ${titleFingers(fingers)}` : `touch ${titleAim(aim(args), 'at')}`,
  pictures: picturesOf,
  check: ({ fingers, ...args }, expected) => {
    if (!fingers) return checkAim(aim(args), expected);
    return [
      ...checkAlone(args),
      ...fingers.flatMap((way, index) =>
        way.flatMap((at, step) =>
          checkPoints({ at }, expected).map(({ message }) => ({
            path: ['fingers', index, step],
            message,
          })),
        ),
      ),
    ];
  },
  plan: ({ at, fingers, duration }, { screen }) => {
    const ways = fingers ?? (at && [[at]]);
    return screen && ways && planTouch(ways, screen, duration ?? (fingers ? SWIPE_MS : TAP_MS));
  },
  run: async ({ fingers, duration, ...args }, stage) => {
    const { guest, signal } = stage;
    const options = { signal, ...(duration !== undefined && { durationMs: duration }) };
    if (!fingers) return pointAt(aim(args), stage, (at) => guest.touch.tap(at, options));
    await guest.touch.swipe(fingers, options);
    return { kind: 'done' };
  },
});

type Args = PointerTarget & { readonly at?: Point | undefined };

function aim({ at, duration: _, ...target }: Args & { duration?: number | undefined }): Aim {
  return { key: 'at', point: at, target };
}

function checkAlone(args: Args): Problem[] {
  return Object.entries(args).flatMap(([key, value]) =>
    value === undefined || key === 'duration'
      ? []
      : [{ path: [key], message: `${key} goes without fingers, which say where they go` }],
  );
}

/** `from 1,2 to 3,4`, `with 2 fingers`. */
function titleFingers(fingers: readonly (readonly Point[])[]): string {
  const [way = [], second] = fingers;
  const [from, to] = [way[0], way.at(-1)];
  if (second || !from || !to) return `with ${fingers.length} fingers`;
  return `from ${from.x},${from.y} to ${to.x},${to.y}`;
}
