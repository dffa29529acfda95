import { systemClock } from '../clock.ts';
import { ScenarioError } from '../errors.ts';
import { Guest } from '../guest/guest.ts';
import { type Driver, startMachine } from '../machine/start.ts';
import { didYouMean } from '../near-name.ts';
import type { MachineChoice } from '../scenario/parse/machine-choice.ts';
import { loadProject, PROJECT_FILE, type Project } from '../scenario/parse/project.ts';
import { loadFontFile } from '../screen/text/font-file.ts';
import { exitCodes, MISTAKES } from './exit-code.ts';
import { untilInterrupted } from './interrupt.ts';
import { printMistakes } from './load.ts';

export interface MachineFlags {
  /** Its name in guestwright.yaml. Default: the only one there. */
  readonly machine?: string;
  readonly driver: Driver;
}

/** Whoever is with a machine: what it is, and the guest in it. */
export interface WithMachine {
  readonly project: Project;
  readonly choice: MachineChoice;
  readonly guest: Guest;
  readonly signal: AbortSignal;
}

/**
 * Starts the machine, or connects to the one that runs, for as long as `work` takes; then ends it, or
 * leaves it alone. The exit code is that of the work; 130 after Ctrl-C.
 */
export async function withMachine(
  flags: MachineFlags,
  work: (machine: WithMachine) => Promise<number>,
): Promise<number> {
  const project = await loadProject('.', process.env);
  const choice = chooseByName(project, flags.machine);
  const mistakes = choice ? choice.findMissingFiles() : project.mistakes;
  if (!choice || mistakes.length > 0) {
    printMistakes(mistakes);
    return MISTAKES;
  }
  return orInterrupted((signal) =>
    driveMachine(choice, flags, signal, (guest, ended) =>
      work({ project, choice, guest, signal: ended }),
    ),
  );
}

/** The same with a machine that runs at that address, and without a project. */
export async function withAttached(
  attach: string,
  work: (machine: Pick<WithMachine, 'guest' | 'signal'>) => Promise<number>,
): Promise<number> {
  const choice = { description: { attach }, baseDir: '.', fonts: [] };
  const manner = { layout: undefined, pace: undefined };
  return orInterrupted((signal) =>
    driveMachine({ ...choice, ...manner }, { driver: 'auto' }, signal, (guest, ended) =>
      work({ guest, signal: ended }),
    ),
  );
}

function orInterrupted(work: (signal: AbortSignal) => Promise<number>): Promise<number> {
  return untilInterrupted(async (signal) => {
    try {
      return await work(signal);
    } catch (error) {
      if (!signal.aborted) throw error;
      console.error('interrupted');
      return exitCodes.interrupted;
    }
  });
}

async function driveMachine(
  {
    description,
    baseDir,
    layout,
    pace,
    fonts: files,
  }: Pick<MachineChoice, 'description' | 'baseDir' | 'layout' | 'pace' | 'fonts'>,
  { driver }: MachineFlags,
  signal: AbortSignal,
  work: (guest: Guest, signal: AbortSignal) => Promise<number>,
): Promise<number> {
  const fonts = files.map(loadFontFile);
  const machine = await startMachine(description, { baseDir, driver, signal });
  const end = new AbortController();
  void machine.died.then((reason) => end.abort(reason));
  const manner = { ...(layout && { layout }), ...(pace && { pace }) };
  const guest = new Guest(machine, { ...manner, fonts, clock: systemClock });
  try {
    return await work(guest, AbortSignal.any([signal, end.signal]));
  } finally {
    await guest.releaseAll().catch(() => {});
    await machine.stop();
  }
}

/** Undefined where guestwright.yaml describes it wrongly. */
function chooseByName(project: Project, name: string | undefined): MachineChoice | undefined {
  const { machines, brokenMachines } = project;
  const names = [...machines.keys()];
  const only = machines.size === 1 && brokenMachines.length === 0 ? names[0] : undefined;
  const wanted = name ?? only;
  const known = `Known: ${names.join(', ')}`;
  if (wanted === undefined) {
    if (project.mistakes.length > 0) return undefined;
    const hint = names.length === 0 ? `describe one in ${PROJECT_FILE}, under machines` : known;
    throw new ScenarioError('no-machine', 'which machine? --machine NAME says it', { hint });
  }
  const choice = machines.get(wanted);
  if (choice) return choice;
  if (brokenMachines === 'all' || brokenMachines.includes(wanted)) return undefined;
  throw new ScenarioError(
    'unknown-machine',
    `there is no machine ${JSON.stringify(wanted)}.${didYouMean(wanted, names)}`,
    { hint: names.length === 0 ? `${PROJECT_FILE} describes none` : known },
  );
}
