import { Guest } from '../../src/guest/guest.ts';
import { waitForText } from '../../src/guest/text/text-wait.ts';
import type { QemuDescription } from '../../src/machine/description.ts';
import { startMachine } from '../../src/machine/start.ts';
import { createPattern } from '../../src/screen/text/text-pattern.ts';
import { repository } from './needs-qemu.ts';

const DEADLINE_MS = 170_000;

/** A test with a PC under TCG that nothing is known of but its description. */
export async function withBareGuest(
  description: QemuDescription,
  body: (guest: Guest) => Promise<void>,
): Promise<void> {
  const machine = await startMachine(
    { accel: 'tcg', memory: 64, pointer: 'none', ...description },
    { baseDir: repository },
  );
  try {
    await body(new Guest(machine));
  } finally {
    await machine.stop();
  }
}

/** Waits until its screen says a text. */
export function untilText(guest: Guest, text: string, timeoutMs = 60_000) {
  const pattern = createPattern(text);
  return waitForText(guest, { pattern, timeoutMs, signal: AbortSignal.timeout(DEADLINE_MS) });
}
