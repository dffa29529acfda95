import type { Size } from '../../input/absolute.ts';
import { type RuleKeys, rulesFromKeys } from '../../screen/baselines/rule-keys.ts';
import { describeMisfit, formatRegion } from '../../screen/regions.ts';
import type { Problem } from '../action.ts';

/** Masks and regions of a step that are not inside the screen, each where it stands. */
export function findMisfits(keys: RuleKeys, { width, height }: Size): Problem[] {
  const { masks = [], regions = [] } = rulesFromKeys(keys);
  return (['mask', 'region'] as const).flatMap((key) =>
    (key === 'mask' ? masks : regions).flatMap((region, index) => {
      const misfit = describeMisfit(region, width, height);
      const isList = Array.isArray(keys[key]?.[0]);
      const path = isList ? [key, index] : [key];
      return misfit ? [{ path, message: `the ${key} ${formatRegion(region)} ${misfit}` }] : [];
    }),
  );
}
