import { StepError } from '../errors.ts';
import type { Guest } from './guest.ts';

/**
 * Remembers the guest as it is, with its disks. A `StepError`: `held-down` while keys or buttons are,
 * `no-snapshots` where the machine cannot, `state-refused` for what it cannot save.
 */
export async function takeSnapshot(
  guest: Guest,
  name: string,
  signal?: AbortSignal,
): Promise<void> {
  const { machine } = guest;
  if (!machine.takeSnapshot) throw notOurs();
  expectNothingHeld(guest);
  await machine.takeSnapshot(name, signal);
}

/**
 * Brings the guest back, in place. What was known of its screen and pointer is forgotten. A `StepError`:
 * `held-down`, `no-snapshots`, `no-snapshot` where none has that name.
 */
export async function restoreSnapshot(
  guest: Guest,
  name: string,
  signal?: AbortSignal,
): Promise<void> {
  const { machine } = guest;
  if (!machine.restoreSnapshot) throw notOurs();
  expectNothingHeld(guest);
  try {
    await machine.restoreSnapshot(name, signal);
  } finally {
    guest.forgetMoment();
  }
}

/** What goes on from a saved moment would have keys down that nobody knows of. */
export function expectNothingHeld(guest: Guest): void {
  const held = guest.listHeld();
  if (held.length === 0) return;
  throw new StepError('held-down', `${held.join(', ')}: held down, and would stay so for ever`, {
    hint: 'release it first',
  });
}

function notOurs(): StepError {
  return new StepError('no-snapshots', 'a machine that somebody else runs is not ours to save', {
    hint: 'describe a machine that Guestwright starts',
  });
}
