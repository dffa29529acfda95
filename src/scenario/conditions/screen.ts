import { z } from 'zod';
import { acceptAny } from '../../screen/baselines/accepted.ts';
import { compareRuleKeys, rulesFromKeys } from '../../screen/baselines/rule-keys.ts';
import { defineCondition } from '../condition.ts';
import { describeComparison } from '../describe-seen.ts';
import { checkRules, mergeRules } from '../parts/screen-check.ts';
import { screenName } from '../values.ts';

export const screen = defineCondition({
  key: 'screen',
  schema: z.strictObject({ screen: screenName, ...compareRuleKeys }),
  make: ({ screen: name, ...rules }) => ({
    title: `screen ${name}`,
    screens: [{ name, path: ['screen'] }],
    pictures: [],
    shows: name,
    check: ({ baseline }) => checkRules(baseline(name), rules),
    watch: async (stage) => {
      const baseline = stage.baseline(name);
      if (!baseline) {
        const sight = { holds: false, tell: () => 'it has no baseline yet' };
        return { look: () => sight, missing: name };
      }
      const accepted = acceptAny(baseline, (one) => mergeRules(one.rules, rulesFromKeys(rules)));
      let holds = false;
      return {
        look: (frame, changed) => {
          if (changed) holds = accepted.matches(frame);
          return { holds, tell: () => describeComparison(accepted.compare(frame)) };
        },
      };
    },
  }),
});
