import { z } from 'zod';
import { planMove } from '../../input/plan-pointer.ts';
import { defineWord } from '../action.ts';
import { checkPoints } from '../check-points.ts';
import { point } from '../values.ts';

export const move = defineWord({
  key: 'move',
  summary: 'Moves the pointer',
  short: 'to',
  schema: z.strictObject({ to: point }),
  title: ({ to }) => `move to ${to.x},${to.y}`,
  check: ({ to }, expected) => checkPoints({ to }, expected),
  plan: ({ to }, { screen }) => screen && planMove(to, screen),
  run: async ({ to }, { guest, signal }) => {
    await guest.pointer.move(to, { signal });
    return { kind: 'done' };
  },
});
