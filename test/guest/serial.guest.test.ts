import { join } from 'node:path';
import { expect, onTestFinished, test as plainTest } from 'vitest';
import { probeMachine } from '../../guests/probe/probe.mjs';
import { systemClock } from '../../src/clock.ts';
import { Guest } from '../../src/guest/guest.ts';
import { runInShell } from '../../src/guest/shell.ts';
import { startMachine } from '../../src/machine/start.ts';
import { createPattern } from '../../src/screen/text/text-pattern.ts';
import { describeWithProbeGuest } from '../support/probe-guest.ts';
import { makeTestFolder } from '../support/with-qemu.ts';

async function startShell(serial: 'port' | 'virtio'): Promise<Guest> {
  const folder = makeTestFolder();
  const wanted = { keyboard: 'ps2', pointer: 'none', reportFile: join(folder, 'report') } as const;
  const description = probeMachine(wanted);
  const append = `${description.append} probe.shell=${serial === 'port' ? 'ttyS0' : 'hvc0'}`;
  const machine = await startMachine({ ...description, append, serial }, { baseDir: folder });
  onTestFinished(() => machine.stop());
  const guest = new Guest(machine);
  await guest.serial.expect(createPattern('/[#$] $/'));
  return guest;
}

describeWithProbeGuest(import.meta.filename)('a shell on the serial console', () => {
  plainTest.each(['port', 'virtio'] as const)(
    '%s: commands, their output and their exit',
    async (serial) => {
      const guest = await startShell(serial);
      const run = (command: string) =>
        runInShell(guest.serial, command, { clock: systemClock, timeoutMs: 30_000 });
      expect(await run('true')).toEqual({ exit: 0, output: '' });
      expect(await run('ls /nowhere')).toMatchObject({ exit: 1 });
      expect(await run('if then (')).toMatchObject({ exit: 2 });
      const words = Array.from({ length: 600 }, (_, i) => `word-${i}`).join(' ');
      const long = await run(`cd /tmp\ncat >long <<'E'\n${words}\t'ü'\nE\ncat long; rm long`);
      expect(long).toEqual({ exit: 0, output: `${words}\t'ü'\n` });
      expect((await run('pwd')).output).toBe('/tmp\n');
      for (let i = 0; i < 50; i += 1) {
        expect(await run(`echo ${i}; (exit ${i})`)).toEqual({ exit: i, output: `${i}\n` });
      }
    },
  );

  plainTest('a command that does not end is interrupted, and the shell goes on', async () => {
    const guest = await startShell('port');
    const options = { clock: systemClock, timeoutMs: 1000 };
    await expect(runInShell(guest.serial, 'echo begun; sleep 1000', options)).rejects.toThrow(
      'the command did not end within 1000 ms; it printed last:\nbegun',
    );
    const { output } = await runInShell(guest.serial, 'echo alive', { clock: systemClock });
    expect(output).toBe('alive\n');
  });
});
