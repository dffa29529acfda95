import { randomBytes } from 'node:crypto';
import { closeSync, ftruncateSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, systemClock } from '../clock.ts';
import type { MachineError } from '../errors.ts';
import type { RunEvent, Untimed } from './events.ts';
import { resultsNotWritable } from './results-error.ts';

export const EVENTS_FILE = 'events.ndjson';

/** Keys of events whose text is ours: a short secret may stand in them by chance. */
const names: ReadonlySet<string> = new Set([
  ...['type', 'kind', 'verdict', 'code', 'action', 'run', 'guestwright', 'scenario', 'id', 'file'],
  ...['picture', 'baseline', 'expected', 'actual', 'diff', 'serialLog', 'trace'],
]);

/** Everything a run leaves, under one folder of its own. */
export class RunFolder {
  readonly name: string;
  readonly path: string;
  readonly #events: number;
  readonly #listeners: readonly ((event: RunEvent) => void)[];
  readonly #secrets: readonly string[];
  readonly #clock: Clock;
  readonly #startedAt = Date.now();
  readonly #startedMs: number;
  /** Of the whole lines, in bytes. */
  #size = 0;
  #failure: MachineError | undefined;

  /**
   * Makes `<resultsDir>/<time>-<random>`; names sort by time.
   * @throws MachineError `results-not-writable`
   */
  constructor(
    resultsDir: string,
    listeners: readonly ((event: RunEvent) => void)[],
    secrets: readonly string[] = [],
    clock: Clock = systemClock,
  ) {
    this.#listeners = listeners;
    this.#secrets = secrets;
    this.#clock = clock;
    this.#startedMs = clock.now();
    try {
      mkdirSync(resultsDir, { recursive: true });
      this.name = makeOwnFolder(resultsDir);
      this.path = join(resultsDir, this.name);
      mkdirSync(join(this.path, 'frames'));
      this.#events = openSync(join(this.path, EVENTS_FILE), 'ax');
    } catch (cause) {
      throw resultsNotWritable(cause);
    }
  }

  /**
   * Writes one whole line at once, so that a crash can cost only the event under way, and tells it. A
   * secret's text becomes dots wherever it stands: whatever a guest or a message says, it goes no
   * further. After a line that could not be written, which leaves nothing behind, there is no other.
   * @throws MachineError `results-not-writable`
   */
  emit(event: Untimed<RunEvent>): void {
    if (this.#failure) throw this.#failure;
    const line = JSON.stringify({ at: this.#now(), ...event }, (key, value) =>
      typeof value === 'string' && !names.has(key) ? this.#redact(value) : value,
    );
    this.#append(Buffer.from(`${line}\n`));
    const timed: RunEvent = JSON.parse(line);
    for (const listener of this.#listeners) listener(timed);
  }

  /** The time of day when the run started, and from there on a clock that nobody sets. */
  #now(): number {
    return Math.round(this.#startedAt + this.#clock.now() - this.#startedMs);
  }

  #append(line: Buffer): void {
    try {
      let written = 0;
      while (written < line.length) written += writeSync(this.#events, line, written);
      this.#size += line.length;
    } catch (cause) {
      this.#failure = resultsNotWritable(cause);
      ftruncateSync(this.#events, this.#size);
      throw this.#failure;
    }
  }

  #redact(text: string): string {
    return this.#secrets.reduce((rest, secret) => rest.replaceAll(secret, '••••••'), text);
  }

  close(): void {
    closeSync(this.#events);
  }
}

/** Two runs may start within the same millisecond, with the same four random letters. */
function makeOwnFolder(resultsDir: string): string {
  for (let tries = 1; ; tries += 1) {
    const time = new Date().toISOString().slice(0, 23).replaceAll(/[:.]/g, '-');
    const name = `${time}-${randomBytes(2).toString('hex')}`;
    try {
      mkdirSync(join(resultsDir, name));
      return name;
    } catch (error) {
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EEXIST';
      if (!isTaken || tries === MOST_NAMES) throw error;
    }
  }
}

const MOST_NAMES = 100;

/** The runs in a results folder, newest first. */
export async function listRuns(resultsDir: string): Promise<string[]> {
  const entries = await readdir(resultsDir, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return names
    .filter((name) => /^\d{4}-\d\d-\d\dT/.test(name))
    .toSorted()
    .toReversed();
}
