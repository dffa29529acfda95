import type { StateSavers } from '../../scenario/check/resolve-states.ts';
import type { Scenario } from '../../scenario/scenario.ts';

/** Scenarios, and behind them those whose states they begin from. */
export function withSavers(scenarios: readonly Scenario[], savers: StateSavers): Scenario[] {
  const all = new Set(scenarios);
  for (const { from } of all) {
    const saver = from && savers.get(from.state);
    if (saver) all.add(saver.scenario);
  }
  return [...all];
}
