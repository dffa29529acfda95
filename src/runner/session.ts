import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { MachineError } from '../errors.ts';
import { Guest } from '../guest/guest.ts';
import type { Machine } from '../machine/machine.ts';
import { chooseMachine, type Driver, startMachine } from '../machine/start.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { loadFontFile } from '../screen/text/font-file.ts';
import type { BootStates } from './boot-states.ts';
import type { ScenarioVerdict, Trouble } from './events.ts';
import type { History } from './history.ts';
import type { Pictures } from './pictures.ts';
import { isResultsError } from './results-error.ts';
import type { RunFolder } from './run-folder.ts';
import { describeTrouble } from './run-step.ts';
import { runSteps } from './run-steps.ts';
import { type ScenarioState, stateOf } from './verdicts.ts';

export interface SessionOptions {
  readonly folder: RunFolder;
  readonly pictures: Pictures;
  /** What the files of an attempt are called. */
  readonly nameOf: (scenario: string, attempt: number) => string;
  readonly root: string;
  readonly settleMs: number;
  readonly driver: Driver;
  readonly states: BootStates;
  readonly history: History;
  /** For scenarios that say nothing else. */
  readonly retries: number;
  readonly timeoutScale: number;
  readonly clock: Clock;
  /** Aborted, it ends the scenario after a step that acts, and at once in one that waits. */
  readonly signal: AbortSignal;
  /** Aborted, it ends everything at once: the run cannot go on. */
  readonly broken: AbortSignal;
  /** From 1. Default: 1. */
  readonly worker?: number;
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
    if (signal.aborted || broken.aborted) break;
  }
  return stateOf(verdicts);
}

/** One guest, one attempt: starts it, does the steps, releases what is down, ends it. */
async function runAttempt(
  scenario: Scenario,
  attempt: number,
  options: SessionOptions,
): Promise<ScenarioVerdict> {
  const { folder, clock, worker = 1, nameOf } = options;
  const about = { scenario: scenario.id, attempt };
  const serialLog = join('serial', `${nameOf(scenario.id, attempt)}.log`);
  const startedMs = clock.now();
  folder.emit({ type: 'scenario-started', ...about, worker });
  const end = await driveGuest(scenario, { ...options, attempt, serialLog });
  const durationMs = Math.round(clock.now() - startedMs);
  folder.emit({ type: 'scenario-finished', ...about, ...end, durationMs, serialLog });
  return end.verdict;
}

interface Attempt extends SessionOptions {
  readonly attempt: number;
  readonly serialLog: string;
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
    const guest = await startGuest(scenario, attempt);
    guest.machine.died.then((reason) => end.abort(reason));
    try {
      return { verdict: await doSteps(scenario, guest, attempt, guestSignal) };
    } finally {
      await letGo(guest);
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

async function startGuest(scenario: Scenario, attempt: Attempt): Promise<Guest> {
  const { layout, pace, machine: choice } = scenario;
  const { folder, clock, driver, states, broken } = attempt;
  const signal = AbortSignal.any([attempt.signal, broken]);
  const { description, baseDir } = choice;
  const serialLog = join(folder.path, attempt.serialLog);
  const isKept = keepsStates(scenario, attempt);
  const state = isKept ? await states.find(choice, signal) : undefined;
  let machine: Machine | undefined;
  try {
    machine = await startMachine(description, { baseDir, driver, serialLog, state, signal, clock });
    const title = state === undefined ? machine.title : `${machine.title}, booted before`;
    const about = { scenario: scenario.id, attempt: attempt.attempt };
    folder.emit({ type: 'machine-started', ...about, machine: title });
    const fonts = choice.fonts.map(loadFontFile);
    const guest = new Guest(machine, { layout, pace, clock, fonts });
    if (isKept) await states.keep(guest, choice, signal);
    return guest;
  } catch (error) {
    await machine?.stop();
    throw error;
  } finally {
    if (isKept && !signal.aborted) states.settle(choice);
  }
}

function doSteps(
  scenario: Scenario,
  guest: Guest,
  { signal, ...attempt }: Attempt,
  guestSignal: AbortSignal,
): Promise<ScenarioVerdict> {
  return runSteps(scenario, guest, {
    ...attempt,
    signal: AbortSignal.any([signal, guestSignal]),
    guestSignal,
    passesOf: (issue) => attempt.history.passesOf(scenario.id, issue),
  });
}

/** Whether a machine of its kind, once booted, can be kept for others. */
function keepsStates({ machine }: Scenario, { driver }: SessionOptions): boolean {
  const { description, baseDir, bootScreen } = machine;
  if (bootScreen === undefined || 'attach' in description) return false;
  return chooseMachine(description, { driver, baseDir }).driver === 'embedded';
}
