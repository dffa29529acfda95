import { createHash, randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodePngAsync } from '../screen/files/encode-png-async.ts';
import type { Frame } from '../screen/frame.ts';
import type { PictureRef } from './events.ts';
import { resultsNotWritable } from './results-error.ts';

/** The same for the same pixels, in every run. */
export function nameByContent({ width, height, data }: Frame): PictureRef {
  const hash = createHash('sha256').update(`${width}x${height}`).update(data);
  return `frames/${hash.digest('hex').slice(0, 20)}.png`;
}

/** Keeps frames as PNG files named by their content, each once and whole. */
export class Pictures {
  readonly #folder: string;
  readonly #kept = new Set<PictureRef>();
  readonly #writes = new Set<Promise<void>>();
  #failure: unknown;

  constructor(runFolder: string) {
    this.#folder = runFolder;
  }

  /** What it is called, if it is kept already. */
  find(frame: Frame): PictureRef | undefined {
    const ref = nameByContent(frame);
    return this.#kept.has(ref) ? ref : undefined;
  }

  /** The name is known at once; the file is there after `flush`. */
  keep(frame: Frame): PictureRef {
    const ref = nameByContent(frame);
    if (!this.#kept.has(ref)) {
      this.#kept.add(ref);
      const write = this.#write(ref, frame).catch((error) => {
        this.#failure ??= error;
      });
      this.#writes.add(write);
      void write.then(() => this.#writes.delete(write));
    }
    return ref;
  }

  /**
   * Resolves when all that was kept so far is on the disk.
   * @throws MachineError `results-not-writable`
   */
  async flush(): Promise<void> {
    await Promise.all(this.#writes);
    if (this.#failure !== undefined) throw resultsNotWritable(this.#failure);
  }

  async #write(ref: PictureRef, frame: Frame): Promise<void> {
    const file = join(this.#folder, ref);
    const draft = `${file}.${randomUUID()}.tmp`;
    try {
      await writeFile(draft, await encodePngAsync(frame));
      await rename(draft, file);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  }
}
