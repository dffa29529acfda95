import { relative } from 'node:path';
import { type ExportOptions, exportRun } from '../../report/export/export-run.ts';
import { formatDuration } from '../../report/format-duration.ts';
import { printable } from '../../report/printable.ts';
import { loadProject } from '../../scenario/parse/project.ts';
import { findRun } from '../find-run.ts';

/** Writes a moving picture of a run, and says what is in it and what is not. */
export async function exportFilm(
  runName: string | undefined,
  options: ExportOptions,
): Promise<number> {
  const project = await loadProject('.', process.env);
  const film = await exportRun(await findRun(project, runName), options);
  const { scenarios, untraced, cut, missing } = printable(film);
  const size = `${Math.ceil(film.bytes / 1024)} KiB`;
  const file = relative('.', options.file);
  console.log(`${file}: ${scenarios.join(', ')}; ${formatDuration(film.durationMs)}, ${size}`);
  if (untraced.length > 0) {
    console.log(`Not traced, so there is a picture a step: ${untraced.join(', ')}`);
  }
  if (cut.length > 0)
    console.log(`Recorded in part only, for there was very much: ${cut.join(', ')}`);
  if (missing > 0) console.log(`Pictures that are missing or cannot be read: ${missing}`);
  return 0;
}
