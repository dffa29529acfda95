import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { MachineError } from '../errors.ts';
import type { RunEvent, Untimed } from './events.ts';

export const EVENTS_FILE = 'events.ndjson';

/** Everything a run leaves, under one folder of its own. */
export class RunFolder {
  readonly name: string;
  readonly path: string;
  readonly #events: number;
  readonly #listeners: readonly ((event: RunEvent) => void)[];

  /** Makes `<resultsDir>/<time>-<random>`; names sort by time. */
  constructor(resultsDir: string, listeners: readonly ((event: RunEvent) => void)[]) {
    const time = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
    this.name = `${time}-${randomBytes(2).toString('hex')}`;
    this.path = join(resultsDir, this.name);
    this.#listeners = listeners;
    try {
      mkdirSync(join(this.path, 'frames'), { recursive: true });
      this.#events = openSync(join(this.path, EVENTS_FILE), 'ax');
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new MachineError('results-not-writable', `cannot write results: ${reason}`, { cause });
    }
  }

  /** Writes one whole line at once, so that a crash can cost only the event under way. */
  emit(event: Untimed<RunEvent>): void {
    const timed = { at: Date.now(), ...event } as RunEvent;
    writeSync(this.#events, `${JSON.stringify(timed)}\n`);
    for (const listener of this.#listeners) listener(timed);
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
