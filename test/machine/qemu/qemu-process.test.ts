import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import { explainExit, spawnQemu } from '../../../src/machine/qemu/qemu-process.ts';
import { findProcesses, makeTestFolder, until } from '../../support/with-qemu.ts';

const place = { cwd: '/', clock: systemClock };

test.each([
  [{ code: 1, signal: null }, 'no such option', 'qemu exited with code 1: no such option'],
  [{ code: 0, signal: null }, '', 'qemu exited with code 0'],
  [{ code: null, signal: 'SIGKILL' }, '', 'qemu was killed by SIGKILL'],
] as const)('an end %o is explained', (exit, said, message) => {
  expect(explainExit('qemu', exit, said)).toMatchObject({ code: 'qemu-exited', message });
});

test('the end of what it says is kept, stderr first', async () => {
  const script = 'seq 100000; echo last; echo trouble >&2';
  const qemu = await spawnQemu('sh', ['-c', script], place);
  expect(await qemu.exited).toEqual({ code: 0, signal: null });
  expect(qemu.said()).toMatch(/^trouble\n(.|\n)*99999\n100000\nlast$/);
  expect(qemu.said().length).toBeLessThan(5000);
});

test('its end is seen though a child of its own holds its stderr', async () => {
  const folder = makeTestFolder();
  onTestFinished(() => {
    for (const { pid } of findProcesses(folder)) process.kill(pid, 'SIGKILL');
  });
  const script = `tail -f /dev/null ${join(folder, 'none')} & exit 3`;
  const qemu = await spawnQemu('sh', ['-c', script], place);
  expect(await qemu.exited).toEqual({ code: 3, signal: null });
});

test('one that does not listen to SIGTERM is killed', async () => {
  const script = 'trap "" TERM; echo ready; while :; do sleep 1; done';
  const qemu = await spawnQemu('sh', ['-c', script], place);
  await until('it does not listen', () => qemu.said() === 'ready');
  await qemu.end();
  expect(await qemu.exited).toEqual({ code: null, signal: 'SIGKILL' });
  await qemu.end();
});
