import { z } from 'zod';
import { CLICK_HOLD_MS } from '../../guest/pointer.ts';
import { planDoubleClick } from '../../input/plan-pointer.ts';
import { defineWord } from '../action.ts';
import { checkPoints } from '../check-points.ts';
import { button, holdDuration, point } from '../values.ts';

export const doubleClick = defineWord({
  key: 'double-click',
  summary: 'Clicks a point of the screen twice',
  short: 'at',
  schema: z.strictObject({
    at: point,
    button: button.default('left'),
    hold: holdDuration
      .prefault(`${CLICK_HOLD_MS}ms`)
      .describe('How long the button stays down. Default: 80ms'),
  }),
  title: ({ at, button }) =>
    `double-click ${button === 'left' ? '' : `${button} `}at ${at.x},${at.y}`,
  check: ({ at }, expected) => checkPoints({ at }, expected),
  plan: ({ at, button, hold }, { screen }) =>
    screen && planDoubleClick(at, screen, { button, holdMs: hold }),
  run: async ({ at, button, hold }, { guest, signal }) => {
    await guest.pointer.doubleClick(at, { button, holdMs: hold, signal });
    return { kind: 'done' };
  },
});
