import { Guest } from '../../src/guest/guest.ts';
import type { QemuDescription } from '../../src/machine/description.ts';
import { type Driver, startMachine } from '../../src/machine/start.ts';
import { type DemoGuest, DemoSerial } from './demo-guest.ts';
import { demoElf, repository } from './needs-qemu.ts';

type Description = Pick<QemuDescription, 'append' | 'pointer'>;

/** The demo guest on the machine of that driver, ready for input. Whoever starts it stops it. */
export async function startDemo(
  driver: Exclude<Driver, 'auto'>,
  description: Description = {},
): Promise<DemoGuest> {
  const machine = await startMachine(
    { kernel: demoElf, accel: 'tcg', memory: 64, pointer: 'vmmouse', ...description },
    { baseDir: repository, driver },
  );
  if (machine.serialLog === undefined) throw new Error('a machine of ours has a serial log');
  const serial = new DemoSerial(machine.serialLog);
  try {
    await serial.until('the guest is ready', () =>
      serial.lines().includes('demo guest ready 1024x768'),
    );
  } catch (error) {
    await machine.stop();
    throw error;
  }
  return { machine, guest: new Guest(machine), serial };
}

/** A test with the demo guest on the embedded machine, which needs nothing but Node. */
export async function withEmbeddedDemo(
  description: Description,
  body: (demo: DemoGuest) => Promise<void>,
): Promise<void> {
  const demo = await startDemo('embedded', description);
  try {
    await body(demo);
  } finally {
    await demo.machine.stop();
  }
}

/** A test with the demo guest on both machines at once. */
export async function withBothDemos(
  description: Description,
  body: (embedded: DemoGuest, qemu: DemoGuest) => Promise<void>,
): Promise<void> {
  await withEmbeddedDemo(description, async (embedded) => {
    const qemu = await startDemo('qemu', description);
    try {
      await body(embedded, qemu);
    } finally {
      await qemu.machine.stop();
    }
  });
}
