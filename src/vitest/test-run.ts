import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { systemClock } from '../clock.ts';
import { foldRun } from '../report/fold.ts';
import { readEvents } from '../report/read-events.ts';
import { writeReports } from '../report/write-reports.ts';
import { EVENTS_VERSION } from '../runner/events.ts';
import { textsOf } from '../runner/run.ts';
import { EVENTS_FILE, RunFolder } from '../runner/run-folder.ts';
import { runVerdictOf } from '../runner/verdicts.ts';
import type { Project } from '../scenario/parse/project.ts';
import { version } from '../version.ts';

/** A run whose scenarios are tests, and are not known before they start. Any process may join it. */
export class TestRun {
  readonly #folder: RunFolder;
  readonly #startedMs = systemClock.now();

  /** @throws MachineError `results-not-writable` */
  constructor({ resultsDir, secrets }: Project) {
    this.#folder = new RunFolder(resultsDir, [], textsOf(secrets));
    this.#folder.emit({
      type: 'run-started',
      version: EVENTS_VERSION,
      run: this.#folder.name,
      guestwright: version,
      scenarios: [],
      sources: {},
    });
  }

  /** Its folder, absolute. */
  get path(): string {
    return this.#folder.path;
  }

  /**
   * Says how it ended, writes its reports and gives back the page's path; a run without a test leaves nothing.
   * @throws MachineError `results-not-writable`, `report-not-writable`
   */
  async finish(): Promise<string | undefined> {
    if (!existsSync(this.path)) return undefined;
    if (!this.#hasTests()) {
      this.#folder.close();
      await rm(this.path, { recursive: true, force: true });
      return undefined;
    }
    const { scenarios } = foldRun(await readEvents(this.path));
    const verdict = runVerdictOf(scenarios.map((scenario) => scenario.verdict));
    const durationMs = Math.round(systemClock.now() - this.#startedMs);
    this.#folder.emit({ type: 'run-finished', verdict, durationMs });
    this.#folder.close();
    const { html } = await writeReports(this.path);
    return html === undefined ? undefined : relative('.', html);
  }

  #hasTests(): boolean {
    return readFileSync(join(this.path, EVENTS_FILE), 'utf8').includes('"type":"scenario-started"');
  }
}
