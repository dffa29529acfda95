import { basename, dirname, join, relative, resolve } from 'node:path';
import { ScenarioError } from '../errors.ts';
import { listRuns } from '../runner/run-folder.ts';
import type { Project } from '../scenario/parse/project.ts';

/** The folder of a run by its name or its path, or of the newest run. */
export async function findRun(project: Project, name: string | undefined): Promise<string> {
  const runs = await listRuns(project.resultsDir);
  const run = name === undefined ? runs[0] : nameOf(name, project);
  const folder = relative('.', project.resultsDir) || '.';
  const newest = runs[0];
  if (run === undefined || newest === undefined) {
    throw new ScenarioError('no-run', `there is no run in ${folder}`, {
      hint: 'make one with: guestwright run',
    });
  }
  if (!runs.includes(run)) {
    throw new ScenarioError('no-run', `there is no run ${JSON.stringify(run)} in ${folder}`, {
      hint: `the newest is ${newest}`,
    });
  }
  return join(project.resultsDir, run);
}

function nameOf(run: string, { resultsDir }: Project): string {
  const path = resolve(run);
  return dirname(path) === resultsDir ? basename(path) : run;
}
