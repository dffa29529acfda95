import { dirname } from 'node:path';
import { inject } from 'vitest';
import { BootStates } from '../runner/boot-states.ts';
import { type History, readHistory } from '../runner/history.ts';
import { Pictures } from '../runner/pictures.ts';
import { textsOf } from '../runner/run.ts';
import { RunFolder } from '../runner/run-folder.ts';
import { loadProject, type Project } from '../scenario/parse/project.ts';
import { SharedMachine } from './shared-machine.ts';
import { TestRun } from './test-run.ts';

/** What the tests of one file have in common. */
export interface OpenFile {
  readonly project: Project;
  readonly folder: RunFolder;
  readonly pictures: Pictures;
  readonly states: BootStates;
  readonly history: History;
  readonly machine: SharedMachine;
}

/** Opened by the first test that has a guest; closed when the last one has ended. */
export class TestFile {
  #opening: Promise<OpenFile> | undefined;
  #closing: Promise<void> | undefined;
  /** Vitest is gone, and this worker of its would go on. */
  readonly #leave = () => void this.close();
  /** A run of its own, where no setup has begun one for all. */
  #run: TestRun | undefined;
  /** Tests under way: what waits for their ends. */
  readonly #ends = new Set<() => Promise<unknown>>();
  readonly #ids = new Map<string, string>();
  /** Files whose text the run has. */
  readonly #sources = new Set<string>();

  /** @throws ScenarioError, MachineError `results-not-writable` */
  open(file: string): Promise<OpenFile> {
    this.#opening ??= this.#open(file);
    return this.#opening;
  }

  /** A test that must have ended before the file has: `end` sees to that. */
  add(end: () => Promise<unknown>): () => void {
    this.#ends.add(end);
    return () => this.#ends.delete(end);
  }

  /** The name, or with a number behind it where another test has that name already. */
  claimId(name: string, task: string): string {
    for (let next = 1; ; next += 1) {
      const id = next === 1 ? name : `${name} (${next})`;
      const owner = this.#ids.get(id) ?? task;
      this.#ids.set(id, owner);
      if (owner === task) return id;
    }
  }

  /** Whether the run still lacks the file's text; true once. */
  lacksSource(file: string): boolean {
    if (this.#sources.has(file)) return false;
    this.#sources.add(file);
    return true;
  }

  /** Ends whatever is still under way. Can be called twice. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    process.off('disconnect', this.#leave);
    if (!this.#opening) return;
    const opened = await this.#opening.catch(() => undefined);
    await Promise.allSettled([...this.#ends].map((end) => end()));
    if (!opened) return;
    await opened.machine.stop();
    await opened.states.remove();
    opened.folder.close();
    const report = await this.#run?.finish();
    if (report !== undefined) console.log(`Report: ${report}`);
  }

  async #open(file: string): Promise<OpenFile> {
    process.once('disconnect', this.#leave);
    const project = await loadProject(dirname(file), process.env);
    const shared = inject('guestwright');
    if (!shared) this.#run = new TestRun(project);
    const path = shared?.run ?? this.#run?.path ?? '';
    return {
      project,
      folder: RunFolder.join(path, textsOf(project.secrets)),
      pictures: new Pictures(path),
      states: new BootStates(project.baselinesDir),
      history: await readHistory(project.resultsDir),
      machine: new SharedMachine(),
    };
  }
}
