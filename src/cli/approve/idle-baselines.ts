import { join } from 'node:path';
import { matchedScreens, screenOf } from '../../report/candidates.ts';
import { isTestRun } from '../../report/is-test-run.ts';
import { readEvents } from '../../report/read-events.ts';
import { listRuns } from '../../runner/run-folder.ts';
import { neededScreens } from '../../scenario/parse/load-baselines.ts';
import type { Project } from '../../scenario/parse/project.ts';
import { listSteps, type Scenario } from '../../scenario/scenario.ts';
import { listBaselines } from '../../screen/baselines/baselines.ts';

/** Baselines that do no work. */
export interface IdleBaselines {
  /** No scenario names them. */
  readonly unused: readonly string[];
  /** Screens that scenarios name and that no run has seen. */
  readonly neverMatched: readonly string[];
  /** How many runs were looked through. */
  readonly runs: number;
}

/** Older runs tell little, and reading all of them takes long. */
export const MOST_RUNS = 50;

/** Looks through all scenarios and the newest runs. A variant counts as what its screen counts as. */
export async function findIdleBaselines(
  project: Project,
  scenarios: readonly Scenario[],
): Promise<IdleBaselines> {
  const baselines = await listBaselines(project.baselinesDir);
  const screens = new Set(scenarios.flatMap(namedScreens));
  const used = new Set([...screens, ...scenarios.flatMap(namedPictures), ...bootScreens(project)]);
  const runs = (await listRuns(project.resultsDir)).slice(0, MOST_RUNS);
  const matched = new Set<string>();
  for (const run of runs) {
    const seen = await readMatches(join(project.resultsDir, run));
    for (const name of seen.screens) matched.add(name);
    // What tests name stands in no YAML.
    if (seen.byTests) for (const name of seen.screens) used.add(name);
  }
  return {
    unused: baselines.filter((name) => !used.has(screenOf(name))),
    neverMatched: baselines.filter(
      (name) => screens.has(screenOf(name)) && !matched.has(screenOf(name)),
    ),
    runs: runs.length,
  };
}

function namedScreens(scenario: Scenario): string[] {
  const names = listSteps(scenario).flatMap(neededScreens);
  return names.map((name) => `${scenario.baselinesFolder}/${name}`);
}

function namedPictures({ baselinesFolder, pictures }: Scenario): string[] {
  return [...pictures.keys()].map((name) => `${baselinesFolder}/${name}`);
}

function bootScreens({ machines }: Project): string[] {
  return [...machines.values()].flatMap(({ bootScreen }) => bootScreen ?? []);
}

/** The screens that steps of a run have seen; none where its events cannot be read. */
async function readMatches(runFolder: string) {
  const events = await readEvents(runFolder).catch(() => []);
  const screens = events.flatMap((event) =>
    event.type === 'step-finished' ? matchedScreens(event) : [],
  );
  return { screens, byTests: isTestRun(events) };
}
