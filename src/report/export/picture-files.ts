import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PictureRef } from '../../runner/events.ts';
import { decodePng } from '../../screen/files/png.ts';
import type { Frame } from '../../screen/frame.ts';
import { pasteFrame } from '../../screen/patch.ts';
import { regionFits } from '../../screen/regions.ts';
import type { FilmScreen } from './film.ts';

/** The pictures of a run; a whole one is needed again and again until the next. */
export class PictureFiles {
  readonly #missing = new Set<PictureRef>();
  readonly #runFolder: string;
  #last: { readonly ref: PictureRef; readonly frame: Frame | undefined } | undefined;

  constructor(runFolder: string) {
    this.#runFolder = runFolder;
  }

  /** How many of those that were asked for are not there, or cannot be read. */
  get missing(): number {
    return this.#missing.size;
  }

  async show({ picture, parts = [] }: FilmScreen): Promise<Frame | undefined> {
    if (this.#last?.ref !== picture)
      this.#last = { ref: picture, frame: await this.#read(picture) };
    const { frame } = this.#last;
    if (!frame || parts.length === 0) return frame;
    const screen = { ...frame, data: Uint8Array.from(frame.data) };
    for (const { x, y, width, height, picture: ref } of parts) {
      const part = await this.#read(ref);
      const fits = part?.width === width && part.height === height;
      if (fits && regionFits({ x, y, width, height }, frame.width, frame.height)) {
        pasteFrame(screen, part, x, y);
      }
    }
    return screen;
  }

  async #read(ref: PictureRef): Promise<Frame | undefined> {
    try {
      return decodePng(await readFile(join(this.#runFolder, ref)), ref);
    } catch {
      this.#missing.add(ref);
      return undefined;
    }
  }
}
