import { z } from 'zod';
import { compareRuleKeys, rulesFromKeys } from '../../screen/rule-keys.ts';
import { defineWord } from '../action.ts';
import { findMisfits } from '../find-misfits.ts';
import { duration } from '../values.ts';

const DEFAULT_TIMEOUT_MS = 30_000;

export const waitUntilStill = defineWord({
  key: 'wait-until-still',
  summary: 'Waits until nothing on the screen has changed for a quiet period',
  short: 'for',
  waits: true,
  schema: z.strictObject({
    for: duration.prefault('1s').describe('The quiet period. Default: 1s'),
    ...compareRuleKeys,
  }),
  title: (args) => `wait until still for ${args.for} ms`,
  check: (args, { screen }) => (screen ? findMisfits(args, screen) : []),
  run: async (args, { guest, signal, timeoutMs = DEFAULT_TIMEOUT_MS }) => {
    const quietMs = args.for;
    const rules = rulesFromKeys(args);
    const result = await guest.screen.waitUntilStill({ quietMs, timeoutMs, rules, signal });
    return result.kind === 'still'
      ? { kind: 'done', frame: result.frame }
      : { kind: 'moving', frame: result.frame, boxes: result.boxes, quietMs, waitedMs: timeoutMs };
  },
});
