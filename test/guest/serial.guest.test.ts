import { expect, test as plainTest } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { runInShell } from '../../src/guest/shell.ts';
import { describeWithProbeGuest } from '../support/probe-guest.ts';
import { startShellGuest } from '../support/shell-guest.ts';

describeWithProbeGuest(import.meta.filename)('a shell on the serial console', () => {
  plainTest.each(['port', 'virtio'] as const)(
    '%s: commands, their output and their exit',
    async (serial) => {
      const { run } = await startShellGuest({ serial });
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
    const { guest } = await startShellGuest();
    const options = { clock: systemClock, timeoutMs: 1000 };
    await expect(runInShell(guest.serial, 'echo begun; sleep 1000', options)).rejects.toThrow(
      'the command did not end within 1000 ms; it printed last:\nbegun',
    );
    const { output } = await runInShell(guest.serial, 'echo alive', { clock: systemClock });
    expect(output).toBe('alive\n');
  });
});
