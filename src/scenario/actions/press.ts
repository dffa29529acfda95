import { z } from 'zod';
import { PRESS_HOLD_MS } from '../../guest/keyboard.ts';
import type { Chord } from '../../input/chord.ts';
import { titleChord } from '../../input/key-names.ts';
import { planChord } from '../../input/plan-keys.ts';
import { defineWord } from '../action.ts';
import { chords, holdDuration } from '../values.ts';

export const press = defineWord({
  key: 'press',
  summary: 'Presses a key or a chord, or several one after the other',
  short: 'keys',
  schema: z.strictObject({
    keys: chords,
    times: z.number().int().min(1).max(1000).default(1).describe('How often. Default: 1'),
    hold: holdDuration
      .prefault(`${PRESS_HOLD_MS}ms`)
      .describe('How long they stay down. Default: 50ms'),
  }),
  title: ({ keys, times }) =>
    `press ${keys.map(titleChord).join(', ')}${times > 1 ? `, ${times} times` : ''}`,
  plan: (args, { queue }) => repeated(args).flatMap((chord) => planChord(chord, args.hold, queue)),
  run: async (args, { guest, signal }) => {
    for (const chord of repeated(args)) {
      await guest.keyboard.press(chord, { holdMs: args.hold, signal });
    }
    return { kind: 'done' };
  },
});

function repeated({ keys, times }: { keys: readonly Chord[]; times: number }): Chord[] {
  return Array.from({ length: times }, () => keys).flat();
}
