import { join } from 'node:path';
import { ScenarioError } from '../errors.ts';
import { foldRun } from '../report/fold.ts';
import { isTestRun } from '../report/is-test-run.ts';
import { hasStarted, readEvents } from '../report/read-events.ts';
import { listRuns } from '../runner/run-folder.ts';

/** The newest run of scenarios that came as far as to say what it is about, and what it leaves to do. */
export interface LastFailed {
  readonly run: string;
  /** Scenarios that failed, that the machine failed, that were interrupted or not run. */
  readonly ids: ReadonlySet<string>;
}

const wanted: ReadonlySet<string> = new Set(['failed', 'error', 'interrupted', 'not-run']);

/** @throws ScenarioError `no-run` */
export async function findLastFailed(resultsDir: string): Promise<LastFailed> {
  for (const run of await listRuns(resultsDir)) {
    const folder = join(resultsDir, run);
    if (!(await hasStarted(folder))) continue;
    const events = await readEvents(folder);
    if (isTestRun(events)) continue;
    const { scenarios } = foldRun(events);
    const left = scenarios.filter(({ verdict }) => wanted.has(verdict));
    return { run, ids: new Set(left.map(({ id }) => id)) };
  }
  throw new ScenarioError('no-run', '--last-failed: there is no run yet', {
    hint: 'make one with: guestwright run',
  });
}
