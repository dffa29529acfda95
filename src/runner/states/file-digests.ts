import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';

const CHUNK_BYTES = 1024 * 1024;
/** Images and states of a large project; those known longest are forgotten. */
const MOST_FILES = 1000;

const memory = z.record(z.string(), z.object({ stamp: z.string(), sha256: z.string() }));

/**
 * The SHA-256 of files. What it has read once it knows by path, inode, size and the times of its last changes,
 * so that an image of gigabytes is read once and not each run. What cannot be remembered is read again.
 */
export class FileDigests {
  readonly #file: string;
  #known: Map<string, { readonly stamp: string; readonly sha256: string }> | undefined;

  /** @param file where it is remembered */
  constructor(file: string) {
    this.#file = file;
  }

  async of(path: string, signal?: AbortSignal): Promise<string> {
    const stamp = await stampOf(path);
    const known = (await this.#recall()).get(path);
    if (known?.stamp === stamp) return known.sha256;
    const sha256 = await digestFile(path, signal);
    await this.#remember(path, stamp, sha256);
    return sha256;
  }

  /** For a file whose digest was worked out where it was before. */
  async note(path: string, sha256: string): Promise<void> {
    await this.#remember(path, await stampOf(path), sha256);
  }

  async #recall() {
    this.#known ??= await this.#read();
    return this.#known;
  }

  async #read() {
    try {
      return new Map(Object.entries(memory.parse(JSON.parse(await readFile(this.#file, 'utf8')))));
    } catch {
      return new Map<string, { stamp: string; sha256: string }>();
    }
  }

  /** Another run may have learned others meanwhile; whose write is lost reads its files again. */
  async #remember(path: string, stamp: string, sha256: string): Promise<void> {
    const known = await this.#read();
    known.delete(path);
    known.set(path, { stamp, sha256 });
    this.#known = known;
    const draft = `${this.#file}.${process.pid}`;
    try {
      await mkdir(dirname(this.#file), { recursive: true });
      await writeFile(draft, JSON.stringify(Object.fromEntries([...known].slice(-MOST_FILES))));
      await rename(draft, this.#file);
    } catch {
      await rm(draft, { force: true }).catch(() => {});
    }
  }
}

export async function digestFile(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  const bytes = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  await pipeline(bytes, hash, signal ? { signal } : {});
  return hash.digest('hex');
}

async function stampOf(path: string): Promise<string> {
  const { ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
  return [ino, size, mtimeNs, ctimeNs].join(' ');
}
