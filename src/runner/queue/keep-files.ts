import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readPngSize } from '../../screen/files/png.ts';
import { resultsNotWritable } from '../results-error.ts';

/** Of one log or trace; what comes behind it is left out. */
const LARGEST_FILE = 64 * 1024 * 1024;

/** Puts what workers sent into the run's folder, under names that the run has chosen. */
export class KeptFiles {
  readonly #folder: string;

  constructor(runFolder: string) {
    this.#folder = runFolder;
  }

  /**
   * A PNG file, once and whole; anything else is left out.
   * @param name of its content, in hexadecimal
   * @throws MachineError `results-not-writable`
   */
  async keepPicture(name: string, bytes: Buffer): Promise<void> {
    const file = join(this.#folder, 'frames', `${name}.png`);
    if (existsSync(file) || !isPng(bytes, name)) return;
    const draft = `${file}.${randomUUID()}.tmp`;
    try {
      await writeFile(draft, bytes, { flag: 'wx' });
      await rename(draft, file);
    } catch (cause) {
      await rm(draft, { force: true });
      throw resultsNotWritable(cause);
    }
  }

  /**
   * Puts bytes behind what the file has.
   * @param path below the run's folder, chosen by the run
   * @throws MachineError `results-not-writable`
   */
  async append(path: string, bytes: Buffer): Promise<void> {
    const file = join(this.#folder, path);
    try {
      await mkdir(dirname(file), { recursive: true });
      const size = await stat(file).then(
        (found) => found.size,
        () => 0,
      );
      await appendFile(file, bytes.subarray(0, Math.max(0, LARGEST_FILE - size)));
    } catch (cause) {
      throw resultsNotWritable(cause);
    }
  }
}

function isPng(bytes: Buffer, name: string): boolean {
  try {
    readPngSize(bytes.subarray(0, 33), name);
    return true;
  } catch {
    return false;
  }
}
