import type { Action } from './action.ts';
import { type BlockReading, type BlockWord, conditionsOf } from './block.ts';

/** A block as the action of its step: what it needs and how it is checked. The runner does it. */
export function toAction(word: BlockWord, { title, block }: BlockReading): Action {
  const conditions = conditionsOf(block);
  const screens = conditions.flatMap((condition) => condition.screens);
  return {
    key: word.key,
    title,
    screens: screens.map(({ name }) => name),
    screenPaths: new Map(screens.map(({ name, path }) => [name, path])),
    pictures: conditions.flatMap((condition) =>
      condition.pictures.map(({ name, path }) => ({ name, key: word.key, path })),
    ),
    secret: false,
    waits: word.waits,
    sets: [],
    check: (expected) => conditions.flatMap(({ check }) => check(expected)),
    plan: () => [],
    run: () => Promise.reject(new Error(`${word.key} has steps: the runner does them`)),
  };
}
