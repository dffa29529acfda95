import { randomUUID } from 'node:crypto';
import { copyFile, lstat, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { explain, MachineError } from '../../errors.ts';
import type { PictureRef } from '../../runner/events.ts';
import type { RunSummary, StepRound, StepSummary } from '../fold.ts';
import { isPictureRef, listPictures, type PictureSizes, readPictureSize } from '../picture-refs.ts';
import { readTrace, type TraceLine } from '../trace.ts';
import { writeDataScript } from './data-script.ts';
import { drawIndexPage } from './index-page.ts';
import { isSerialLog, makePageAttempt } from './page-attempt.ts';
import { listAttempts, makePageRun, type NumberedAttempt } from './page-run.ts';

/** The page as `npm run build` makes it, from here and from the built command alike. */
const builtPage = join(import.meta.dirname, '../../../dist/report-page');

/**
 * Writes `report/` into the run's folder, whole or not at all: a page that opens from disk, and what it
 * shows, one file for each attempt. Pictures stay where they are.
 * @returns the path of its index.html
 * @throws MachineError `report-not-built`, or what the file system says
 */
export async function writeHtml(runFolder: string, summary: RunSummary): Promise<string> {
  const folder = join(runFolder, 'report');
  const draft = join(runFolder, `report-${randomUUID()}.tmp`);
  try {
    await mkdir(join(draft, 'data'), { recursive: true });
    await writeFile(join(draft, 'index.html'), drawIndexPage());
    for (const file of ['app.js', 'app.css']) await copyBuilt(file, draft);
    await writeData(draft, runFolder, summary);
    await putInPlace(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
  return join(folder, 'index.html');
}

/** The old one is gone only when the new one is there; what is no folder is not ours to take away. */
async function putInPlace(draft: string, folder: string): Promise<void> {
  const old = `${draft}.old`;
  const there = await lstat(folder).catch(() => undefined);
  if (there?.isDirectory()) await rename(folder, old);
  await rename(draft, folder);
  await rm(old, { recursive: true, force: true });
}

async function copyBuilt(file: string, folder: string): Promise<void> {
  await copyFile(join(builtPage, file), join(folder, file)).catch((cause) => {
    throw new MachineError('report-not-built', `the report's page is missing: ${explain(cause)}`, {
      hint: 'in a working copy of Guestwright, run: npm run build',
      cause,
    });
  });
}

async function writeData(draft: string, runFolder: string, summary: RunSummary): Promise<void> {
  const write = (name: string, value: unknown) =>
    writeFile(join(draft, 'data', `${name}.js`), writeDataScript(name, value));
  const sizes = new SizeReader(runFolder);
  const compared = new Set<PictureRef>();
  for (const [number, each] of listAttempts(summary).entries()) {
    const trace = await readTrace(runFolder, each.attempt.trace);
    const serialTail = await readTail(runFolder, each.attempt.serialLog);
    const pictures = listAll(each, trace);
    const files = {
      trace,
      sizes: await sizes.of(pictures),
      ...(serialTail !== undefined && { serialTail }),
    };
    await write(String(number), makePageAttempt(each, summary.sources, files));
    for (const picture of listCompared(each)) compared.add(picture);
  }
  await write(
    'summary',
    makePageRun(summary, (picture) => sizes.has(picture)),
  );
  for (const picture of compared) {
    const bytes = await readFile(join(runFolder, picture)).catch(() => undefined);
    if (bytes) await write(pixelsName(picture), bytes.toString('base64'));
  }
}

/** A page from disk may show pictures but not read them: those whose pixels it tells are there as data. */
function pixelsName(picture: PictureRef): string {
  return picture.replace(/^frames\/(.*)\.png$/, 'pixels-$1');
}

function listCompared({ attempt }: NumberedAttempt): PictureRef[] {
  return roundsOf(attempt.steps).flatMap(({ screen }) =>
    screen?.expected === undefined ? [] : [screen.expected, screen.actual].filter(isPictureRef),
  );
}

function listAll({ attempt }: NumberedAttempt, trace: readonly TraceLine[]): Set<PictureRef> {
  const traced = trace.flatMap((line) => (line.type === 'frame' ? [line.picture] : []));
  return new Set([...roundsOf(attempt.steps).flatMap(listPictures), ...traced]);
}

function roundsOf(steps: readonly StepSummary[]): Omit<StepRound, 'round'>[] {
  return steps.flatMap((step): readonly Omit<StepRound, 'round'>[] => step.rounds ?? [step]);
}

/** Reads each picture's size once, whoever asks. */
class SizeReader {
  readonly #runFolder: string;
  readonly #there = new Set<PictureRef>();
  readonly #read = new Map<PictureRef, ReturnType<typeof readPictureSize>>();

  constructor(runFolder: string) {
    this.#runFolder = runFolder;
  }

  async of(pictures: ReadonlySet<PictureRef>): Promise<PictureSizes> {
    const entries = [...pictures].filter(isPictureRef).map(async (picture) => {
      const reading = this.#read.get(picture) ?? readPictureSize(this.#runFolder, picture);
      this.#read.set(picture, reading);
      return [picture, await reading] as const;
    });
    const read = await Promise.all(entries);
    const known = read.flatMap(([picture, size]) => (size ? [[picture, size] as const] : []));
    for (const [picture] of known) this.#there.add(picture);
    return new Map(known);
  }

  /** Of those that were asked for. */
  has(picture: PictureRef): boolean {
    return this.#there.has(picture);
  }
}

/** A page is no place for more of a log; the log itself is one click away. */
const TAIL_BYTES = 64 * 1024;

async function readTail(runFolder: string, log: string | undefined): Promise<string | undefined> {
  if (log === undefined || !isSerialLog(log)) return undefined;
  try {
    await using file = await open(join(runFolder, log));
    const { size } = await file.stat();
    const from = Math.max(0, size - TAIL_BYTES);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(TAIL_BYTES), 0, TAIL_BYTES, from);
    return buffer.subarray(0, bytesRead).toString('latin1');
  } catch {
    return undefined;
  }
}
