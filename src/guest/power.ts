import { MachineError, StepError } from '../errors.ts';
import { QmpCommandError } from '../qmp/errors.ts';
import type { CommandName, EventName } from '../qmp/types.ts';
import type { EventMembers } from './event-log.ts';
import type { Guest } from './guest.ts';

/** What a person does at a machine's front panel; `quit` is pulling the plug. */
export const powerActions = ['reset', 'powerdown', 'pause', 'resume', 'quit'] as const;
export type PowerAction = (typeof powerActions)[number];

const EVENT_MS = 10_000;

/**
 * Does it, and sees that it has happened: by QEMU's event, and for pause and resume by `query-status`.
 * `powerdown` only asks the guest, which need not obey. Returns what is worth knowing.
 * @throws StepError `power-refused`, `power-ineffective`
 */
export async function power(
  guest: Guest,
  action: PowerAction,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<string | undefined> {
  switch (action) {
    case 'reset':
      return press(guest, 'system_reset', { name: 'RESET', data: { guest: false } }, signal);
    case 'powerdown':
      return press(guest, 'system_powerdown', { name: 'POWERDOWN', data: {} }, signal);
    case 'pause':
      return toggle(guest, { command: 'stop', running: false, name: 'paused' }, signal);
    case 'resume':
      return toggle(guest, { command: 'cont', running: true, name: 'running' }, signal);
    case 'quit':
      return quit(guest);
    default:
      return action satisfies never;
  }
}

type Plain = Extract<CommandName, 'system_reset' | 'system_powerdown' | 'stop' | 'cont'>;

async function press(
  guest: Guest,
  command: Plain,
  proof: { readonly name: EventName; readonly data: EventMembers },
  signal: AbortSignal | undefined,
): Promise<undefined> {
  const since = guest.events.mark();
  await send(guest, command, signal);
  const found = await guest.events.wait(proof.name, proof.data, {
    since,
    timeoutMs: EVENT_MS,
    signal,
  });
  if (found) return undefined;
  const message = `QEMU took ${command}, but no ${proof.name} event came within ${EVENT_MS} ms`;
  throw new StepError('power-ineffective', message);
}

async function toggle(
  guest: Guest,
  wanted: { readonly command: Plain; readonly running: boolean; readonly name: string },
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const { client } = guest.machine;
  const before = await client.execute('query-status', {}, { signal });
  if (before.running === wanted.running) return `the machine was ${wanted.name} already`;
  await send(guest, wanted.command, signal);
  const after = await client.execute('query-status', {}, { signal });
  if (after.running === wanted.running) return undefined;
  const message = `QEMU took ${wanted.command}, but the machine is ${after.status}, not ${wanted.name}`;
  throw new StepError('power-ineffective', message);
}

async function send(guest: Guest, command: Plain, signal: AbortSignal | undefined): Promise<void> {
  try {
    await guest.machine.client.execute(command, {}, { signal });
  } catch (error) {
    if (!(error instanceof QmpCommandError)) throw error;
    throw new StepError('power-refused', error.message, { cause: error });
  }
}

async function quit(guest: Guest): Promise<undefined> {
  const since = guest.events.mark();
  await guest.quit();
  if (guest.events.find('SHUTDOWN', { guest: false }, since)) return undefined;
  throw new MachineError('quit-unproven', 'the machine has ended, but never said SHUTDOWN');
}
