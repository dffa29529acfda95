import type { ScenarioOutline } from './events.ts';

/**
 * The scenarios of each shard: every scenario in exactly one, and the same ones wherever the same
 * durations are known. The longest ones first go to the shard that has the least to do; a duration that
 * nobody knows counts as the middle one of those that are known.
 */
export function divide<T extends Pick<ScenarioOutline, 'id'>>(
  scenarios: readonly T[],
  total: number,
  durationOf: (id: string) => number | undefined,
): readonly (readonly T[])[] {
  const known = scenarios.flatMap(({ id }) => durationOf(id) ?? []).toSorted((a, b) => a - b);
  const middle = known[Math.floor(known.length / 2)] ?? 1;
  const expected = ({ id }: T) => durationOf(id) ?? middle;
  const shards = Array.from({ length: total }, () => ({ sumMs: 0, ids: new Set<string>() }));
  const longestFirst = scenarios.toSorted(
    (a, b) => expected(b) - expected(a) || (a.id < b.id ? -1 : 1),
  );
  for (const scenario of longestFirst) {
    const least = shards.reduce((a, b) => (b.sumMs < a.sumMs ? b : a));
    least.sumMs += expected(scenario);
    least.ids.add(scenario.id);
  }
  return shards.map(({ ids }) => scenarios.filter(({ id }) => ids.has(id)));
}
