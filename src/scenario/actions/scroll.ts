import { z } from 'zod';
import { planScroll } from '../../input/plan-pointer.ts';
import { defineWord } from '../action.ts';
import { checkPoints } from '../check-points.ts';
import { show } from '../show.ts';
import { point } from '../values.ts';

export const scroll = defineWord({
  key: 'scroll',
  summary: 'Turns the wheel over a point of the screen',
  schema: z.strictObject({
    at: point,
    direction: z
      .enum(['up', 'down', 'left', 'right'], {
        error: (issue) => `expected up, down, left or right, got ${show(issue.input)}`,
      })
      .default('down')
      .describe('Default: down. left and right need QEMU 7.0 and a device that has them'),
    notches: z.number().int().min(1).max(1000).default(1).describe('How far. Default: 1'),
  }),
  title: ({ at, direction, notches }) => `scroll ${direction} by ${notches} at ${at.x},${at.y}`,
  check: ({ at }, expected) => checkPoints({ at }, expected),
  plan: ({ at, direction, notches }, { screen }) =>
    screen && planScroll(direction, notches, at, screen),
  run: async ({ at, direction, notches }, { guest, signal }) => {
    await guest.pointer.scroll(direction, notches, at, { signal });
    return { kind: 'done' };
  },
});
