import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { Guest } from '../../../src/guest/guest.ts';
import { findFirmware } from '../../../src/machine/qemu/firmware.ts';
import { startMachine } from '../../../src/machine/start.ts';
import { repository } from '../../support/needs-qemu.ts';
import { enterSetup, hasOvmf, untilStarted } from '../../support/ovmf.ts';
import { describeWith, makeTestFolder } from '../../support/with-qemu.ts';

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

/** Those of a machine that has never run. */
function readTemplate(): Buffer {
  const found = findFirmware('x86_64');
  if (!found.ok) throw new Error(found.message);
  return readFileSync(found.firmware.variables);
}

describeWith('qemu-system-x86_64')('a UEFI machine that goes on from a saved state', () => {
  test.skipIf(!hasOvmf('UEFI states'))(
    'has its variables, and takes keys',
    { timeout: 300_000 },
    async () => {
      const first = await start();
      await untilStarted(first);
      const variables = await readVariables(first);
      expect(variables.equals(readTemplate())).toBe(false);
      const state = makeTestFolder();
      await first.machine.saveState?.(state);
      await first.machine.stop();

      const second = await start(state);
      await untilStarted(second);
      expect((await readVariables(second)).equals(variables)).toBe(true);
      await enterSetup(second);
    },
  );
});
