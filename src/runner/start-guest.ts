import { join } from 'node:path';
import { Guest } from '../guest/guest.ts';
import type { Machine } from '../machine/machine.ts';
import { chooseMachine, startMachine } from '../machine/start.ts';
import { listSteps, type Scenario } from '../scenario/scenario.ts';
import { loadFontFile } from '../screen/text/font-file.ts';
import type { RunFolder } from './run-folder.ts';
import type { SessionOptions } from './session.ts';
import type { Beginning } from './states/saved-states.ts';
import type { TimeMeter } from './trace/time-meter.ts';
import type { TraceRecorder } from './trace/trace-recorder.ts';

/** What one attempt at a scenario has beside its session. */
export interface Attempt extends SessionOptions {
  readonly attempt: number;
  readonly serialLog: string;
  readonly meter: TimeMeter;
  readonly recorder: TraceRecorder | undefined;
}

/** The state that a guest goes on from. */
export type From = Beginning & { readonly kind: 'state' };

/** Starts the machine, tells of it, has it recorded. It is stopped when that fails. */
export async function startGuest(
  scenario: Scenario,
  attempt: Attempt,
  from?: From,
): Promise<Guest> {
  const { layout, pace, machine: choice } = scenario;
  const { folder, clock, driver, states, broken, meter, recorder } = attempt;
  const signal = AbortSignal.any([attempt.signal, broken]);
  const { description, baseDir } = choice;
  const serialLog = join(folder.path, attempt.serialLog);
  const isKept = !from && keepsStates(scenario, attempt);
  const booted = isKept ? await states.find(choice, signal) : undefined;
  const state = from?.stored.folder ?? booted;
  let machine: Machine | undefined;
  try {
    const watch = attempt.audience !== undefined;
    const maskSerialLog = findMask(scenario, folder);
    const options = { baseDir, driver, serialLog, maskSerialLog, state, watch, signal, clock };
    machine = await (attempt.startMachine ?? startMachine)(description, options);
    const title = [machine.title, ...describeStart(from, booted)].join(', ');
    const about = { scenario: scenario.id, attempt: attempt.attempt };
    folder.emit({ type: 'machine-started', ...about, machine: title });
    const fonts = choice.fonts.map(loadFontFile);
    machine.client.observe(meter);
    recorder?.watch(machine);
    const onSecret = (text: string) => folder.secrets.add(text);
    const seen = { clock: meter.clock, onFrame: recorder?.onFrame, onSecret };
    const guest = new Guest(machine, { layout, pace, fonts, ...seen });
    if (isKept) await states.keep(guest, choice, signal);
    return guest;
  } catch (error) {
    await machine?.stop();
    throw error;
  } finally {
    if (isKept && !signal.aborted) states.settle(choice);
  }
}

function describeStart(from: From | undefined, booted: string | undefined): string[] {
  if (from) {
    const rebuilt = from.rebuilt === undefined ? [] : [`built again: ${from.rebuilt}`];
    return [`from the state "${from.stored.state}"`, ...rebuilt];
  }
  return booted === undefined ? [] : ['booted before'];
}

/** Where a guest may be told a secret, its serial log is not kept before it has none. */
function findMask(scenario: Scenario, { secrets }: Pick<RunFolder, 'secrets'>) {
  const mayTell = secrets.all.length > 0 || listSteps(scenario).some(({ action }) => action.secret);
  return mayTell ? secrets.hideInLog : undefined;
}

/** Whether a machine of its kind, once booted, can be kept for others. */
function keepsStates({ machine }: Scenario, { driver }: SessionOptions): boolean {
  const { description, baseDir, bootScreen } = machine;
  if (bootScreen === undefined || 'attach' in description) return false;
  return chooseMachine(description, { driver, baseDir }).driver === 'embedded';
}
