import { relative } from 'node:path';
import { ScenarioError } from '../errors.ts';
import { didYouMean } from '../near-name.ts';
import { baseOf } from '../runner/history.ts';
import type { Scenario } from '../scenario/scenario.ts';

export interface Choice {
  readonly grep: RegExp | undefined;
  /** Any of them; none: all scenarios. */
  readonly tags: readonly string[];
  /** The ids that are wanted; undefined: all. */
  readonly ids: ReadonlySet<string> | undefined;
  readonly forbidOnly: boolean;
  readonly repeatEach: number;
}

/**
 * The scenarios that a run is about, in their order, repetitions included.
 * @throws ScenarioError `only-forbidden`, `no-scenarios`
 */
export function chooseScenarios(
  scenarios: readonly Scenario[],
  { grep, tags, ids, forbidOnly, repeatEach }: Choice,
): readonly Scenario[] {
  const only = scenarios.filter((scenario) => scenario.only);
  if (forbidOnly && only.length > 0) {
    const files = only.map(({ file }) => relative('.', file)).join(', ');
    throw new ScenarioError('only-forbidden', `"only: true" stands in ${files}`, {
      hint: 'take it away, or run without --forbid-only',
    });
  }
  const chosen = (only.length > 0 ? only : scenarios)
    .filter(({ id, name }) => !grep || grep.test(id) || grep.test(name))
    .filter((scenario) => tags.length === 0 || tags.some((tag) => scenario.tags.includes(tag)));
  if (chosen.length === 0) throw noneLeft(scenarios, grep, tags);
  const repeated = chosen.flatMap((scenario) => repeat(scenario, repeatEach));
  if (!ids) return repeated;
  // Without repetitions, a scenario is wanted when one of its repetitions was.
  const wanted = repeatEach > 1 ? ids : new Set([...ids].map(baseOf));
  return repeated.filter(({ id }) => wanted.has(id));
}

function repeat(scenario: Scenario, times: number): Scenario[] {
  return Array.from({ length: times }, (_, index) =>
    index === 0 ? scenario : { ...scenario, id: `${scenario.id}#${index + 1}` },
  );
}

function noneLeft(
  scenarios: readonly Scenario[],
  grep: RegExp | undefined,
  tags: readonly string[],
): ScenarioError {
  const known = [...new Set(scenarios.flatMap((scenario) => scenario.tags))].toSorted();
  const unknown = tags.find((tag) => !known.includes(tag));
  if (unknown !== undefined) {
    const near = didYouMean(unknown, known);
    const list = known.length > 0 ? `Known: ${known.join(', ')}` : 'No scenario has one';
    return new ScenarioError(
      'no-scenarios',
      `--tag: no scenario has the tag "${unknown}".${near} ${list}`,
    );
  }
  const flags = [...(grep ? ['--grep'] : []), ...(tags.length > 0 ? ['--tag'] : [])].join(' and ');
  const of = scenarios.length === 1 ? '1 scenario' : `${scenarios.length} scenarios`;
  return new ScenarioError('no-scenarios', `${flags}: none of ${of} fits`);
}
