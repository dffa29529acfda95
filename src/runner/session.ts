import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { MachineError } from '../errors.ts';
import type { Guest } from '../guest/guest.ts';
import type { Driver, startMachine } from '../machine/start.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Audience } from './audience.ts';
import type { BootStates } from './boot-states.ts';
import type { ScenarioVerdict, Trouble } from './events.ts';
import type { History } from './history.ts';
import type { Pictures } from './pictures.ts';
import { isResultsError } from './results-error.ts';
import type { RunFolder } from './run-folder.ts';
import { describeTrouble } from './run-step.ts';
import { runSteps, type StepsOptions } from './run-steps.ts';
import { type Attempt, type From, startGuest } from './start-guest.ts';
import type { Beginning, SavedStates } from './states/saved-states.ts';
import { TimeMeter } from './trace/time-meter.ts';
import { keepsTrace, type TraceMode } from './trace/trace-line.ts';
import { TraceRecorder } from './trace/trace-recorder.ts';
import { type ScenarioState, stateOf } from './verdicts.ts';

export interface SessionOptions {
  readonly folder: Pick<RunFolder, 'path' | 'emit' | 'writeTrace' | 'secrets'>;
  readonly pictures: Pictures;
  /** What the files of an attempt are called. */
  readonly nameOf: (scenario: string, attempt: number) => string;
  readonly root: string;
  readonly settleMs: number;
  readonly driver: Driver;
  readonly states: BootStates;
  /** What scenarios begin from, and save. Default: nothing, so that none of them can. */
  readonly saved?: SavedStates | undefined;
  readonly history: History;
  /** For scenarios that say nothing else. */
  readonly retries: number;
  readonly timeoutScale: number;
  readonly trace: TraceMode;
  readonly clock: Clock;
  /** Aborted, it ends the scenario after a step that acts, and at once in one that waits. */
  readonly signal: AbortSignal;
  /** Aborted, it ends everything at once: the run cannot go on. */
  readonly broken: AbortSignal;
  /** From 1. Default: 1. */
  readonly worker?: number;
  /** Who is shown each guest while it runs. Default: nobody. */
  readonly audience?: Audience | undefined;
  /** Where machines come from. Default: each attempt starts one of its own. */
  readonly startMachine?: typeof startMachine;
  /** What is done to the guest. Default: the scenario's steps. */
  readonly runSteps?: typeof runSteps;
}

/**
 * One scenario, as often as it may be tried, each time on a new guest. An error of the machine is tried
 * again like a failure; an interruption and a known issue are not.
 * @throws MachineError `results-not-writable`
 */
export async function runScenario(
  scenario: Scenario,
  options: SessionOptions,
): Promise<ScenarioState> {
  const { signal, broken, retries } = options;
  const verdicts: ScenarioVerdict[] = [];
  const most = 1 + (scenario.retries ?? retries);
  for (let attempt = 1; attempt <= most; attempt += 1) {
    const verdict = await runAttempt(scenario, attempt, options);
    verdicts.push(verdict);
    if (verdict !== 'failed' && verdict !== 'error') break;
    if (signal.aborted || broken.aborted || options.saved?.isUnbuilt(scenario)) break;
  }
  return stateOf(verdicts);
}

/** One guest, one attempt: starts it, does the steps, releases what is down, ends it. */
export async function runAttempt(
  scenario: Scenario,
  attempt: number,
  options: SessionOptions,
): Promise<ScenarioVerdict> {
  const { folder, clock, worker = 1, nameOf, trace: mode } = options;
  const about = { scenario: scenario.id, attempt };
  const name = nameOf(scenario.id, attempt);
  const serialLog = join('serial', `${name}.log`);
  const startedMs = clock.now();
  folder.emit({ type: 'scenario-started', ...about, worker });
  const meter = new TimeMeter(clock);
  const recorder = mode === 'off' ? undefined : new TraceRecorder(clock, startedMs);
  const end = await driveGuest(scenario, { ...options, attempt, serialLog, meter, recorder });
  const durationMs = Math.round(clock.now() - startedMs);
  const isKept = keepsTrace(mode, { ...end, attempt });
  const trace = recorder && isKept ? await keepTrace(name, recorder, options) : undefined;
  const files = { serialLog, ...(trace !== undefined && { trace }) };
  folder.emit({ type: 'scenario-finished', ...about, ...end, durationMs, ...files });
  return end.verdict;
}

/** Gives its path; undefined where no machine came to anything. */
async function keepTrace(
  name: string,
  recorder: TraceRecorder,
  { folder, pictures }: SessionOptions,
): Promise<string | undefined> {
  if (recorder.isEmpty) return undefined;
  const lines = await recorder.finish(pictures);
  await pictures.flush();
  return folder.writeTrace(name, lines);
}

interface End {
  readonly verdict: ScenarioVerdict;
  readonly trouble?: Trouble;
}

/** Whatever happens, the guest is gone afterwards. */
async function driveGuest(scenario: Scenario, attempt: Attempt): Promise<End> {
  const { signal, broken, pictures } = attempt;
  const end = new AbortController();
  const guestSignal = AbortSignal.any([broken, end.signal]);
  try {
    const start = await begin(scenario, attempt);
    if (start.kind === 'unbuilt') return { verdict: start.verdict, trouble: start.trouble };
    const { guest } = start;
    guest.machine.died.then((reason) => end.abort(reason));
    const about = { scenario: scenario.id, attempt: attempt.attempt };
    const hide = attempt.audience?.show(guest, about);
    try {
      const beginning = { ...attempt, ...goOnFrom(start.from, guest, attempt.saved) };
      return { verdict: await doSteps(scenario, guest, beginning, guestSignal) };
    } finally {
      await hide?.();
      await letGo(guest);
      attempt.recorder?.unwatch();
      await pictures.flush();
    }
  } catch (error) {
    if (isResultsError(error)) throw error;
    const isInterrupted = signal.aborted || broken.aborted;
    return isInterrupted
      ? { verdict: 'interrupted' }
      : { verdict: 'error', trouble: describeTrouble(error) };
  }
}

async function letGo(guest: Guest): Promise<void> {
  try {
    await guest.releaseAll();
  } catch (error) {
    if (!(error instanceof MachineError)) throw error;
  } finally {
    await guest.machine.stop();
  }
}

type Start =
  | { readonly kind: 'started'; readonly guest: Guest; readonly from: From | undefined }
  | { readonly kind: 'unbuilt'; readonly verdict: ScenarioVerdict; readonly trouble: Trouble };

/** A guest that has booted, or that goes on from a state, which is built where it is not there. */
async function begin(scenario: Scenario, attempt: Attempt): Promise<Start> {
  const { saved } = attempt;
  const signal = AbortSignal.any([attempt.signal, attempt.broken]);
  for (let refused = 0; ; ) {
    const beginning = saved ? await saved.begin(scenario, signal) : bootOnly(scenario);
    switch (beginning.kind) {
      case 'boot':
        return { kind: 'started', guest: await startGuest(scenario, attempt), from: undefined };
      case 'unbuilt':
        return beginning;
      case 'build':
        saved?.ended(beginning.builder, await buildUntold(beginning.builder, attempt));
        break;
      case 'state':
        try {
          const guest = await startGuest(scenario, attempt, beginning);
          return { kind: 'started', guest, from: beginning };
        } catch (error) {
          const isUnusable = error instanceof MachineError && error.code === 'state-unusable';
          if (!isUnusable || ++refused > MOST_REFUSED) throw error;
          await saved?.refuse(beginning.stored, error.message);
        }
        break;
      default:
        beginning satisfies never;
    }
  }
}

/** A state that has been built twice, and that no machine can go on from, is not built a third time. */
const MOST_REFUSED = 1;

function bootOnly({ from }: Scenario): Beginning {
  if (!from) return { kind: 'boot' };
  const message = `the state "${from.state}" cannot be begun from here`;
  return { kind: 'unbuilt', verdict: 'error', trouble: { code: 'state-not-built', message } };
}

/** Runs a scenario for its state, in the middle of another one whose state turned out to be missing. */
async function buildUntold(builder: Scenario, attempt: Attempt): Promise<ScenarioVerdict> {
  const { folder, audience, recorder, ...rest } = attempt;
  const { verdict } = await driveGuest(builder, {
    ...rest,
    folder: {
      path: folder.path,
      secrets: folder.secrets,
      emit: () => {},
      writeTrace: () => Promise.reject(new Error()),
    },
    serialLog: attempt.serialLog.replace(/\.log$/, '.state.log'),
    recorder: undefined,
  });
  return verdict;
}

/** What its steps need to know of the state that a guest began from, and to save states of their own. */
function goOnFrom(from: From | undefined, guest: Guest, saved: SavedStates | undefined) {
  const { manifest } = from?.stored ?? {};
  return {
    ...(from?.done &&
      manifest && {
        resumed: {
          done: from.done,
          note: `done when the state "${manifest.state}" was saved, ${manifest.savedAt}`,
          variables: manifest.variables,
        },
      }),
    ...(saved && {
      saveState: (name: string, variables: Map<string, string>, signal: AbortSignal) =>
        saved.save(name, guest, { from: from?.stored, variables }, signal),
    }),
  };
}

function doSteps(
  scenario: Scenario,
  guest: Guest,
  { signal, ...attempt }: Attempt & Pick<StepsOptions, 'resumed' | 'saveState'>,
  guestSignal: AbortSignal,
): Promise<ScenarioVerdict> {
  return (attempt.runSteps ?? runSteps)(scenario, guest, {
    ...attempt,
    signal: AbortSignal.any([signal, guestSignal]),
    guestSignal,
    passesOf: (issue) => attempt.history.passesOf(scenario.id, issue),
  });
}
