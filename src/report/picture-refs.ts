import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { PictureRef } from '../runner/events.ts';
import type { Size } from '../screen/compare.ts';
import { readPngSize } from '../screen/files/png.ts';
import type { StepRound } from './fold.ts';

/** The size of every picture that is there and can be read. */
export type PictureSizes = ReadonlyMap<PictureRef, Size>;

/** Whether it names a picture of the run and nothing else on the disk or the network. */
export function isPictureRef(ref: string): boolean {
  return /^frames\/[0-9a-f]+\.png$/.test(ref);
}

/** Every picture that the step names, each once, what it expected before what was there. */
export function listPictures({
  picture,
  screen,
  search,
}: Pick<StepRound, 'picture' | 'screen' | 'search'>): PictureRef[] {
  const compared = [screen?.expected, screen?.actual, screen?.diff, screen?.nearest?.actual];
  const looked = [screen?.lookalike?.picture, search?.picture, search?.actual];
  const refs = [...compared, ...looked, picture];
  return [...new Set(refs.filter((ref) => ref !== undefined))].filter(isPictureRef);
}

/** Its size by its first bytes; undefined when it is missing or broken. */
export async function readPictureSize(
  runFolder: string,
  ref: PictureRef,
): Promise<Size | undefined> {
  const file = join(runFolder, ref);
  try {
    await using handle = await open(file);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(33), 0, 33, 0);
    return readPngSize(buffer.subarray(0, bytesRead), file);
  } catch {
    return undefined;
  }
}
