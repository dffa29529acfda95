import { mergeRuns } from '../../report/merge-runs.ts';
import { writeReports } from '../../report/write-reports.ts';
import { loadProject } from '../../scenario/parse/project.ts';
import { exitCodes } from '../exit-code.ts';
import { type ReportFlags, readReportFlags } from '../flags/report-flags.ts';
import { sayBeside, tellWhere } from '../say.ts';

/** Makes one run of the runs of several shards, and says how it went. */
export async function merge(runs: readonly string[], flags: ReportFlags): Promise<number> {
  const settings = readReportFlags(flags);
  const say = sayBeside(settings);
  const project = await loadProject('.', process.env);
  const { path, missing } = await mergeRuns(runs, project.resultsDir);
  const written = await writeReports(path, settings);
  const { counts, verdict } = written.summary;
  for (const id of missing) say(`in no shard: ${id}`);
  const found = Object.entries(counts).filter(([, n]) => n > 0);
  say(found.map(([state, n]) => `${n} ${state.replaceAll('-', ' ')}`).join(', '));
  tellWhere(settings, written);
  return exitCodes[verdict];
}
