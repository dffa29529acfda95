import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { MachineError } from '../errors.ts';
import { Guest } from '../guest/guest.ts';
import type { Machine } from '../machine/machine.ts';
import { type Driver, startMachine } from '../machine/start.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { BootStates } from './boot-states.ts';
import type { ScenarioVerdict, Trouble } from './events.ts';
import { Pictures } from './pictures.ts';
import type { RunFolder } from './run-folder.ts';
import { describeTrouble, runStep } from './run-step.ts';

export interface SessionOptions {
  readonly folder: RunFolder;
  readonly root: string;
  readonly settleMs: number;
  readonly driver: Driver;
  readonly states: BootStates;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** One guest, one scenario: starts it, does the steps, releases what is down, ends it. */
export async function runScenario(
  scenario: Scenario,
  options: SessionOptions,
): Promise<ScenarioVerdict> {
  const { folder, clock, signal, driver, states } = options;
  const about = { scenario: scenario.id, attempt: 1 };
  const serialLog = join('serial', `${scenario.id.replaceAll('/', '-')}.log`);
  const startedMs = clock.now();
  let verdict: ScenarioVerdict = 'error';
  let trouble: Trouble | undefined;
  folder.emit({ type: 'scenario-started', ...about });
  try {
    const { description, baseDir } = scenario.machine;
    const log = join(folder.path, serialLog);
    const state = states.find(scenario.machine);
    const how = { baseDir, driver, serialLog: log, state, signal, clock };
    const machine = await startMachine(description, how);
    const title = state === undefined ? machine.title : `${machine.title}, booted before`;
    folder.emit({ type: 'machine-started', ...about, machine: title });
    verdict = await driveGuest(scenario, machine, options);
  } catch (error) {
    verdict = signal.aborted ? 'interrupted' : 'error';
    if (!signal.aborted) trouble = describeTrouble(error);
  }
  folder.emit({
    type: 'scenario-finished',
    ...about,
    verdict,
    durationMs: Math.round(clock.now() - startedMs),
    ...(trouble && { trouble }),
    serialLog,
  });
  return verdict;
}

async function driveGuest(
  scenario: Scenario,
  machine: Machine,
  options: SessionOptions,
): Promise<ScenarioVerdict> {
  const { layout, pace, machine: choice } = scenario;
  const { folder, states } = options;
  const guest = new Guest(machine, { layout, pace, clock: options.clock });
  const pictures = new Pictures(folder.path);
  const death = new AbortController();
  machine.died.then((reason) => death.abort(reason));
  const signal = AbortSignal.any([options.signal, death.signal]);
  try {
    if (states.find(choice) === undefined) await states.keep(guest, choice, signal);
    return await runSteps(scenario, guest, pictures, { ...options, signal });
  } finally {
    await guest.releaseAll().catch((error) => {
      if (!(error instanceof MachineError)) throw error;
    });
    await machine.stop();
    await pictures.flush();
  }
}

async function runSteps(
  scenario: Scenario,
  guest: Guest,
  pictures: Pictures,
  options: SessionOptions,
): Promise<ScenarioVerdict> {
  const { folder, clock, signal, settleMs, root } = options;
  const about = { scenario: scenario.id, attempt: 1 };
  let failed = false;
  for (const step of scenario.steps) {
    const startedMs = clock.now();
    folder.emit({ type: 'step-started', ...about, step: step.index });
    const { goOn, ...result } = await runStep(step, {
      scenario,
      guest,
      pictures,
      signal,
      settleMs,
      root,
    });
    const durationMs = Math.round(clock.now() - startedMs);
    folder.emit({ type: 'step-finished', ...about, step: step.index, durationMs, ...result });
    if (result.verdict === 'error' || result.verdict === 'interrupted') return result.verdict;
    failed ||= result.verdict === 'failed';
    if (!goOn) break;
  }
  return failed ? 'failed' : 'passed';
}
