import type { z } from 'zod';
import { StepError } from '../../errors.ts';
import { didYouMean } from '../../near-name.ts';
import type { Problem } from '../action.ts';
import type { Condition, ConditionKind, Need, Watcher } from '../condition.ts';
import { event } from '../conditions/event.ts';
import { picture } from '../conditions/picture.ts';
import { screen } from '../conditions/screen.ts';
import { text } from '../conditions/text.ts';
import { fillHoles, findHoles, showHoles, tellVariables } from '../run-variables.ts';
import { show } from '../show.ts';
import { touchesHole } from '../unfilled-action.ts';
import { explainIssues, type Mistake, readWith } from './explain-issue.ts';
import { isMapping } from './read-mapping.ts';
import type { Path } from './yaml-text.ts';

export const conditionKinds: readonly ConditionKind[] = [screen, text, picture, event];

const NOT = 'not';
const ALL_OF = 'all-of';
const keys = [...conditionKinds.map(({ key }) => key), NOT, ALL_OF];
const example = '{ screen: NAME }, { text: TEXT }, { picture: NAME } or { event: NAME }';

/**
 * Reads a condition, and adds what is wrong with it; paths are below the condition. The keys of
 * `beside` may stand in it and are not its own.
 */
export function readCondition(
  all: unknown,
  mistakes: Mistake[],
  beside: readonly string[] = [],
): Condition | undefined {
  if (!isMapping(all)) {
    mistakes.push({ path: [], message: `expected a condition: ${example}, got ${show(all)}` });
    return undefined;
  }
  const value = Object.fromEntries(Object.entries(all).filter(([key]) => !beside.includes(key)));
  const given = Object.keys(value);
  const [first, second] = given.filter((key) => keys.includes(key));
  if (first === undefined || second !== undefined) {
    const near = given.map((key) => didYouMean(key, keys)).find((hint) => hint !== '') ?? '';
    const message =
      first === undefined
        ? `a condition needs one of ${keys.join(', ')}${near && `.${near}`}`
        : `a condition asks one thing, this one asks ${first} and ${second}: join them with all-of`;
    mistakes.push({ path: [], message, ...(second !== undefined && { key: second }) });
    return undefined;
  }
  if (first === NOT || first === ALL_OF) {
    const others = given.filter((key) => key !== first);
    mistakes.push(
      ...others.map((key) => ({
        path: [],
        key,
        message: `unknown key ${show(key)} beside ${first}`,
      })),
    );
    return first === NOT ? readNot(value.not, mistakes) : readAllOf(value[ALL_OF], mistakes);
  }
  const kind = conditionKinds.find(({ key }) => key === first);
  return kind && readKind(kind, value, mistakes, beside);
}

function readNot(value: unknown, mistakes: Mistake[]): Condition | undefined {
  const inner = readBelow(value, [NOT], mistakes);
  if (!inner) return undefined;
  return {
    ...inner,
    title: `not ${inner.title}`,
    shows: undefined,
    watch: async (stage) => {
      const { look } = await inner.watch(stage);
      return {
        look: async (frame, changed) => {
          const { holds } = await look(frame, changed);
          return { holds: !holds, tell: () => 'it shows' };
        },
      };
    },
  };
}

function readAllOf(value: unknown, mistakes: Mistake[]): Condition | undefined {
  if (!Array.isArray(value) || value.length === 0) {
    const message = `expected a list of conditions, got ${show(value)}`;
    mistakes.push({ path: [ALL_OF], message });
    return undefined;
  }
  const inner = value.flatMap((one, index) => readBelow(one, [ALL_OF, index], mistakes) ?? []);
  return {
    title: inner.map(({ title }) => title).join(' and '),
    screens: inner.flatMap(({ screens }) => screens),
    pictures: inner.flatMap(({ pictures }) => pictures),
    shows: inner.find(({ shows }) => shows !== undefined)?.shows,
    check: (expected) => inner.flatMap(({ check }) => check(expected)),
    watch: async (stage) => watchAll(await Promise.all(inner.map((one) => one.watch(stage)))),
  };
}

function watchAll(watchers: readonly Watcher[]): Watcher {
  const missing = watchers.map((one) => one.missing).find((name) => name !== undefined);
  return {
    ...(missing !== undefined && { missing }),
    look: async (frame, changed) => {
      const sights = await Promise.all(watchers.map(({ look }) => look(frame, changed)));
      const failing = sights.filter(({ holds }) => !holds);
      return {
        holds: failing.length === 0,
        tell: () => failing.map(({ tell }) => tell()).join('; '),
      };
    },
  };
}

/** A condition inside another one: all of its paths begin with `at`. */
function readBelow(value: unknown, at: Path, mistakes: Mistake[]): Condition | undefined {
  const own: Mistake[] = [];
  const inner = readCondition(value, own);
  mistakes.push(...own.map((mistake) => ({ ...mistake, path: [...at, ...mistake.path] })));
  return inner && placeBelow(inner, at);
}

/** The same condition, its paths from `at`. */
export function placeBelow(condition: Condition, at: Path): Condition {
  const move = ({ name, path }: Need): Need => ({ name, path: [...at, ...path] });
  const point = (problem: Problem): Problem => ({ ...problem, path: [...at, ...problem.path] });
  return {
    ...condition,
    screens: condition.screens.map(move),
    pictures: condition.pictures.map(move),
    check: (expected) => condition.check(expected).map(point),
  };
}

function readKind(
  kind: ConditionKind,
  value: Record<string, unknown>,
  mistakes: Mistake[],
  beside: readonly string[],
): Condition | undefined {
  const { schema, make } = kind;
  const holes = findHoles(value);
  const result = readWith(schema, value);
  const issues = result.success ? [] : result.error.issues;
  const sound = issues.filter((issue) => !touchesHole(value, issue));
  mistakes.push(...explainIssues(sound, [...Object.keys(schema.shape), ...beside]));
  const named = holes.find(({ path }) => path[0] === 'screen' || path[0] === 'picture');
  if (named) {
    const message = `the name of a ${String(named.path[0])} cannot have a variable in a condition`;
    mistakes.push({ path: named.path, message });
  }
  if (sound.length > 0 || named) return undefined;
  if (holes.length === 0) return result.success ? make(result.data) : undefined;
  return makeLater(
    kind,
    value,
    holes.map(({ name }) => name),
    result,
  );
}

/** A condition whose arguments are known when it is asked. */
function makeLater(
  { key, schema, make }: ConditionKind,
  value: Record<string, unknown>,
  names: readonly string[],
  known: z.ZodSafeParseResult<Record<string, unknown>>,
): Condition {
  const shown = known.success ? make(known.data) : undefined;
  return {
    title: showHoles(shown?.title ?? `${key} ${show(value[key])}`),
    screens: shown?.screens ?? [],
    pictures: shown?.pictures ?? [],
    shows: shown?.shows,
    check: () => [],
    watch: async (stage) => {
      const variables = stage.variables ?? new Map();
      const result = readWith(schema, fillHoles(value, variables));
      if (result.success) return make(result.data).watch(stage);
      const [mistake] = explainIssues(result.error.issues, Object.keys(schema.shape));
      const told = tellVariables(names, variables);
      throw new StepError('bad-variable', `with ${told}: ${mistake?.message}`);
    },
  };
}
