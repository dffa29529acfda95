import { relative } from 'node:path';
import { mergeRuns } from '../../report/merge-runs.ts';
import { writeReports } from '../../report/write-reports.ts';
import { loadProject } from '../../scenario/project.ts';
import { exitCodes } from '../exit-code.ts';

/** Makes one run of the runs of several shards, and says how it went. */
export async function merge(runs: readonly string[]): Promise<number> {
  const project = await loadProject('.', process.env);
  const { path, missing } = await mergeRuns(runs, project.resultsDir);
  const { html, summary } = await writeReports(path);
  for (const id of missing) console.log(`in no shard: ${id}`);
  const counts = Object.entries(summary.counts).filter(([, n]) => n > 0);
  console.log(counts.map(([state, n]) => `${n} ${state.replaceAll('-', ' ')}`).join(', '));
  console.log(`Report: ${relative('.', html)}`);
  return exitCodes[summary.verdict];
}
