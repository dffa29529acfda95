import { readFile, rm, rmdir } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { explain, MachineError, ScenarioError } from '../../errors.ts';
import { replaceFile } from '../../screen/replace-file.ts';

/** A file's bytes before and after; undefined where it is not there. */
export interface FileChange {
  readonly file: string;
  readonly before: Buffer | undefined;
  readonly after: Buffer | undefined;
}

/** Changes that are on the disk, and what it takes to take them back. */
export interface Written {
  readonly changes: readonly FileChange[];
  /** Of each change, the first folder that it made. */
  readonly folders: ReadonlyMap<string, string>;
}

/** The file's bytes; undefined when there is none. */
export async function readIfThere(file: string): Promise<Buffer | undefined> {
  return readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
}

/**
 * Writes each file whole, and all of them or none.
 * @throws MachineError `baseline-not-writable`
 */
export async function writeChanges(changes: readonly FileChange[]): Promise<Written> {
  const folders = new Map<string, string>();
  const done: FileChange[] = [];
  try {
    for (const change of changes) {
      const made = await putBytes(change.file, change.after);
      if (made !== undefined) folders.set(change.file, made);
      done.push(change);
    }
    return { changes, folders };
  } catch (cause) {
    await restore({ changes: done, folders }).catch(() => undefined);
    const message = `a baseline cannot be written: ${explain(cause)}`;
    throw new MachineError('baseline-not-writable', message, { cause });
  }
}

/**
 * Brings back what was there before, byte for byte, also that a folder was not there.
 * @throws ScenarioError `conflict` when a file is no longer what was written; then nothing is changed
 */
export async function takeBack(written: Written): Promise<void> {
  await checkUnchanged(reverse(written.changes));
  await restore(written);
}

/** The changes that lead back. */
export function reverse(changes: readonly FileChange[]): FileChange[] {
  return changes
    .toReversed()
    .map(({ file, before, after }) => ({ file, before: after, after: before }));
}

/** @throws ScenarioError `conflict` where a file is not what it is to be before the first change of it */
export async function checkUnchanged(changes: readonly FileChange[]): Promise<void> {
  const seen = new Set<string>();
  for (const { file, before } of changes) {
    if (seen.has(file)) continue;
    seen.add(file);
    const there = await readIfThere(file);
    if (there === before || (there && before && there.equals(before))) continue;
    throw new ScenarioError('conflict', `${relative('.', file)} has been changed since`, {
      hint: 'undo it with git, or by hand',
    });
  }
}

async function restore({ changes, folders }: Written): Promise<void> {
  for (const { file, before } of changes.toReversed()) {
    await putBytes(file, before);
    const made = folders.get(file);
    if (made !== undefined) await removeEmpty(dirname(file), made);
  }
}

async function putBytes(file: string, bytes: Buffer | undefined): Promise<string | undefined> {
  if (bytes) return replaceFile(file, bytes);
  await rm(file, { force: true });
  return undefined;
}

/** From the innermost outwards, as long as nothing else has come into them. */
async function removeEmpty(folder: string, last: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch {
    return;
  }
  if (folder !== last) await removeEmpty(dirname(folder), last);
}
