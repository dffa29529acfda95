/** Where and how an answer differs from what was expected of it. */
export interface Misfit {
  /** `clients[0].host`; empty for the whole. */
  readonly path: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/**
 * The first thing of `expected` that `actual` does not have; undefined when all of it is there. A
 * mapping may have more members than expected; a list matches when each expected element fits one
 * of its own, in any order, and an empty list only an empty one.
 */
export function findMisfit(expected: unknown, actual: unknown, path = ''): Misfit | undefined {
  if (Array.isArray(expected)) return findListMisfit(expected, actual, path);
  if (!isObject(expected)) {
    return Object.is(expected, actual) ? undefined : { path, expected, actual };
  }
  if (!isObject(actual)) return { path, expected, actual };
  for (const [key, value] of Object.entries(expected)) {
    const below = path === '' ? key : `${path}.${key}`;
    const member = Object.hasOwn(actual, key) ? actual[key] : undefined;
    const misfit = findMisfit(value, member, below);
    if (misfit) return misfit;
  }
  return undefined;
}

function findListMisfit(
  expected: readonly unknown[],
  actual: unknown,
  path: string,
): Misfit | undefined {
  if (!Array.isArray(actual) || (expected.length === 0 && actual.length > 0)) {
    return { path, expected, actual };
  }
  const missing = assign(expected, actual);
  if (missing === undefined) return undefined;
  const element = expected[missing];
  const only = actual.length === 1 && expected.length === 1;
  return only
    ? findMisfit(element, actual[0], `${path}[0]`)
    : { path: `${path}[${missing}]`, expected: element, actual };
}

/** Gives every expected element one of its own; else says which one finds none (Kuhn's matching). */
function assign(expected: readonly unknown[], actual: readonly unknown[]): number | undefined {
  const owners = new Map<number, number>();
  const place = (index: number, tried: Set<number>): boolean => {
    for (const [at, candidate] of actual.entries()) {
      if (tried.has(at) || findMisfit(expected[index], candidate)) continue;
      tried.add(at);
      const owner = owners.get(at);
      if (owner === undefined || place(owner, tried)) {
        owners.set(at, index);
        return true;
      }
    }
    return false;
  };
  const missing = expected.findIndex((_, index) => !place(index, new Set()));
  return missing === -1 ? undefined : missing;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
