import { relative } from 'node:path';
import { systemClock } from '../clock.ts';
import { StepError } from '../errors.ts';
import type { Guest } from '../guest/guest.ts';
import { startMachine } from '../machine/start.ts';
import type { RunEvent, ScenarioVerdict, Trouble, Untimed } from '../runner/events.ts';
import type { StepResult } from '../runner/run-step.ts';
import { prepareSteps, type StepsOptions } from '../runner/run-steps.ts';
import { runAttempt } from '../runner/session.ts';
import type { Action } from '../scenario/action.ts';
import type { Scenario, Step } from '../scenario/scenario.ts';
import { type Baseline, loadBaseline } from '../screen/baselines/baselines.ts';
import type { CallPlace } from './call-place.ts';
import { defer } from './defer.ts';
import type { GuestSettings } from './settings.ts';
import { startFailure, testOver } from './step-error.ts';
import type { OpenFile, TestFile } from './test-file.ts';
import { nameFiles, TestStory } from './test-story.ts';

export interface TestSessionOptions {
  readonly scenario: Scenario;
  /** From 1. */
  readonly attempt: number;
  /** Where the test stands. */
  readonly settings: Pick<GuestSettings, 'driver' | 'scope'>;
  /** Vitest's: aborted when the test's time is up. */
  readonly signal: AbortSignal;
  /** When that will be, on the clock; undefined: never. Milliseconds. */
  readonly deadlineMs: number | undefined;
  /** Leaves the test, which is then told as skipped. */
  readonly skip: (note: string) => never;
}

/** What a test does next, and where that stands. */
export interface StepRequest {
  readonly action: Action;
  readonly timeoutMs?: number | undefined;
  readonly device?: string | undefined;
  readonly head?: number | undefined;
}

/** How a test ended. */
export interface TestEnd {
  readonly verdict: 'passed' | 'failed' | 'interrupted';
  /** Why it failed, if no step says so. */
  readonly trouble?: Trouble | undefined;
}

type RunOne = (step: Step) => Promise<StepResult>;

/** How long a screen without a baseline must stand still to become a candidate, as of `run`. */
const SETTLE_MS = 1000;

/** A test with its guest: one attempt at a scenario whose steps come one by one, as the test calls for them. */
export class TestSession {
  readonly deadlineMs: number | undefined;
  /** Screens without a baseline: the test goes on, and fails when it ends. */
  readonly missing: Error[] = [];
  /** What the test has called for and not waited for, when it ended. */
  readonly loose: string[] = [];
  readonly skip: (note: string) => never;
  readonly #opened: OpenFile;
  readonly #scenario: Scenario;
  readonly #baselines: Map<string, Baseline>;
  readonly #stop = new AbortController();
  readonly #over = defer<TestEnd>();
  readonly #story: TestStory;
  readonly #verdicts: StepResult['verdict'][] = [];
  readonly #underWay = new Map<Promise<unknown>, Step>();
  readonly #ready = defer<{ readonly guest: Guest; readonly runOne: RunOne }>();
  readonly #ended: Promise<ScenarioVerdict>;
  #end: TestEnd | undefined;

  constructor(file: TestFile, opened: OpenFile, options: TestSessionOptions) {
    const { scenario, attempt, settings, signal } = options;
    this.#opened = opened;
    this.#baselines = new Map(scenario.baselines);
    this.#scenario = { ...scenario, baselines: this.#baselines };
    this.#story = new TestStory(file, opened, this.#scenario);
    this.deadlineMs = options.deadlineMs;
    this.skip = options.skip;
    // Of a test that is tried again, the signal stays aborted.
    if (!signal.aborted) signal.addEventListener('abort', () => this.#abort(signal.reason));
    const { machine } = opened;
    this.#ended = runAttempt(this.#scenario, attempt, {
      ...opened,
      folder: {
        path: opened.folder.path,
        secrets: opened.folder.secrets,
        emit: (event) => this.#emit(event),
        writeTrace: (name, lines) => opened.folder.writeTrace(name, lines),
      },
      trace: 'on-failure',
      nameOf: nameFiles,
      root: opened.project.root,
      settleMs: SETTLE_MS,
      driver: settings.driver,
      retries: 0,
      timeoutScale: 1,
      clock: systemClock,
      signal: this.#stop.signal,
      broken: new AbortController().signal,
      worker: Number(process.env.VITEST_POOL_ID) || 1,
      startMachine: settings.scope === 'file' ? machine.start : startMachine,
      runSteps: (_, guest, surroundings) => this.#attend(guest, surroundings),
    });
    this.#ended.catch((error) => this.#ready.reject(error));
    this.#ready.promise.catch(() => {});
    const forget = file.add(() => this.end({ verdict: 'interrupted' }));
    this.#ended.then(forget, forget);
  }

  /** The guest, as soon as it runs. Rejects with why it does not. */
  async guest(): Promise<Guest> {
    return (await this.#ready.promise).guest;
  }

  /** Whether it is a text that must not be shown. */
  isSecret(text: string): boolean {
    return [...this.#opened.project.secrets.values()].some(
      (secret) => secret.ok && text.includes(secret.text),
    );
  }

  /** Does the next step and tells it. Never rejects but for a test that is over. */
  async perform(request: StepRequest, caller: CallPlace | undefined): Promise<StepResult> {
    const { action } = request;
    if (this.#end) throw testOver(action.title);
    const step = this.#story.addStep(request, caller);
    const work = this.#do(step);
    this.#underWay.set(work, step);
    try {
      const result = await work;
      this.#verdicts.push(result.verdict);
      return result;
    } finally {
      this.#underWay.delete(work);
    }
  }

  /** Whether a step tells why the test has failed. */
  get hasFailedStep(): boolean {
    return this.#verdicts.some((verdict) => verdict === 'failed' || verdict === 'error');
  }

  /** Remembers what is still under way: the test is about to end. */
  noteLoose(): void {
    this.loose.push(...[...this.#underWay.values()].map((step) => this.#locate(step)));
  }

  /** Lets the guest go, whatever is under way; only the first end counts. */
  async end(how: TestEnd): Promise<ScenarioVerdict> {
    this.#end ??= how;
    this.#abort(undefined);
    await Promise.allSettled(this.#underWay.keys());
    this.#over.resolve(this.#end);
    return this.#ended;
  }

  #locate({ title, line, col, file = this.#scenario.file }: Step): string {
    return `${title} (${relative('.', file)}:${line}:${col})`;
  }

  async #attend(guest: Guest, options: StepsOptions): Promise<ScenarioVerdict> {
    const { around, runOne } = prepareSteps(this.#scenario, guest, options);
    this.#ready.resolve({ guest, runOne: (step) => runOne(step, around) });
    const { verdict } = await this.#over.promise;
    if (this.#verdicts.includes('error')) return 'error';
    return this.#verdicts.includes('known-issue') && verdict === 'passed' ? 'known-issue' : verdict;
  }

  async #do(step: Step): Promise<StepResult> {
    const { runOne } = await this.#ready.promise;
    await this.#loadBaselines(step.action.screens);
    return runOne(step);
  }

  /** What cannot be loaded is told by the step that needs it. */
  async #loadBaselines(screens: readonly string[]): Promise<void> {
    const { baselinesDir, baselinesFolder } = this.#scenario;
    for (const screen of screens) {
      if (this.#baselines.has(screen)) continue;
      const name = `${baselinesFolder}/${screen}`;
      const baseline = await loadBaseline(baselinesDir, name).catch(() => undefined);
      if (baseline) this.#baselines.set(screen, baseline);
    }
  }

  #emit(event: Untimed<RunEvent>): void {
    if (event.type === 'scenario-finished') {
      this.#ready.reject(startFailure(event.trouble));
      const trouble = event.trouble ?? this.#end?.trouble;
      this.#story.emit({ ...event, ...(trouble && { trouble }) });
    } else this.#story.emit(event);
  }

  #abort(reason: unknown): void {
    if (this.#stop.signal.aborted) return;
    const message = reason instanceof Error ? reason.message.split('\n')[0] : undefined;
    this.#stop.abort(message === undefined ? undefined : new StepError('timeout', message));
  }
}
