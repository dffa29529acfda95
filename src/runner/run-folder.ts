import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { MachineError } from '../errors.ts';
import type { RunEvent, Untimed } from './events.ts';

export const EVENTS_FILE = 'events.ndjson';

/** Keys of events whose text is ours: a short secret may stand in them by chance. */
const names: ReadonlySet<string> = new Set([
  ...['type', 'kind', 'verdict', 'code', 'action', 'run', 'guestwright', 'scenario', 'id', 'file'],
  ...['picture', 'baseline', 'expected', 'actual', 'diff', 'serialLog'],
]);

/** Everything a run leaves, under one folder of its own. */
export class RunFolder {
  readonly name: string;
  readonly path: string;
  readonly #events: number;
  readonly #listeners: readonly ((event: RunEvent) => void)[];
  readonly #secrets: readonly string[];

  /** Makes `<resultsDir>/<time>-<random>`; names sort by time. */
  constructor(
    resultsDir: string,
    listeners: readonly ((event: RunEvent) => void)[],
    secrets: readonly string[] = [],
  ) {
    const time = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
    this.name = `${time}-${randomBytes(2).toString('hex')}`;
    this.path = join(resultsDir, this.name);
    this.#listeners = listeners;
    this.#secrets = secrets;
    try {
      mkdirSync(join(this.path, 'frames'), { recursive: true });
      this.#events = openSync(join(this.path, EVENTS_FILE), 'ax');
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new MachineError('results-not-writable', `cannot write results: ${reason}`, { cause });
    }
  }

  /**
   * Writes one whole line at once, so that a crash can cost only the event under way. A secret's text
   * becomes dots wherever it stands: whatever a guest or a message says, it goes no further.
   */
  emit(event: Untimed<RunEvent>): void {
    const line = JSON.stringify({ at: Date.now(), ...event }, (key, value) =>
      typeof value === 'string' && !names.has(key) ? this.#redact(value) : value,
    );
    writeSync(this.#events, `${line}\n`);
    const timed: RunEvent = JSON.parse(line);
    for (const listener of this.#listeners) listener(timed);
  }

  #redact(text: string): string {
    return this.#secrets.reduce((rest, secret) => rest.replaceAll(secret, '••••••'), text);
  }

  close(): void {
    closeSync(this.#events);
  }
}

/** The runs in a results folder, newest first. */
export async function listRuns(resultsDir: string): Promise<string[]> {
  const entries = await readdir(resultsDir, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return names
    .filter((name) => /^\d{4}-\d\d-\d\dT/.test(name))
    .toSorted()
    .toReversed();
}
