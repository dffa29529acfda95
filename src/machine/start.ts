import { type Clock, systemClock } from '../clock.ts';
import { attachMachine } from './attach.ts';
import type { MachineDescription } from './description.ts';
import type { Machine } from './machine.ts';
import { startQemu } from './qemu.ts';

export interface StartOptions {
  /** What relative paths in the description, and `serialLog`, count from. */
  readonly baseDir: string;
  /** Where to keep what the guest prints on its first serial port; left out, it goes with the machine. */
  readonly serialLog?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly clock?: Clock | undefined;
}

/**
 * Starts the machine of a description, or connects to the one that already runs. Rejects with a
 * `MachineError` or the signal's reason, and then leaves nothing behind.
 */
export function startMachine(
  description: MachineDescription,
  { baseDir, serialLog, signal, clock = systemClock }: StartOptions,
): Promise<Machine> {
  if ('attach' in description) return attachMachine(description, { signal, clock });
  return startQemu(description, { baseDir, serialLog, signal, clock });
}
