import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { explain, MachineError } from '../errors.ts';
import { foldRun, type RunSummary } from './fold.ts';
import { writeHtml } from './html/write-html.ts';
import { renderJunit } from './junit.ts';
import { readEvents } from './read-events.ts';

/** Paths of what was written. */
export interface WrittenReports {
  readonly junit: string;
  readonly html: string;
  readonly summary: RunSummary;
}

/**
 * Writes `junit.xml` and `report/index.html` into the run's folder, each whole or not at all.
 * JUnit names the pictures from the current folder, where CI looks for them, if they are in it.
 * @throws ScenarioError `bad-events`
 * @throws MachineError `events-not-readable`, `report-not-writable`
 */
export async function writeReports(runFolder: string): Promise<WrittenReports> {
  const summary = foldRun(await readEvents(runFolder));
  const junit = await writeWhole(
    join(runFolder, 'junit.xml'),
    renderJunit(summary, nameFromHere(runFolder)),
  );
  const html = await writeHtml(runFolder, summary).catch(cannotWrite);
  return { junit, html, summary };
}

function nameFromHere(folder: string): string {
  const path = relative(process.cwd(), folder);
  const isElsewhere = path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path);
  return (isElsewhere ? resolve(folder) : path || '.').replaceAll(sep, '/');
}

async function writeWhole(file: string, text: string): Promise<string> {
  const draft = `${file}.${randomUUID()}.tmp`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(draft, text);
    await rename(draft, file);
    return file;
  } catch (cause) {
    await rm(draft, { force: true }).catch(() => undefined);
    return cannotWrite(cause);
  }
}

function cannotWrite(cause: unknown): never {
  if (cause instanceof MachineError) throw cause;
  throw new MachineError('report-not-writable', `cannot write the report: ${explain(cause)}`, {
    cause,
  });
}
