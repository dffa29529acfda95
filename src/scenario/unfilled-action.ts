import type { z } from 'zod';
import { StepError } from '../errors.ts';
import type { Action, Word } from './action.ts';
import { explainIssues, type Mistake } from './parse/explain-issue.ts';
import { isMapping, valueAt } from './parse/read-mapping.ts';
import { asScalar, fillHoles, findHoles, showHoles, tellVariables } from './run-variables.ts';

const LONGEST_TITLE = 60;

/**
 * Reads the mapping form of a word. What waits for a variable is left out of the check, and read
 * again by `fill` when the step runs.
 */
export function readAction(
  word: Word,
  value: unknown,
  isSecret: boolean,
): { readonly action: Action | undefined; readonly mistakes: readonly Mistake[] } {
  const mapping = isSecret && isMapping(value) ? { ...value, secret: true } : value;
  const names = findHoles(mapping).map(({ name }) => name);
  const result = word.read(mapping);
  const issues = result.success ? [] : result.error.issues;
  const sound = issues.filter((issue) => !touchesHole(mapping, issue));
  if (sound.length > 0) {
    const mistakes = explainIssues(sound, Object.keys(word.schema.shape));
    return { action: undefined, mistakes };
  }
  const known = result.success ? result.data : undefined;
  const action = names.length === 0 ? known : makeLater(word, mapping, known);
  return { action, mistakes: [] };
}

/** Whether an issue is about a value that a variable has yet to fill. */
export function touchesHole(value: unknown, issue: z.core.$ZodIssue): boolean {
  return issue.code !== 'unrecognized_keys' && findHoles(valueAt(value, issue.path)).length > 0;
}

function makeLater(word: Word, mapping: unknown, known: Action | undefined): Action {
  const fill = (variables: ReadonlyMap<string, string>) => fillAction(word, mapping, variables);
  const hasNoHole = (name: string) => findHoles(name).length === 0;
  return {
    key: word.key,
    title: showHoles(known?.title ?? `${word.key} ${shorten(JSON.stringify(mapping))}`),
    screens: known?.screens.filter(hasNoHole) ?? [],
    pictures: known?.pictures.filter(({ name }) => hasNoHole(name)) ?? [],
    secret: known?.secret ?? false,
    waits: known?.waits ?? true,
    sets: known?.sets ?? [],
    fill,
    check: () => [],
    plan: () => undefined,
    run: (stage) => fill(stage.variables ?? new Map()).run(stage),
  };
}

function fillAction(word: Word, mapping: unknown, variables: ReadonlyMap<string, string>): Action {
  const filled = fillHoles(mapping, variables);
  const asText = word.read(filled);
  if (asText.success) return asText.data;
  // What must be a number or a truth value is one as soon as its text says so.
  const converted = asText.error.issues.reduce((all, { path }) => convertAt(all, path), filled);
  const result = word.read(converted);
  if (result.success) return result.data;
  const [mistake] = explainIssues(result.error.issues, Object.keys(word.schema.shape));
  const used = findHoles(mapping).filter(
    ({ path }) => mistake === undefined || mistake.path.every((key, at) => path[at] === key),
  );
  const told = tellVariables(
    used.map(({ name }) => name),
    variables,
  );
  throw new StepError('bad-variable', `with ${told}: ${mistake?.message}`);
}

/** The value with the texts at and below `path` as the numbers that they are. */
function convertAt(value: unknown, path: readonly PropertyKey[]): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return convertAll(value);
  if (Array.isArray(value)) {
    return value.map((one, index) => (index === key ? convertAt(one, rest) : one));
  }
  if (!isMapping(value) || typeof key !== 'string' || !Object.hasOwn(value, key)) return value;
  return { ...value, [key]: convertAt(value[key], rest) };
}

function convertAll(value: unknown): unknown {
  if (typeof value === 'string') return asScalar(value);
  return Array.isArray(value) ? value.map(convertAll) : value;
}

function shorten(text: string): string {
  return text.length > LONGEST_TITLE ? `${text.slice(0, LONGEST_TITLE)}…` : text;
}
