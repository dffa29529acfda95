import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Clock, systemClock } from '../../../src/clock.ts';
import { chooseAccel } from '../../../src/machine/qemu/accel.ts';
import { kvmMemory, kvmMemoryFile } from '../../../src/machine/qemu/kvm-memory.ts';
import { findProcesses, makeTestFolder } from '../../support/with-qemu.ts';

const onKvmHost = test.skipIf(process.platform !== 'linux' || process.arch !== 'x64');

/** A host whose QEMU does `behaviour`, and counts how often it was asked to run a guest. */
function makeHost(behaviour: string) {
  const folder = makeTestFolder();
  const program = join(folder, 'qemu-system-x86_64');
  const runs = join(folder, 'runs');
  writeFileSync(
    program,
    `#!/bin/sh
if [ "$1" = --version ]; then echo "QEMU emulator version 7.2.22 (Test)"; exit 0; fi
echo run >> ${runs}
${behaviour}
`,
  );
  chmodSync(program, 0o755);
  for (const name of ['kvm', 'demo.elf']) writeFileSync(join(folder, name), '');
  return {
    folder,
    runs: () => (existsSync(runs) ? readFileSync(runs, 'utf8').split('\n').length - 1 : 0),
    options: {
      arch: 'x86_64',
      clock: systemClock,
      program,
      device: join(folder, 'kvm'),
      guest: join(folder, 'demo.elf'),
      memory: kvmMemory(join(folder, 'cache', 'kvm.json')),
    },
  };
}

onKvmHost('a guest that runs to its end earns KVM, once for all', async () => {
  const host = makeHost('exit 1');
  expect(await chooseAccel('auto', host.options)).toBe('kvm');
  expect(await chooseAccel('auto', host.options)).toBe('kvm');
  expect(host.runs()).toBe(1);
});

onKvmHost('a warning is no failure', async () => {
  const host = makeHost('echo "qemu: warning: no such feature" >&2; exit 1');
  expect(await chooseAccel('auto', host.options)).toBe('kvm');
});

onKvmHost.each([
  ['QEMU cannot start', 'echo "failed to initialize kvm: Operation not permitted" >&2; exit 1'],
  ['the guest ends otherwise', 'exit 3'],
])('no KVM where %s, and that is remembered', async (_, behaviour) => {
  const host = makeHost(behaviour);
  expect(await chooseAccel('auto', host.options)).toBe('tcg');
  expect(await chooseAccel('auto', host.options)).toBe('tcg');
  expect(host.runs()).toBe(1);
});

onKvmHost('a guest that stands still is ended after 10 s: no KVM', async () => {
  const host = makeHost('exec tail -f "$0"');
  const waits: number[] = [];
  const clock: Clock = {
    now: systemClock.now,
    wait: (ms, signal) => {
      waits.push(ms);
      return ms === 10_000 ? Promise.resolve() : systemClock.wait(ms, signal);
    },
  };
  expect(await chooseAccel('auto', { ...host.options, clock })).toBe('tcg');
  expect(waits[0]).toBe(10_000);
  expect(findProcesses(host.folder)).toEqual([]);
});

onKvmHost('an aborted probe proves nothing and leaves nothing', async () => {
  const host = makeHost('exec tail -f "$0"');
  const aborted = AbortSignal.abort(new Error('enough'));
  await expect(chooseAccel('auto', { ...host.options, signal: aborted })).rejects.toThrow('enough');
  expect(findProcesses(host.folder)).toEqual([]);
  expect(existsSync(join(host.folder, 'cache'))).toBe(false);
});

onKvmHost('an unreadable memory is as good as none', async () => {
  const host = makeHost('exit 1');
  const file = join(host.folder, 'kvm.json');
  writeFileSync(file, '{"a": ');
  expect(await chooseAccel('auto', { ...host.options, memory: kvmMemory(file) })).toBe('kvm');
  expect(Object.values(JSON.parse(readFileSync(file, 'utf8')))).toEqual([true]);
});

test.each([
  ['without a device', { device: '/nowhere/kvm' }],
  ['without the demo guest', { guest: '/nowhere/demo.elf' }],
  ['for another processor', { arch: 's390x' }],
])('auto is TCG at once %s', async (_, options) => {
  const host = makeHost('exit 1');
  expect(await chooseAccel('auto', { ...host.options, ...options })).toBe('tcg');
  expect(host.runs()).toBe(0);
});

test('what is asked for is not tried', async () => {
  const host = makeHost('exit 1');
  expect(await chooseAccel('tcg', host.options)).toBe('tcg');
  if (process.platform === 'linux') expect(await chooseAccel('kvm', host.options)).toBe('kvm');
  expect(host.runs()).toBe(0);
});

onKvmHost('kvm without its device is an error', async () => {
  const host = makeHost('exit 1');
  await expect(
    chooseAccel('kvm', { ...host.options, device: '/nowhere/kvm' }),
  ).rejects.toMatchObject({
    code: 'kvm-unusable',
    message: 'accel is kvm, but /nowhere/kvm does not exist',
    hint: 'join the group kvm, or take accel: auto or tcg',
  });
});

test('memory is kept in the cache of the user', () => {
  expect(kvmMemoryFile({ XDG_CACHE_HOME: '/c' })).toBe('/c/guestwright/kvm.json');
  expect(kvmMemoryFile({})).toMatch(/\/\.cache\/guestwright\/kvm\.json$/);
});

test('hosts are remembered side by side', async () => {
  const memory = kvmMemory(join(makeTestFolder(), 'deep', 'kvm.json'));
  expect(await memory.recall('a')).toBeUndefined();
  await memory.remember('a', true);
  await memory.remember('b', false);
  expect([await memory.recall('a'), await memory.recall('b')]).toEqual([true, false]);
});
