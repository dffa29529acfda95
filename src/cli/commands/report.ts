import { relative } from 'node:path';
import { writeReports } from '../../report/write-reports.ts';
import { loadProject } from '../../scenario/project.ts';
import { findRun } from '../find-run.ts';

/** Writes the reports of a run from its events. */
export async function report(runName: string | undefined): Promise<number> {
  const project = await loadProject('.', process.env);
  const written = await writeReports(await findRun(project, runName));
  console.log(`Report: ${relative('.', written.html)}`);
  return 0;
}
