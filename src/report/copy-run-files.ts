import { copyFile, lstat, mkdir, readdir } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import type { ScenarioEvent } from '../runner/events.ts';
import { resultsNotWritable } from '../runner/results-error.ts';
import { isPictureRef } from './picture-refs.ts';

interface Source {
  readonly folder: string;
  readonly events: readonly ScenarioEvent[];
}

/**
 * Copies what runs have left beside their events: pictures, which are named by their content, once; logs
 * and traces under a name that is free. Gives back their events, with these names. Nothing is read from
 * outside the runs' folders, nor through a link.
 * @throws MachineError `results-not-writable`
 */
export async function copyFiles(
  sources: readonly Source[],
  target: string,
): Promise<ScenarioEvent[][]> {
  try {
    const taken = new Set<string>();
    const renamed: ScenarioEvent[][] = [];
    for (const source of sources) {
      await copyPictures(source.folder, target);
      renamed.push(await copyLogs(source, target, taken));
    }
    return renamed;
  } catch (error) {
    throw resultsNotWritable(error);
  }
}

async function copyPictures(folder: string, target: string): Promise<void> {
  const names = await readdir(join(folder, 'frames')).catch(() => []);
  for (const name of names) {
    const ref = `frames/${name}`;
    if (isPictureRef(ref)) await copyPlainFile(join(folder, ref), join(target, ref));
  }
}

async function copyLogs(
  { folder, events }: Source,
  target: string,
  taken: Set<string>,
): Promise<ScenarioEvent[]> {
  const copyNamed = async (path: string, kind: 'serial' | 'trace') => {
    if (path !== `${kind}/${basename(path)}`) return path;
    const free = findFree(path, taken);
    taken.add(free);
    await mkdir(join(target, kind), { recursive: true });
    await copyPlainFile(join(folder, path), join(target, free));
    return free;
  };
  const renamed: ScenarioEvent[] = [];
  for (const event of events) {
    if (event.type !== 'scenario-finished') {
      renamed.push(event);
      continue;
    }
    const { serialLog, trace } = event;
    renamed.push({
      ...event,
      ...(serialLog !== undefined && { serialLog: await copyNamed(serialLog, 'serial') }),
      ...(trace !== undefined && { trace: await copyNamed(trace, 'trace') }),
    });
  }
  return renamed;
}

function findFree(path: string, taken: ReadonlySet<string>): string {
  const ending = extname(path);
  const name = basename(path, ending);
  let free = path;
  for (let next = 2; taken.has(free); next += 1) {
    free = `${dirname(path)}/${name}~${next}${ending}`;
  }
  return free;
}

/** What is missing, or no plain file, is left out: the reports say so where they need it. */
async function copyPlainFile(from: string, to: string): Promise<void> {
  const found = await lstat(from).catch(() => undefined);
  if (found?.isFile()) await copyFile(from, to);
}
