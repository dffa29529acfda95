import { z } from 'zod';
import { DRAG_MS } from '../../guest/pointer.ts';
import { planDrag } from '../../input/plan-pointer.ts';
import { defineWord } from '../action.ts';
import { checkPoints } from '../check-points.ts';
import { button, holdDuration, point } from '../values.ts';

export const drag = defineWord({
  key: 'drag',
  summary: 'Drags from one point to another with a button down',
  schema: z.strictObject({
    from: point,
    to: point,
    button: button.default('left'),
    duration: holdDuration
      .prefault(`${DRAG_MS}ms`)
      .describe('From button down to up. Default: 400ms'),
  }),
  title: ({ from, to }) => `drag from ${from.x},${from.y} to ${to.x},${to.y}`,
  check: ({ from, to }, expected) => checkPoints({ from, to }, expected),
  plan: ({ from, to, button, duration }, { screen }) =>
    screen && planDrag(from, to, screen, { button, durationMs: duration }),
  run: async ({ from, to, button, duration }, { guest, signal }) => {
    await guest.pointer.drag(from, to, { button, durationMs: duration, signal });
    return { kind: 'done' };
  },
});
