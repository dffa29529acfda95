import { z } from 'zod';
import { compareRuleKeys, rulesFromKeys } from '../../screen/baselines/rule-keys.ts';
import { defineWord, timeoutOf } from '../action.ts';
import { findMisfits } from '../check/find-misfits.ts';
import { describeComparison } from '../describe-seen.ts';
import { show } from '../show.ts';

const DEFAULT_TIMEOUT_MS = 30_000;

export const waitForChange = defineWord({
  key: 'wait-for-change',
  summary: 'Waits until the screen is not what it was. Default timeout: 30s',
  short: 'since',
  waits: true,
  schema: z.strictObject({
    since: z
      .enum(['now', 'previous-step'], {
        error: ({ input }) => `expected now or previous-step, got ${show(input)}`,
      })
      .default('now')
      .describe(
        'What it was: when this step began (now, the default), or before the previous step did anything',
      ),
    ...compareRuleKeys,
  }),
  title: ({ since }) =>
    since === 'now' ? 'wait for a change' : 'wait for a change since the previous step',
  check: (args, { screen }) => (screen ? findMisfits(args, screen) : []),
  run: async ({ since, ...keys }, stage) => {
    const { guest, signal } = stage;
    const timeoutMs = timeoutOf(stage, DEFAULT_TIMEOUT_MS);
    const from = since === 'previous-step' ? guest.screen.shownBefore : undefined;
    const rules = rulesFromKeys(keys);
    const result = await guest.screen.waitForChange({ from, rules, timeoutMs, signal });
    const { frame } = result;
    if (result.kind === 'unchanged') return { kind: 'unchanged', frame, waitedMs: timeoutMs };
    return { kind: 'done', frame, note: describeComparison(result.comparison) };
  },
});
