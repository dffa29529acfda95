import { z } from 'zod';
import { didYouMean } from '../near-name.ts';
import type { Action, Word } from './action.ts';
import type { Diagnostic } from './diagnostic.ts';
import { explainIssues, readWith } from './explain-issue.ts';
import { isMapping } from './read-mapping.ts';
import type { Step } from './scenario.ts';
import { show } from './show.ts';
import { duration, screenName } from './values.ts';
import { words } from './words.ts';
import type { YamlText } from './yaml-text.ts';

/** What may stand beside the action of any step. */
export const besideAction = {
  name: z.string().describe('What the report calls the step').optional(),
  timeout: duration.optional().describe('How long the step may take, such as 80ms, 2s or 1m30s'),
  optional: z.boolean().optional().describe('Whether the scenario goes on when the step fails'),
  when: screenName.optional().describe('Only if this screen shows at that moment'),
};

const beside = z.strictObject(besideAction);

export type StepReading =
  | { readonly ok: true; readonly step: Step }
  | { readonly ok: false; readonly mistakes: readonly Diagnostic[] };

/** A step's own part of the text. */
interface Place {
  readonly text: YamlText;
  readonly index: number;
  /** Whether what it types holds a secret, and so is one. */
  readonly isSecret: boolean;
}

/** Reads one step: a mapping with one action, and what may stand beside it. */
export function parseStep(value: unknown, place: Place): StepReading {
  const { text, index } = place;
  const path = ['steps', index];
  if (!isMapping(value))
    return { ok: false, mistakes: [text.mistake(path, describeNoStep(value))] };
  const keys = Object.keys(value).filter((key) => !Object.hasOwn(besideAction, key));
  const mistakes: Diagnostic[] = [];
  const action = readOnlyAction(value, keys, place, mistakes);
  const around = readBeside(value, keys, place, mistakes);
  if (!action || !around || mistakes.length > 0) return { ok: false, mistakes };
  const { name: title = action.title, timeout: timeoutMs, optional = false, when } = around;
  const { line, col } = text.position(path);
  return { ok: true, step: { index, action, title, timeoutMs, optional, when, line, col } };
}

function readOnlyAction(
  value: Record<string, unknown>,
  keys: readonly string[],
  place: Place,
  mistakes: Diagnostic[],
): Action | undefined {
  const { text, index } = place;
  const path = ['steps', index];
  const unknown = keys.filter((key) => !words.has(key));
  mistakes.push(...unknown.map((key) => text.mistakeAtKey(path, key, describeUnknown(key, keys))));
  const known = keys.filter((key) => words.has(key));
  const [first, second] = known;
  if (first === undefined) {
    const message = `a step needs an action: ${wordList()}`;
    if (unknown.length === 0) mistakes.push(text.mistake(path, message));
    return undefined;
  }
  if (second !== undefined) {
    const message = `a step has one action, this one has ${known.length}: ${known.join(', ')}`;
    mistakes.push(text.mistakeAtKey(path, second, message));
    return undefined;
  }
  const word = words.get(first);
  return word && readAction(word, value[first], place, mistakes);
}

function readAction(
  word: Word,
  given: unknown,
  { text, index, isSecret }: Place,
  mistakes: Diagnostic[],
): Action | undefined {
  const isShort = word.short !== undefined && given !== null && !isMapping(given);
  const mapping = isShort && word.short ? { [word.short]: given } : (given ?? {});
  const action = word.read(isSecret ? { ...mapping, secret: true } : mapping);
  if (action.success) return action.data;
  for (const mistake of explainIssues(action.error.issues, Object.keys(word.schema.shape))) {
    const path = isShort ? mistake.path.slice(1) : mistake.path;
    mistakes.push(text.point({ ...mistake, path }, ['steps', index, word.key]));
  }
  return undefined;
}

function readBeside(
  value: Record<string, unknown>,
  actions: readonly string[],
  { text, index }: Place,
  mistakes: Diagnostic[],
): z.output<typeof beside> | undefined {
  const entries = Object.entries(value).filter(([key]) => !actions.includes(key));
  const around = readWith(beside, Object.fromEntries(entries));
  if (around.success) return around.data;
  const found = explainIssues(around.error.issues, Object.keys(besideAction));
  mistakes.push(...found.map((mistake) => text.point(mistake, ['steps', index])));
  return undefined;
}

function describeNoStep(value: unknown): string {
  const example = typeof value === 'string' && words.has(value) ? `${value}: ...` : 'press: enter';
  return `expected a step such as "- ${example}", got ${show(value)}`;
}

/** Beside an action, a key may be meant to be anything; alone, it can only be an action. */
function describeUnknown(key: string, keys: readonly string[]): string {
  const near = didYouMean(key, [...words.keys(), ...Object.keys(besideAction)]);
  if (keys.some((other) => words.has(other))) {
    return `unknown key ${show(key)}.${near} Beside an action: ${Object.keys(besideAction).join(', ')}`;
  }
  return `unknown step ${show(key)}.${near} Known: ${wordList()}`;
}

function wordList(): string {
  return [...words.keys()].join(', ');
}
