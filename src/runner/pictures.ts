import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame } from '../screen/frame.ts';
import { encodePng } from '../screen/png.ts';
import type { PictureRef } from './events.ts';

/** Keeps frames as PNG files named by their content, each once. */
export class Pictures {
  readonly #folder: string;
  readonly #kept = new Set<PictureRef>();
  readonly #writes: Promise<void>[] = [];

  constructor(runFolder: string) {
    this.#folder = runFolder;
  }

  /** The name is known at once; the file is there after `flush`. */
  keep(frame: Frame): PictureRef {
    const hash = createHash('sha256').update(`${frame.width}x${frame.height}`).update(frame.data);
    const ref = `frames/${hash.digest('hex').slice(0, 20)}.png`;
    if (!this.#kept.has(ref)) {
      this.#kept.add(ref);
      this.#writes.push(writeFile(join(this.#folder, ref), encodePng(frame)));
    }
    return ref;
  }

  async flush(): Promise<void> {
    await Promise.all(this.#writes.splice(0));
  }
}
