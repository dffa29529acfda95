import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { Guest } from '../../../src/guest/guest.ts';
import { findFirmware } from '../../../src/machine/qemu/firmware.ts';
import { startMachine } from '../../../src/machine/start.ts';
import { untilText } from '../../support/bare-guest.ts';
import { repository } from '../../support/needs-qemu.ts';
import { describeWith, makeTestFolder } from '../../support/with-qemu.ts';

const ovmf = findFirmware('x86_64');
if (!ovmf.ok) console.warn('SKIPPED a UEFI state: its package ovmf is not installed');

const description = { accel: 'tcg', memory: 128, pointer: 'none', firmware: 'uefi' } as const;

async function start(state?: string): Promise<Guest> {
  const machine = await startMachine(description, { baseDir: repository, ...(state && { state }) });
  onTestFinished(() => machine.stop());
  return new Guest(machine);
}

/** The firmware's variables, as they stand in the machine's own file. */
async function readVariables({ machine }: Guest): Promise<Buffer> {
  const blocks = await machine.client.execute('query-block');
  const [file = ''] = blocks.flatMap(({ inserted }) =>
    inserted && !inserted.ro ? inserted.file : [],
  );
  return readFileSync(file);
}

async function expectText(guest: Guest, text: string): Promise<void> {
  const { found, reading } = await untilText(guest, text, 120_000);
  const said = reading.kind === 'read' ? reading.text.lines.join('\n') : reading.why;
  expect(found, said).toBe(true);
}

describeWith('qemu-system-x86_64')('a UEFI machine that goes on from a saved state', () => {
  test.skipIf(!ovmf.ok)('has its variables, and takes keys', { timeout: 300_000 }, async () => {
    const first = await start();
    await expectText(first, 'Press any key');
    const variables = await readVariables(first);
    expect(variables.equals(readFileSync(ovmf.ok ? ovmf.firmware.variables : ''))).toBe(false);
    const state = makeTestFolder();
    await first.machine.saveState?.(state);
    await first.machine.stop();

    const second = await start(state);
    await expectText(second, 'Press any key');
    expect((await readVariables(second)).equals(variables)).toBe(true);
    await second.keyboard.press(['esc']);
    await expectText(second, '/Boot (Maintenance )?Manager/i');
  });
});
