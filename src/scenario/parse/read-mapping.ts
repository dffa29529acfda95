import type { z } from 'zod';
import { explainIssues, type Mistake, readWith } from './explain-issue.ts';

/** What a mapping says as far as it is sound: the keys that have no mistake, and all mistakes. */
export interface MappingReading<S extends z.ZodObject> {
  readonly data: Partial<z.output<S>>;
  readonly mistakes: readonly Mistake[];
}

/** Reads a mapping; nothing counts as an empty one. */
export function readMapping<S extends z.ZodObject>(schema: S, value: unknown): MappingReading<S> {
  const given = value ?? {};
  const result = readWith(schema, given);
  if (result.success) return { data: result.data, mistakes: [] };
  const { issues } = result.error;
  const unsound = new Set(issues.map((issue) => issue.path[0]));
  const sound = Object.entries(isMapping(given) ? given : {}).filter(
    ([key]) => Object.hasOwn(schema.shape, key) && !unsound.has(key),
  );
  const rest = readWith(schema.partial(), Object.fromEntries(sound));
  return {
    data: (rest.data ?? {}) as Partial<z.output<S>>,
    mistakes: explainIssues(issues, Object.keys(schema.shape)),
  };
}

export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is at a path of a value; undefined where it does not lead there. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      (isMapping(at) || Array.isArray(at)) && Object.hasOwn(at, key)
        ? (at as Record<PropertyKey, unknown>)[key]
        : undefined,
    value,
  );
}
