import { z } from 'zod';
import { didYouMean } from '../../near-name.ts';
import type { Action } from '../action.ts';
import { type BlockReading, type BlockWord, conditionsOf } from '../block.ts';
import { toAction } from '../block-action.ts';
import { blockWords } from '../block-words.ts';
import { describeUnknownVariable, findHoles, showHoles } from '../run-variables.ts';
import type { Step } from '../scenario.ts';
import { show } from '../show.ts';
import { readAction } from '../unfilled-action.ts';
import { duration, issueAddress, screenName } from '../values.ts';
import { words } from '../words.ts';
import type { Diagnostic } from './diagnostic.ts';
import { explainIssues, readWith } from './explain-issue.ts';
import { readBlock } from './read-block.ts';
import { isMapping } from './read-mapping.ts';
import { placeKey, type Reading, type SourceFile } from './reading.ts';
import type { Path } from './yaml-text.ts';

/** What may stand beside the action of any step. */
export const besideAction = {
  name: z.string().describe('What the report calls the step').optional(),
  timeout: duration.optional().describe('How long the step may take, such as 80ms, 2s or 1m30s'),
  optional: z.boolean().optional().describe('Whether the scenario goes on when the step fails'),
  when: screenName.optional().describe('Only if this screen shows at that moment'),
  device: z.string().min(1).optional().describe('The display that it means, by its id'),
  head: z.number().int().min(0).max(15).optional().describe('Which output of it. Default: 0'),
  'known-issue': issueAddress
    .optional()
    .describe('The issue that explains its failure, which then does not fail the run'),
};

const beside = z.strictObject(besideAction);

/** What says which display is meant: of no use to a block that looks at none. */
const onlyBesideLooks = ['device', 'head'];

/** A step's own part of the text. */
export interface StepPlace {
  readonly source: SourceFile;
  readonly path: Path;
  readonly depth: number;
}

type Content =
  | { readonly kind: 'action'; readonly action: Action }
  | { readonly kind: 'block'; readonly word: BlockWord; readonly reading: BlockReading };

/**
 * Reads one step: a mapping with one action or block, and what may stand beside it. Undefined where
 * it has a mistake, which is added to the reading.
 */
export function parseStep(value: unknown, place: StepPlace, reading: Reading): Step | undefined {
  const { path, source } = place;
  const { text } = source;
  const index = reading.count.steps++;
  if (!isMapping(value)) {
    reading.mistakes.push(text.mistake(path, describeNoStep(value)));
    return undefined;
  }
  const keys = Object.keys(value).filter((key) => !Object.hasOwn(besideAction, key));
  const before = reading.mistakes.length;
  const around = readBeside(value, keys, place, reading.mistakes);
  const isSound = reading.mistakes.length === before;
  const content = readContent(value, keys, place, reading);
  if (!content || !around || !isSound) return undefined;
  const action =
    content.kind === 'action' ? content.action : toAction(content.word, content.reading);
  for (const name of action.sets) reading.variables.add(name);
  const { name = action.title, optional = false, when } = around;
  const step: Step = {
    index,
    action,
    title: showHoles(name),
    timeoutMs: around.timeout ?? (action.waits ? reading.timeoutMs : undefined),
    optional,
    when,
    device: around.device,
    head: around.head,
    knownIssue: around['known-issue'],
    written: value,
    ...text.position(path),
    depth: place.depth,
    file: source.chain.length > 1 ? source.file : undefined,
    block: content.kind === 'block' ? content.reading.block : undefined,
  };
  reading.places.set(step, { text, path });
  return step;
}

/** The one action or block that a step is. */
function readContent(
  value: Readonly<Record<string, unknown>>,
  keys: readonly string[],
  place: StepPlace,
  reading: Reading,
): Content | undefined {
  const { source, path } = place;
  const { text } = source;
  const known = keys.filter((key) => words.has(key) || blockWords.has(key));
  const [first, second] = known;
  const block = first === undefined ? undefined : blockWords.get(first);
  const others = keys.filter((key) => !known.includes(key));
  const strange = others.filter((key) => !standsBeside(key, block));
  for (const key of strange) {
    reading.mistakes.push(text.mistakeAtKey(path, key, describeUnknown(key, keys)));
  }
  if (first === undefined) {
    const message = `a step needs an action: ${wordList()}`;
    if (strange.length === 0) reading.mistakes.push(text.mistake(path, message));
    return undefined;
  }
  if (second !== undefined) {
    const message = `a step has one action, this one has ${known.length}: ${known.join(', ')}`;
    reading.mistakes.push(text.mistakeAtKey(path, second, message));
    return undefined;
  }
  if (block) {
    const found = readBlock(block, value, place, reading);
    const looks = found === undefined || conditionsOf(found.block).length > 0;
    for (const key of onlyBesideLooks) {
      if (looks || !Object.hasOwn(value, key)) continue;
      const message = `${key} says where to look, and ${first} does not look: say it at the steps in it`;
      reading.mistakes.push(text.mistakeAtKey(path, key, message));
    }
    return found && { kind: 'block', word: block, reading: found };
  }
  const action = readWord(first, value[first], place, reading);
  return action && { kind: 'action', action };
}

function readWord(
  key: string,
  given: unknown,
  { source, path }: StepPlace,
  reading: Reading,
): Action | undefined {
  const word = words.get(key);
  if (!word) return undefined;
  const isShort = word.short !== undefined && given !== null && !isMapping(given);
  const mapping = isShort && word.short ? { [word.short]: given } : (given ?? {});
  const { action, mistakes } = readAction(word, mapping, source.secrets.has(placeKey(path)));
  const unknown = findHoles(mapping).flatMap(({ name, path: at }) =>
    reading.variables.has(name)
      ? []
      : [{ path: at, message: describeUnknownVariable(name, reading.variables) }],
  );
  for (const mistake of [...mistakes, ...unknown]) {
    const at = isShort ? mistake.path.slice(1) : mistake.path;
    reading.mistakes.push(source.text.point({ ...mistake, path: at }, [...path, key]));
  }
  return unknown.length === 0 ? action : undefined;
}

function readBeside(
  value: Readonly<Record<string, unknown>>,
  actions: readonly string[],
  { source, path }: StepPlace,
  mistakes: Diagnostic[],
): z.output<typeof beside> | undefined {
  const entries = Object.entries(value).filter(([key]) => !actions.includes(key));
  const around = readWith(beside, Object.fromEntries(entries));
  if (around.success) return around.data;
  const found = explainIssues(around.error.issues, Object.keys(besideAction));
  mistakes.push(...found.map((mistake) => source.text.point(mistake, path)));
  return undefined;
}

function describeNoStep(value: unknown): string {
  const example = typeof value === 'string' && words.has(value) ? `${value}: ...` : 'press: enter';
  return `expected a step such as "- ${example}", got ${show(value)}`;
}

/** Beside an action, a key may be meant to be anything; alone, it can only be an action. */
function describeUnknown(key: string, keys: readonly string[]): string {
  const owners = [...blockWords.values()].filter((word) => standsBeside(key, word));
  if (owners.length > 0) {
    return `${key} stands beside ${owners
      .map((word) => word.key)
      .join(', ')
      .replace(/, ([^,]*)$/, ' or $1')}`;
  }
  const block = keys.map((other) => blockWords.get(other)).find((word) => word !== undefined);
  const around = [...(block?.beside.map((part) => part.key) ?? []), ...Object.keys(besideAction)];
  const near = didYouMean(key, [...stepKeys(), ...around]);
  if (keys.some((other) => words.has(other) || blockWords.has(other))) {
    const what = block ? `Beside ${block.key}` : 'Beside an action';
    return `unknown key ${show(key)}.${near} ${what}: ${around.join(', ')}`;
  }
  return `unknown step ${show(key)}.${near || ` Known: ${wordList()}`}`;
}

function standsBeside(key: string, block: BlockWord | undefined): boolean {
  return block?.beside.some((part) => part.key === key) ?? false;
}

/** Every word that a step can be. */
export function stepKeys(): string[] {
  return [...words.keys(), ...blockWords.keys()];
}

function wordList(): string {
  return stepKeys().join(', ');
}
