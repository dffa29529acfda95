import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { probeMachine } from '../../guests/probe/probe.mjs';
import { systemClock } from '../../src/clock.ts';
import { Guest } from '../../src/guest/guest.ts';
import { runInShell, type ShellResult } from '../../src/guest/shell.ts';
import type { QemuDescription } from '../../src/machine/description.ts';
import { startMachine } from '../../src/machine/start.ts';
import { createPattern } from '../../src/screen/text/text-pattern.ts';
import { makeTestFolder } from './with-qemu.ts';

export interface ShellGuest {
  readonly guest: Guest;
  /** Where relative paths of the machine count from; it goes with the test. */
  readonly folder: string;
  readonly run: (command: string) => Promise<ShellResult>;
}

type Wanted = Pick<QemuDescription, 'disks' | 'drives' | 'serial'>;

/** The probe guest with a shell at its serial console. It ends with the test. */
export async function startShellGuest(
  wanted: Wanted = {},
  folder = makeTestFolder(),
): Promise<ShellGuest> {
  const machine = await startMachine(shellMachine(wanted, folder), { baseDir: folder });
  onTestFinished(() => machine.stop());
  const guest = new Guest(machine);
  await guest.serial.expect(createPattern('/[#$] $/'));
  const run = (command: string) =>
    runInShell(guest.serial, command, { clock: systemClock, timeoutMs: 30_000 });
  return { guest, folder, run };
}

/** Its description: with disks or drives, the guest has their drivers. */
export function shellMachine(wanted: Wanted, folder: string): QemuDescription {
  const reportFile = join(folder, 'report');
  const description = probeMachine({ keyboard: 'ps2', pointer: 'none', reportFile });
  const terminal = wanted.serial === 'virtio' ? 'hvc0' : 'ttyS0';
  const drives = wanted.disks || wanted.drives ? ' probe.drives=1' : '';
  const append = `${description.append} probe.shell=${terminal}${drives}`;
  return { ...description, ...wanted, append };
}
