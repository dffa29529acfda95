import { basename, dirname, join, resolve } from 'node:path';
import { ScenarioError } from '../errors.ts';
import { listRuns } from '../runner/run-folder.ts';
import type { Project } from '../scenario/project.ts';

/** The folder of a run by its name or its path, or of the newest run. */
export async function findRun(project: Project, name: string | undefined): Promise<string> {
  const runs = await listRuns(project.resultsDir);
  const run = name === undefined ? runs[0] : nameOf(name, project);
  if (run === undefined) {
    throw new ScenarioError('no-run', `there is no run in ${project.resultsDir}`);
  }
  if (!runs.includes(run)) {
    const newest = runs[0] ?? 'none';
    throw new ScenarioError('no-run', `there is no run "${run}"; the newest is ${newest}`);
  }
  return join(project.resultsDir, run);
}

function nameOf(run: string, { resultsDir }: Project): string {
  const path = resolve(run);
  return dirname(path) === resultsDir ? basename(path) : run;
}
