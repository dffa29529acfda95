import type { Clock } from '../../clock.ts';
import { MachineError, StepError } from '../../errors.ts';
import type { QmpClient } from '../../qmp/client.ts';

/** A guest that has not read its keyboard for this long does not read it. */
const DEADLINE_MS = 5000;
const POLL_MS = 0.5;

/** Looks until the guest has read its keyboard. A `StepError` `keyboard-not-read` after 5 s. */
export async function untilRead(
  clock: Clock,
  isRead: () => boolean | Promise<boolean>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const deadline = clock.now() + DEADLINE_MS;
  while (!(await isRead())) {
    if (clock.now() > deadline) {
      throw new StepError(
        'keyboard-not-read',
        `the guest has not read its keyboard for ${DEADLINE_MS / 1000} s`,
        { hint: 'does the guest still run, and does it have a driver for this keyboard?' },
      );
    }
    await clock.wait(POLL_MS, signal);
  }
}

/**
 * Whether the guest has read all that a PS/2 keyboard or mouse has for it: bit 0 of the i8042's status port
 * is clear then. Reading that has no effect. A `MachineError` `no-i8042` where there is none.
 */
export async function isPs2Read(
  client: QmpClient,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const command = { 'command-line': 'i /b 0x64' };
  const answer = await client.execute('human-monitor-command', command, signal && { signal });
  const status = /= (0x[0-9a-f]+)/i.exec(answer)?.[1];
  if (status !== undefined) return (Number(status) & 1) === 0;
  throw new MachineError('no-i8042', `the machine has no port 0x64 to ask: ${answer.trim()}`, {
    hint: 'say which keyboard the machine has: keyboard: usb or keyboard: virtio',
  });
}
