import type { BlockReading, BlockSource, BlockWord } from '../block.ts';
import { describeUnknownVariable, findHoles } from '../run-variables.ts';
import { show } from '../show.ts';
import { explainIssues, type Mistake, readWith } from './explain-issue.ts';
import { includeFile } from './include.ts';
import type { StepPlace } from './parse-step.ts';
import { parseSteps } from './parse-steps.ts';
import { placeBelow, readCondition } from './read-condition.ts';
import { valueAt } from './read-mapping.ts';
import type { Reading } from './reading.ts';
import type { Path } from './yaml-text.ts';

/** Reads a block with the steps in it; undefined where its own part has a mistake. */
export function readBlock(
  word: BlockWord,
  value: Readonly<Record<string, unknown>>,
  place: StepPlace,
  reading: Reading,
): BlockReading | undefined {
  const { text } = place.source;
  for (const { key, needed } of word.beside) {
    if (needed && !Object.hasOwn(value, key)) {
      const message = `the key "${key}" is missing`;
      reading.mistakes.push(text.mistakeAtKey(place.path, word.key, message));
    }
  }
  return word.read(sourceOf(value, place, reading));
}

function sourceOf(
  value: Readonly<Record<string, unknown>>,
  { source, path, depth }: StepPlace,
  reading: Reading,
): BlockSource {
  const { text } = source;
  const add = (mistake: Mistake, at: Path) =>
    reading.mistakes.push(text.point(mistake, [...path, ...at]));
  return {
    value,
    mistake: (at, message) => add({ path: [], message }, at),
    arguments: (at, schema) => {
      const result = readWith(schema, valueAt(value, at));
      if (result.success) return result.data;
      const known = 'shape' in schema ? Object.keys(schema.shape as object) : [];
      for (const mistake of explainIssues(result.error.issues, known)) add(mistake, at);
      return undefined;
    },
    steps: (at) => {
      const list = valueAt(value, at);
      if (list === undefined) return [];
      if (!Array.isArray(list) || list.length === 0) {
        const wrong = Array.isArray(list) ? '' : `expected a list of steps, got ${show(list)}`;
        add({ path: [], message: wrong || 'expected at least one step' }, at);
        return [];
      }
      return parseSteps(list, { source, path: [...path, ...at], depth: depth + 1 }, reading);
    },
    condition: (at, beside = []) => {
      const given = valueAt(value, at);
      const own: Mistake[] = [];
      const condition = readCondition(given, own, beside);
      for (const { name, path: hole } of findHoles(given)) {
        const isBeside = beside.includes(String(hole[0]));
        if (isBeside || reading.variables.has(name)) continue;
        own.push({ path: hole, message: describeUnknownVariable(name, reading.variables) });
      }
      for (const mistake of own) add(mistake, at);
      return condition && own.length === 0 ? placeBelow(condition, at) : undefined;
    },
    include: (file) => includeFile(file, { source, path, depth, with: value.with }, reading),
  };
}
