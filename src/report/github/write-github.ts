import { appendFile, stat } from 'node:fs/promises';
import type { RunSummary } from '../fold.ts';
import { readPictureSize } from '../picture-refs.ts';
import { cannotWrite, writeWhole } from '../write-whole.ts';
import { listSummaryPictures, renderStepSummary } from './github-summary.ts';

/** GitHub drops a summary that is larger, whole. Other lines of the same step stand in the same file. */
const MOST_BYTES = 1024 * 1024 - 1024;

/** Where the summary goes: a file that is ours, or one that the step's other commands write to, too. */
export type SummaryFile =
  | { readonly kind: 'own'; readonly path: string }
  | { readonly kind: 'shared'; readonly path: string };

/** @throws MachineError `report-not-writable` */
export async function writeStepSummary(
  file: SummaryFile,
  summary: RunSummary,
  places: { readonly runFolder: string; readonly folder: string; readonly url?: string },
): Promise<void> {
  const { runFolder, ...shown } = places;
  const read = listSummaryPictures(summary).map(async (picture) => {
    const size = await readPictureSize(runFolder, picture);
    return size ? [[picture, size] as const] : [];
  });
  const sizes = new Map((await Promise.all(read)).flat());
  const isShared = file.kind === 'shared';
  const there = isShared ? await stat(file.path).catch(() => undefined) : undefined;
  const mostBytes = MOST_BYTES - (there?.size ?? 0);
  const text = renderStepSummary(summary, { ...shown, sizes, mostBytes });
  if (isShared) await appendFile(file.path, text).catch(cannotWrite);
  else await writeWhole(file.path, text);
}
