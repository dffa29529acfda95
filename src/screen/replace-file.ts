import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/**
 * Puts the bytes there, whole or not at all, and makes the folders that are missing.
 * @returns the first folder that was made, if any
 */
export async function replaceFile(file: string, bytes: Uint8Array): Promise<string | undefined> {
  const draft = `${file}.${randomUUID()}.tmp`;
  const made = await mkdir(path.dirname(file), { recursive: true });
  try {
    await writeDurably(draft, bytes);
    await rename(draft, file);
    return made;
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  await using handle = await open(file, 'wx');
  await handle.writeFile(bytes);
  await handle.sync();
}
