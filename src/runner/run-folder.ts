import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  writeSync,
} from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Clock, systemClock } from '../clock.ts';
import type { MachineError } from '../errors.ts';
import { replaceFile } from '../screen/replace-file.ts';
import type { RunEvent, Untimed } from './events.ts';
import { resultsNotWritable } from './results-error.ts';
import { redact } from './secrets/redact.ts';
import { SecretTexts } from './secrets/secret-texts.ts';
import type { TraceLine } from './trace/trace-line.ts';
import { writeTraceText } from './trace/trace-text.ts';

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
  readonly secrets: SecretTexts;
  readonly #clock: Clock;
  readonly #startedAt = Date.now();
  readonly #startedMs: number;
  #failure: MachineError | undefined;

  /** Another process's run that goes on, and has begun with `run-started`. @throws MachineError */
  static join(path: string, secrets: readonly string[]): RunFolder {
    return new RunFolder(dirname(path), [], secrets, systemClock, basename(path));
  }

  /**
   * Makes `<resultsDir>/<time>-<random>`; names sort by time.
   * @throws MachineError `results-not-writable`
   */
  constructor(
    resultsDir: string,
    listeners: readonly ((event: RunEvent) => void)[],
    secrets: readonly string[] = [],
    clock: Clock = systemClock,
    joined?: string,
  ) {
    this.#listeners = listeners;
    this.secrets = new SecretTexts(secrets);
    this.#clock = clock;
    this.#startedMs = clock.now();
    try {
      if (joined === undefined) mkdirSync(resultsDir, { recursive: true });
      this.name = joined ?? makeOwnFolder(resultsDir);
      this.path = join(resultsDir, this.name);
      if (joined === undefined) mkdirSync(join(this.path, 'frames'));
      const flags = joined === undefined ? 'ax' : constants.O_WRONLY | constants.O_APPEND;
      this.#events = openSync(join(this.path, EVENTS_FILE), flags);
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
      typeof value === 'string' && !names.has(key) ? redact(value, this.secrets.all) : value,
    );
    this.#append(Buffer.from(`${line}\n`));
    const timed: RunEvent = JSON.parse(line);
    for (const listener of this.#listeners) listener(timed);
  }

  /**
   * Writes a trace whole or not at all, without any secret, and gives its path below the folder.
   * @param name what the attempt's files are called
   * @throws MachineError `results-not-writable`
   */
  async writeTrace(name: string, lines: readonly TraceLine[]): Promise<string> {
    const ref = `trace/${name}.ndjson`;
    try {
      await replaceFile(join(this.path, ref), Buffer.from(writeTraceText(lines, this.secrets.all)));
      return ref;
    } catch (cause) {
      throw resultsNotWritable(cause);
    }
  }

  /** The time of day when the run started, and from there on a clock that nobody sets. */
  #now(): number {
    return Math.round(this.#startedAt + this.#clock.now() - this.#startedMs);
  }

  #append(line: Buffer): void {
    let written = 0;
    try {
      while (written < line.length) written += writeSync(this.#events, line, written);
    } catch (cause) {
      this.#failure = resultsNotWritable(cause);
      if (written > 0) ftruncateSync(this.#events, fstatSync(this.#events).size - written);
      throw this.#failure;
    }
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
