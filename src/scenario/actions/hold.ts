import { z } from 'zod';
import { titleChord } from '../../input/key-names.ts';
import { planEdges } from '../../input/plan-keys.ts';
import { planButton } from '../../input/plan-pointer.ts';
import { defineWord } from '../action.ts';
import { checkKeys } from '../check/check-keys.ts';
import { checkPointer } from '../parts/plan-strokes.ts';
import { button, chord } from '../values.ts';

export const hold = defineWord({
  key: 'hold',
  summary: 'Presses keys or a button and leaves them down',
  short: 'keys',
  schema: z.strictObject({ keys: chord.optional(), button: button.optional() }),
  title: ({ keys, button }) =>
    `hold ${[keys && titleChord(keys), button && `the ${button} button`].filter(Boolean).join(' and ')}`,
  check: ({ keys, button }, expected) => [
    ...(button ? checkPointer(expected) : []),
    ...(keys || button
      ? checkKeys(keys ?? [], expected.queue, ['keys'])
      : [{ path: [], message: 'expected keys or a button to hold' }]),
  ],
  plan: ({ keys, button }, { queue }) => [
    ...(keys ? planEdges(keys, true, queue) : []),
    ...(button ? planButton(button, true) : []),
  ],
  run: async ({ keys, button }, { guest, signal }) => {
    if (keys) await guest.keyboard.hold(keys, signal);
    if (button) await guest.pointer.hold(button, signal);
    return { kind: 'done' };
  },
});
