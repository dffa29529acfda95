import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { GuestwrightError, ScenarioError } from '../../errors.ts';
import { screenOf } from '../../report/candidates.ts';
import { foldRun, type RunSummary, type StepSummary } from '../../report/fold.ts';
import { readEvents } from '../../report/read-events.ts';
import { baseOf } from '../../runner/history.ts';
import { listRuns } from '../../runner/run-folder.ts';
import type { Project } from '../../scenario/parse/project.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { loadScenarios } from '../load.ts';
import { findIdleBaselines, MOST_RUNS } from './idle-baselines.ts';

/**
 * The baselines that no scenario names and no step of the run has looked at, nor any test that is no
 * scenario, such as one of vitest.
 * @throws ScenarioError `not-whole` when the run says too little, `bad-events`
 */
export async function findObsolete(
  project: Project,
  scenarios: readonly Scenario[],
  runFolder: string,
): Promise<string[]> {
  const summary = foldRun(await readEvents(runFolder));
  const reason = whyNotWhole(summary, scenarios);
  if (reason !== undefined) {
    throw new ScenarioError(
      'not-whole',
      `obsolete baselines are told only by a run of everything: ${reason}`,
      { hint: 'run all scenarios to their end: guestwright run' },
    );
  }
  const seen = new Set(seenIn(summary, () => true));
  for (const screen of await seenByTests(project, scenarios)) seen.add(screen);
  const { unused } = await findIdleBaselines(project, scenarios);
  return unused.filter((baseline) => !seen.has(screenOf(baseline)));
}

/** The same for who has not asked: none where that cannot be told. */
export async function listObsolete(runFolder: string): Promise<string[]> {
  try {
    const { project, scenarios, mistakes } = await loadScenarios([]);
    return mistakes.length > 0 ? [] : await findObsolete(project, scenarios, runFolder);
  } catch (error) {
    if (error instanceof GuestwrightError) return [];
    throw error;
  }
}

/** Why a run does not show what the whole suite needs; undefined when it does. */
function whyNotWhole(
  { run, verdict, shard, mergedFrom, scenarios }: RunSummary,
  all: readonly Scenario[],
): string | undefined {
  if (verdict === 'unfinished') return `${run} was cut off`;
  if (shard && !mergedFrom) {
    return `${run} is part ${shard.index} of ${shard.total}, which merge puts together`;
  }
  const ran = new Set(scenarios.map(({ id }) => baseOf(id)));
  const missing = all.filter(({ id }) => !ran.has(id)).map(({ id }) => id);
  if (missing.length > 0) return `${run} is without ${nameSome(missing)}`;
  const undone = scenarios.filter((each) => !toTheEnd.has(each.verdict)).map(({ id }) => id);
  if (undone.length > 0) return `in ${run}, ${nameSome(undone)} did not come to an end`;
  return undefined;
}

/** What a scenario has said by then is what it has to say. */
const toTheEnd: ReadonlySet<string> = new Set(['passed', 'flaky', 'failed', 'known-issue']);

function nameSome([first = '', ...rest]: readonly string[]): string {
  return rest.length === 0 ? first : `${first} and ${rest.length} more`;
}

/** What tests looked at that are still there and are no scenarios: no run of scenarios has them. */
async function seenByTests(
  { resultsDir, root }: Project,
  scenarios: readonly Scenario[],
): Promise<string[]> {
  const known = new Set(scenarios.map(({ file }) => resolve(file)));
  const isTest = (file: string) => {
    const path = resolve(root, file);
    return !/\.ya?ml$/.test(path) && !known.has(path) && existsSync(path);
  };
  const screens: string[] = [];
  for (const run of (await listRuns(resultsDir)).slice(0, MOST_RUNS)) {
    const reading = readEvents(join(resultsDir, run)).then(foldRun);
    const summary = await reading.catch(() => undefined);
    if (summary) screens.push(...seenIn(summary, isTest));
  }
  return screens;
}

function seenIn({ scenarios }: RunSummary, isWanted: (file: string) => boolean): string[] {
  return scenarios
    .filter(({ file }) => isWanted(file))
    .flatMap(({ attempts }) => attempts)
    .flatMap(({ steps }) => steps.flatMap(listRounds))
    .flatMap(({ screen }) => (screen ? [screenOf(screen.baseline)] : []));
}

function listRounds(step: StepSummary): readonly Pick<StepSummary, 'screen'>[] {
  return step.rounds ?? [step];
}
