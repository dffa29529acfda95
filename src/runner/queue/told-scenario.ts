import { join } from 'node:path';
import type { RunEvent, ScenarioEvent, ScenarioVerdict, Trouble, Untimed } from '../events.ts';
import type { RunFolder } from '../run-folder.ts';
import { isFailure, type ScenarioState, stateOf } from '../verdicts.ts';
import type { KeptFiles } from './keep-files.ts';
import { namesOwnPictures } from './picture-refs.ts';

type Part = 'serial' | 'trace';

/** One taking of a scenario by a worker. */
export interface Taking {
  readonly lease: string;
  readonly worker: string;
  /** Which of the run's workers that is, from 1. */
  readonly number: number;
}

/** What is known of a scenario before anything is told of it. */
export interface Expected {
  readonly id: string;
  /** How many steps it has. */
  readonly steps: number;
  /** How many attempts may fail before one that counts. */
  readonly retries: number;
}

export interface ToldOptions {
  readonly folder: Pick<RunFolder, 'emit'>;
  readonly files: Pick<KeptFiles, 'append'>;
  /** What the files of an attempt are called. */
  readonly nameOf: (scenario: string, attempt: number) => string;
  /** The event, if it is one: whoever writes to Redis may write anything. */
  readonly readEvent: (value: unknown) => RunEvent | undefined;
  /** Milliseconds. */
  readonly now: () => number;
}

/**
 * What workers tell of one scenario, as events of the run: with its own count of attempts, and its own names
 * of files. An attempt whose worker was lost ends as an interrupted one.
 */
export class ToldScenario {
  readonly #expected: Expected;
  readonly #options: ToldOptions;
  readonly #verdicts: ScenarioVerdict[] = [];
  #taking: Taking | undefined;
  #attempt: { readonly startedMs: number; readonly parts: Set<Part> } | undefined;

  constructor(expected: Expected, options: ToldOptions) {
    this.#expected = expected;
    this.#options = options;
  }

  get id(): string {
    return this.#expected.id;
  }

  get state(): ScenarioState {
    return stateOf(this.#verdicts);
  }

  /** Whether an attempt has decided it: what became of its worker since then is of no account. */
  get isDecided(): boolean {
    const last = this.#verdicts.at(-1);
    if (this.#attempt || last === undefined || last === 'interrupted') return false;
    const failures = this.#verdicts.filter(isFailure).length;
    return !isFailure(last) || failures > this.#expected.retries;
  }

  get isTaken(): boolean {
    return this.#taking !== undefined;
  }

  /** Whether it is this taking that counts: what an earlier one still tells is left out. */
  isHeldBy(lease: string): boolean {
    return this.#taking?.lease === lease;
  }

  /** A worker has it, or none any more. What the one before had begun is over. */
  passTo(taking: Taking | undefined): void {
    this.#closeAttempt('interrupted', this.#describeLoss());
    this.#taking = taking;
  }

  takeEvent(value: unknown): void {
    const event = this.#options.readEvent(value);
    if (!event || event.type === 'run-started' || event.type === 'run-finished') return;
    if (!namesOwnPictures(event)) return;
    if (event.type === 'scenario-started') {
      this.#closeAttempt('interrupted', this.#describeLoss());
      this.#startAttempt();
    } else if (this.#attempt && !('step' in event && event.step >= this.#expected.steps)) {
      this.#takeInAttempt(event);
    }
  }

  async takePart(of: Part, bytes: Buffer): Promise<void> {
    if (!this.#attempt) return;
    this.#attempt.parts.add(of);
    await this.#options.files.append(this.#fileOf(of), bytes);
  }

  /** Its last attempt ends so, whoever had it; where there was none, this is one. */
  end(verdict: 'error' | 'interrupted', trouble: Trouble = this.#describeLoss()): void {
    if (!this.#attempt) this.#startAttempt();
    this.#closeAttempt(verdict, trouble);
  }

  #takeInAttempt(event: ScenarioEvent): void {
    if (event.type === 'scenario-finished') {
      const { serialLog, trace, ...told } = event;
      const hasTrace = trace !== undefined && this.#attempt?.parts.has('trace');
      this.#finish({
        ...told,
        ...(serialLog !== undefined && { serialLog: this.#fileOf('serial') }),
        ...(hasTrace && { trace: this.#fileOf('trace') }),
      });
    } else if (event.type === 'machine-started') {
      this.#emit({ ...event, machine: `${event.machine}, at ${this.#taking?.worker}` });
    } else this.#emit(event);
  }

  #startAttempt(): void {
    this.#attempt = { startedMs: this.#options.now(), parts: new Set() };
    const worker = this.#taking && { worker: this.#taking.number };
    this.#emit({ type: 'scenario-started', scenario: this.id, attempt: 1, ...worker });
  }

  #closeAttempt(verdict: 'error' | 'interrupted', trouble: Trouble): void {
    if (!this.#attempt) return;
    const durationMs = Math.round(this.#options.now() - this.#attempt.startedMs);
    const about = { scenario: this.id, attempt: 1 };
    this.#finish({ type: 'scenario-finished', ...about, verdict, durationMs, trouble });
  }

  #finish(event: Extract<Untimed<RunEvent>, { type: 'scenario-finished' }>): void {
    this.#emit(event);
    this.#verdicts.push(event.verdict);
    this.#attempt = undefined;
  }

  /** With the run's own time, scenario and attempt: those of the worker are the worker's. */
  #emit(event: Untimed<RunEvent> & { readonly at?: number }): void {
    const { at, type, ...told } = event;
    const about = { scenario: this.id, attempt: this.#verdicts.length + 1 };
    this.#options.folder.emit({ type, ...told, ...about } as Untimed<RunEvent>);
  }

  #fileOf(part: Part): string {
    const name = this.#options.nameOf(this.id, this.#verdicts.length + 1);
    return join(part, `${name}.${part === 'serial' ? 'log' : 'ndjson'}`);
  }

  #describeLoss(): Trouble {
    const who = this.#taking ? ` ${this.#taking.worker}` : '';
    return { code: 'worker-lost', message: `the worker${who} was lost while it had the scenario` };
  }
}
