import { writeReports } from '../../report/write-reports.ts';
import { loadProject } from '../../scenario/project.ts';
import { findRun } from '../find-run.ts';
import { type ReportFlags, readReportFlags } from '../report-flags.ts';
import { tellWhere } from '../say.ts';

/** Writes the reports of a run from its events. */
export async function report(runName: string | undefined, flags: ReportFlags): Promise<number> {
  const settings = readReportFlags(flags);
  const project = await loadProject('.', process.env);
  const written = await writeReports(await findRun(project, runName), settings);
  tellWhere(settings, written);
  return 0;
}
