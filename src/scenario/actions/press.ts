import { z } from 'zod';
import { PRESS_HOLD_MS } from '../../guest/keyboard.ts';
import type { Chord } from '../../input/chord.ts';
import { titleChord } from '../../input/key-names.ts';
import { planChord } from '../../input/plan-keys.ts';
import { defineWord } from '../action.ts';
import { checkKeys } from '../check/check-keys.ts';
import { chords, holdDuration, pace } from '../values.ts';

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
    pace: pace.optional(),
  }),
  title: ({ keys, times }) =>
    `press ${keys.map(titleChord).join(', ')}${times > 1 ? `, ${times} times` : ''}`,
  check: ({ keys }, { queue }) =>
    keys.flatMap((chord, index) => checkKeys(chord, queue, ['keys', index])),
  plan: (args, expected) => {
    const pace = args.pace ?? expected.pace;
    return repeated(args).flatMap((chord) => planChord(chord, args.hold, expected.queue, pace));
  },
  run: async (args, { guest, signal }) => {
    const { hold: holdMs, pace } = args;
    for (const chord of repeated(args)) {
      await guest.keyboard.press(chord, { holdMs, ...(pace && { pace }), signal });
    }
    return { kind: 'done' };
  },
});

function repeated({ keys, times }: { keys: readonly Chord[]; times: number }): Chord[] {
  return Array.from({ length: times }, () => keys).flat();
}
