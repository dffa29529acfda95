import { StepError } from '../errors.ts';
import { didYouMean } from '../near-name.ts';
import { isMapping } from './parse/read-mapping.ts';
import { show } from './show.ts';

/** Two noncharacters: no honest text has them, so they can stand around a variable's name. */
const OPEN = '\ufdd0';
const CLOSE = '\ufdd1';
const hole = /\ufdd0([^\ufdd1]*)\ufdd1/g;

/** What stands in a text for `${vars.NAME}` until the step runs. */
export function makeHole(name: string): string {
  return OPEN + name + CLOSE;
}

/** Whether a text has the characters that only a hole may have. */
export function looksLikeHole(text: string): boolean {
  return /[\ufdd0\ufdd1]/.test(text);
}

/** The variables that a value needs, deep, each with the place of its text; keys have none. */
export function findHoles(
  value: unknown,
  path: readonly PropertyKey[] = [],
): { readonly name: string; readonly path: readonly PropertyKey[] }[] {
  if (typeof value === 'string') {
    return [...value.matchAll(hole)].map(([, name = '']) => ({ name, path }));
  }
  if (Array.isArray(value)) return value.flatMap((one, index) => findHoles(one, [...path, index]));
  if (!isMapping(value)) return [];
  return Object.entries(value).flatMap(([key, one]) => findHoles(one, [...path, key]));
}

/** A text as its author wrote it: `${vars.NAME}`. */
export function showHoles(text: string): string {
  return text.replaceAll(hole, (_, name: string) => `\${vars.${name}}`);
}

/**
 * The value with its variables.
 * @throws StepError `no-variable` where one has no value yet
 */
export function fillHoles(value: unknown, variables: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') {
    return value.replaceAll(hole, (_, name: string) => readVariable(name, variables));
  }
  if (Array.isArray(value)) return value.map((one) => fillHoles(one, variables));
  if (!isMapping(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, fillHoles(one, variables)]),
  );
}

function readVariable(name: string, variables: ReadonlyMap<string, string>): string {
  const text = variables.get(name);
  if (text !== undefined) return text;
  throw new StepError('no-variable', `the variable ${name} has no value yet`, {
    hint: 'the step that sets it has not run: is it in a branch that was not taken?',
  });
}

/** The number or the truth value that a text is; else the text. */
export function asScalar(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

/** `${vars.count} = "many"`, for a message about what became of them. */
export function tellVariables(
  names: Iterable<string>,
  variables: ReadonlyMap<string, string>,
): string {
  const told = [...new Set(names)].map((name) => `\${vars.${name}} = ${show(variables.get(name))}`);
  return told.join(', ');
}

/** What is wrong with a variable that no step before sets. */
export function describeUnknownVariable(name: string, known: Iterable<string>): string {
  const names = [...known];
  const list = names.length > 0 ? `Set before: ${names.join(', ')}` : 'No step before sets any';
  return `unknown variable ${name}.${didYouMean(name, names)} ${list}`;
}
