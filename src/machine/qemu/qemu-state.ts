import { constants } from 'node:fs';
import { chmod, copyFile } from 'node:fs/promises';
import type { Disk } from '../machine-files.ts';
import { diskFileOf, memoryFileOf, notRunning, stateNotWritten } from '../saved-state.ts';
import { type Migration, migrateFromFile, migrateToFile } from './migrate.ts';

/**
 * Saves the guest and what it has written to its disks into a folder that is there and empty; it runs on
 * afterwards. A `StepError` `not-running` where it stands still: nobody could tell how to go on.
 */
export async function saveQemuState(
  folder: string,
  disks: readonly Disk[],
  migration: Migration,
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

/** Takes the guest from a state's folder and lets it run. */
export async function loadQemuState(folder: string, migration: Migration): Promise<void> {
  await migrateFromFile(memoryFileOf(folder), migration);
  await migration.client.execute('cont', {}, { signal: migration.signal });
}
