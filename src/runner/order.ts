/**
 * The order in which several workers are done first: those whose duration nobody knows, since they could
 * be the longest, then the longest. One worker keeps the order it was given.
 */
export function orderByDuration<T extends { readonly id: string }>(
  scenarios: readonly T[],
  workers: number,
  durationOf: (id: string) => number | undefined,
): readonly T[] {
  if (workers === 1) return scenarios;
  const expected = ({ id }: T) => durationOf(id) ?? Number.POSITIVE_INFINITY;
  return scenarios.toSorted((a, b) => compare(expected(b), expected(a)));
}

/** The difference of two infinities is none. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}
