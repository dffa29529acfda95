import { z } from 'zod';
import { titleChord } from '../../input/key-names.ts';
import { planEdges } from '../../input/plan-keys.ts';
import { planButton } from '../../input/plan-pointer.ts';
import { defineWord } from '../action.ts';
import { checkPointer } from '../parts/plan-strokes.ts';
import { button, chord } from '../values.ts';

export const release = defineWord({
  key: 'release',
  summary: 'Lets keys or a button go that a hold step pressed',
  short: 'keys',
  schema: z.strictObject({ keys: chord.optional(), button: button.optional() }),
  title: ({ keys, button }) =>
    `release ${[keys && titleChord(keys), button && `the ${button} button`].filter(Boolean).join(' and ')}`,
  check: ({ keys, button }, expected) => [
    ...(button ? checkPointer(expected) : []),
    ...(keys || button ? [] : [{ path: [], message: 'expected keys or a button to release' }]),
  ],
  plan: ({ keys, button }, { queue }) => [
    ...(keys ? planEdges(keys, false, queue) : []),
    ...(button ? planButton(button, false) : []),
  ],
  run: async ({ keys, button }, { guest, signal }) => {
    if (keys) await guest.keyboard.release(keys, signal);
    if (button) await guest.pointer.release(button, signal);
    return { kind: 'done' };
  },
});
