import { findReporter, type ReporterChoice } from '../../report/reporters.ts';
import { writeReports } from '../../report/write-reports.ts';
import { loadProject } from '../../scenario/parse/project.ts';
import { findRun } from '../find-run.ts';
import { type ExportFlags, readExportFlags } from '../flags/export-flags.ts';
import { type ReportFlags, readReportFlags } from '../flags/report-flags.ts';
import { readServeFlags, type ServeFlags } from '../flags/serve-flags.ts';
import { tellWhere } from '../say.ts';
import { serveUntilAsked } from '../serve-until-asked.ts';
import { exportFilm } from './export-film.ts';

/** Writes the reports of a run from its events; at a terminal it then serves the page. */
export async function report(
  runName: string | undefined,
  flags: ReportFlags & ExportFlags & ServeFlags,
): Promise<number> {
  const serving = readServeFlags(flags);
  const film = readExportFlags(flags);
  if (film) return exportFilm(runName, film);
  const settings = readReportFlags(flags);
  const project = await loadProject('.', process.env);
  const runFolder = await findRun(project, runName);
  const reporters = serving ? withPage(settings.reporters) : settings.reporters;
  const written = await writeReports(runFolder, { ...settings, reporters });
  if (serving) await serveUntilAsked(project, runFolder, serving);
  else tellWhere(settings, written);
  return 0;
}

/** The page is what is served. */
function withPage(reporters: readonly ReporterChoice[]): readonly ReporterChoice[] {
  return findReporter(reporters, 'html') ? reporters : [...reporters, { name: 'html' }];
}
