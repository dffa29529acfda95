import { StepError } from '../errors.ts';
import { type DiskContent, StoppedDisk } from '../machine/disk/stopped-disk.ts';
import type { MachineDisks } from '../machine/machine.ts';
import type { Guest } from './guest.ts';

export type { DiskContent, StoppedDisk };

const OFF_MS = 60_000;

export interface OffOptions {
  /** Default: 60000. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Waits until the guest has powered off, or was ended. A `StepError` `still-on` says what it is instead. */
export async function untilOff(
  guest: Guest,
  { timeoutMs = OFF_MS, signal }: OffOptions = {},
): Promise<void> {
  const { clock, events, machine } = guest;
  const until = clock.now() + timeoutMs;
  while (!guest.hasQuit) {
    const since = events.mark();
    const { status } = await machine.client.execute('query-status', {}, { signal });
    if (status === 'shutdown') return;
    const left = Math.max(0, until - clock.now());
    if (await events.wait('SHUTDOWN', {}, { since, timeoutMs: left, signal })) continue;
    const message = `the guest is not off after ${timeoutMs} ms, it is ${status}: a disk is looked at when it is`;
    const hint = 'power: powerdown asks it to, shell: poweroff tells it to, power: quit ends it';
    throw new StepError('still-on', message, { hint });
  }
}

/** Of each machine its disks, so that what was copied to look at them serves the next look. */
const opened = new WeakMap<MachineDisks, Map<number, StoppedDisk>>();

/**
 * A disk of a guest that is off, counted from 0. It stays as long as the machine is not stopped.
 * @throws StepError `no-disk`
 */
export function openDisk({ machine }: Guest, index = 0): StoppedDisk {
  const { disks } = machine;
  const disk = disks?.files[index];
  if (!disks || !disk) {
    const count = disks?.files.length ?? 0;
    const has = count === 0 ? 'no disk that can be looked at' : `${count}, counted from 0`;
    throw new StepError('no-disk', `there is no disk ${index}: the machine has ${has}`, {
      hint: 'disks can be looked at of a QEMU that Guestwright has started',
    });
  }
  const known = opened.get(disks) ?? new Map<number, StoppedDisk>();
  opened.set(disks, known);
  const found = known.get(index) ?? new StoppedDisk(disk, { folder: disks.folder, index });
  known.set(index, found);
  return found;
}
