import { ScenarioError } from '../../errors.ts';
import type { Guest } from '../../guest/guest.ts';
import { QmpCommandError, QmpUnsupportedError } from '../../qmp/errors.ts';
import type { QmpEvent } from '../../qmp/types.ts';
import { type Displays, describeDisplays } from '../describe-displays.ts';
import { ViewerDiary } from '../viewer-diary.ts';
import { type MachineFlags, withAttached, withMachine } from '../with-machine.ts';

export interface DisplayFlags extends MachineFlags {
  /** A machine that runs: `unix:PATH` or `tcp:HOST:PORT`, or the path alone. */
  readonly attach?: string;
  /** Whether to tell who comes and goes from then on, until Ctrl-C. */
  readonly follow?: boolean;
}

/** Says who looks at a machine by VNC and SPICE, by which authentication, and which pointers it has. */
export async function display(flags: DisplayFlags): Promise<number> {
  const { attach, machine, follow = false } = flags;
  if (attach !== undefined && machine !== undefined) {
    throw new ScenarioError('bad-flag', '--attach: the machine is named by --machine already');
  }
  const tell = async ({ guest, signal }: { guest: Guest; signal: AbortSignal }) => {
    const diary = new ViewerDiary();
    const missed: QmpEvent[] = [];
    let say = (event: QmpEvent) => void missed.push(event);
    guest.machine.client.subscribe({ push: (event) => say(event), end: () => {} });
    const displays = await askDisplays(guest, signal);
    console.log([guest.machine.title, ...describeDisplays(displays)].join('\n'));
    if (!follow) return 0;
    say = (event) => {
      const line = diary.note(event);
      if (line !== undefined) console.log(line);
    };
    for (const event of missed) say(event);
    return untilAborted(signal);
  };
  if (attach === undefined) return withMachine(flags, tell);
  return withAttached(/^(unix|tcp):/.test(attach) ? attach : `unix:${attach}`, tell);
}

/** What the machine says; where it refuses, why. */
async function askDisplays({ machine }: Guest, signal: AbortSignal): Promise<Displays> {
  const { client, driver } = machine;
  const none = driver === 'embedded' ? 'none: the embedded machine has no such server' : undefined;
  const orWhy = async <T>(asking: Promise<T>): Promise<T | string> =>
    asking.catch((error) => {
      if (error instanceof QmpUnsupportedError) return 'none: this QEMU is built without it';
      if (error instanceof QmpCommandError) {
        const isUnknown = error.errorClass === 'CommandNotFound';
        return isUnknown ? 'none: this QEMU is built without it' : `unknown: ${error.desc}`;
      }
      throw error;
    });
  return {
    vnc: none ?? (await orWhy(client.execute('query-vnc-servers', {}, { signal }))),
    spice: none ?? (await orWhy(client.execute('query-spice', {}, { signal }))),
    mice: await orWhy(client.execute('query-mice', {}, { signal })),
  };
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = () => reject(signal.reason);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}
