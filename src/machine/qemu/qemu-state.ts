import { constants } from 'node:fs';
import { chmod, copyFile, open } from 'node:fs/promises';
import type { Disk } from '../machine-files.ts';
import {
  diskFileOf,
  memoryFileOf,
  notRunning,
  stateNotWritten,
  stateUnusable,
} from '../saved-state.ts';
import {
  type Migration,
  migrateFromInherited,
  migrateToFile,
  type SocketMigration,
} from './migrate.ts';

/**
 * Saves the guest and what it has written to its disks into a folder that is there and empty; it runs on
 * afterwards. A `StepError` `not-running` where it stands still: nobody could tell how to go on.
 */
export async function saveQemuState(
  folder: string,
  disks: readonly Disk[],
  migration: SocketMigration,
): Promise<void> {
  const { client, signal } = migration;
  const { running, status } = await client.execute('query-status', {}, { signal });
  if (!running) throw notRunning(status);
  await client.execute('stop', {}, { signal });
  try {
    await migrateToFile(memoryFileOf(folder), migration);
    for (const [index, disk] of disks.entries()) {
      if (!disk.keep) await copyDisk(disk.file, diskFileOf(folder, index));
    }
  } catch (error) {
    // What went wrong first says more than a machine that cannot go on after it.
    await client.execute('cont').catch(() => {});
    throw error;
  }
  await client.execute('cont');
}

/** Where the host can, the copy shares its blocks with the original. */
async function copyDisk(from: string, to: string): Promise<void> {
  try {
    await copyFile(from, to, constants.COPYFILE_FICLONE);
    await chmod(to, 0o600);
  } catch (cause) {
    throw stateNotWritten(cause);
  }
}

/**
 * Starts a QEMU that takes its guest from the memory of a state, where there is one: it inherits the file.
 * @throws MachineError `state-unusable` where that file cannot be read
 */
export async function startWithState<T>(
  folder: string | undefined,
  start: (inherit?: number) => Promise<T>,
): Promise<T> {
  if (folder === undefined) return start();
  const file = await open(memoryFileOf(folder)).catch((cause) => {
    throw stateUnusable('QEMU', cause);
  });
  return start(file.fd).finally(() => file.close());
}

/** Takes the guest from the state that QEMU was started with, and lets it run. */
export async function loadQemuState(migration: Migration): Promise<void> {
  await migrateFromInherited(migration);
  await migration.client.execute('cont', {}, { signal: migration.signal });
}
