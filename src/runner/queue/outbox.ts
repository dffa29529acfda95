import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { RunEvent } from '../events.ts';
import type { Pictures } from '../pictures.ts';
import type { Lease } from './lease.ts';

const PART_BYTES = 256 * 1024;
const LARGEST_PICTURE = 32 * 1024 * 1024;
/** Of one log or trace. */
const LARGEST_FILE = 64 * 1024 * 1024;

/** Sends a run what happens to a scenario, in order, and the files that an event names before that event. */
export class Outbox {
  readonly #lease: Lease;
  readonly #folder: string;
  readonly #pictures: Pictures;
  readonly #sent = new Set<string>();
  #sending: Promise<void> = Promise.resolve();

  constructor(lease: Lease, runFolder: string, pictures: Pictures) {
    this.#lease = lease;
    this.#folder = runFolder;
    this.#pictures = pictures;
  }

  push(event: RunEvent): void {
    this.#sending = this.#sending
      .then(() => this.#send(event))
      .catch((error) => this.#lease.lose(error));
  }

  /** Resolves when all is sent, or nobody wants it any more. */
  flush(): Promise<void> {
    return this.#sending;
  }

  async #send(event: RunEvent): Promise<void> {
    if (this.#lease.lost.aborted || event.type === 'run-started') return;
    if (event.type === 'step-finished' || event.type === 'scenario-finished') {
      await this.#pictures.flush();
      await this.#sendPictures();
    }
    if (event.type === 'scenario-finished') {
      if (event.serialLog !== undefined) await this.#sendParts('serial', event.serialLog);
      if (event.trace !== undefined) await this.#sendParts('trace', event.trace);
      if (event.verdict === 'failed' || event.verdict === 'error') await this.#lease.noteTried();
    }
    await this.#lease.tell({ kind: 'event', event });
  }

  async #sendPictures(): Promise<void> {
    const folder = join(this.#folder, 'frames');
    for (const entry of await readdir(folder)) {
      if (!entry.endsWith('.png') || this.#sent.has(entry)) continue;
      this.#sent.add(entry);
      const file = join(folder, entry);
      if ((await stat(file)).size > LARGEST_PICTURE) continue;
      await this.#lease.tellPicture(basename(entry, '.png'), () => readFile(file));
    }
  }

  async #sendParts(of: 'serial' | 'trace', path: string): Promise<void> {
    const file = join(this.#folder, path);
    const info = await stat(file).catch(() => undefined);
    if (!info || info.size === 0) return;
    const reader = createReadStream(file, { highWaterMark: PART_BYTES, end: LARGEST_FILE - 1 });
    for await (const bytes of reader) {
      if (this.#lease.lost.aborted) return;
      await this.#lease.tell({ kind: 'part', of }, bytes);
    }
  }
}
