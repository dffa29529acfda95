import { z } from 'zod';
import { compareRuleKeys, rulesFromKeys } from '../../screen/baselines/rule-keys.ts';
import { defineWord, timeoutOf } from '../action.ts';
import { findMisfits } from '../check/find-misfits.ts';
import { describeTwinkles } from '../describe-seen.ts';
import { duration } from '../values.ts';

const DEFAULT_TIMEOUT_MS = 30_000;

export const waitUntilStill = defineWord({
  key: 'wait-until-still',
  summary:
    'Waits until nothing on the screen has changed for a quiet period, a caret and a clock aside',
  short: 'for',
  waits: true,
  schema: z.strictObject({
    for: duration.prefault('1s').describe('The quiet period. Default: 1s'),
    strict: z
      .boolean()
      .optional()
      .describe('Whether a blinking caret and a ticking clock are changes too. Default: false'),
    ...compareRuleKeys,
  }),
  title: (args) => `wait until still for ${args.for} ms`,
  check: (args, { screen }) => (screen ? findMisfits(args, screen) : []),
  run: async (args, stage) => {
    const { guest, signal } = stage;
    const timeoutMs = timeoutOf(stage, DEFAULT_TIMEOUT_MS);
    const { for: quietMs, strict = false } = args;
    const rules = rulesFromKeys(args);
    const result = await guest.screen.waitUntilStill({ quietMs, timeoutMs, rules, strict, signal });
    const { frame, twinkles } = result;
    if (result.kind === 'still') {
      const note = describeTwinkles(twinkles, 'still but for ');
      return { kind: 'done', frame, ...(note && { note }) };
    }
    return { kind: 'moving', frame, boxes: result.boxes, twinkles, quietMs, waitedMs: timeoutMs };
  },
});
