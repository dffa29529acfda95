import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Machine } from '../../src/machine/machine.ts';
import { startMachine } from '../../src/machine/start.ts';
import { describeWith, findProcesses, makeTestFolder } from '../support/with-qemu.ts';

const machines: Machine[] = [];

afterEach(async () => {
  for (const machine of machines.splice(0).reverse()) await machine.stop();
});

/** Somebody else's QEMU, which offers a second monitor, and we connected to it. */
async function attach() {
  const socket = join(makeTestFolder(), 'monitor');
  const theirs = await startMachine(
    {
      memory: 32,
      accel: 'tcg',
      'extra-args': ['-S', '-qmp', `unix:${socket},server=on,wait=off`],
    },
    { baseDir: tmpdir() },
  );
  machines.push(theirs);
  const ours = await startMachine(
    { attach: `unix:${socket}`, keyboard: 'usb', display: 'video0' },
    { baseDir: tmpdir() },
  );
  machines.push(ours);
  return { socket, theirs, ours };
}

describeWith('qemu-system-x86_64')('an attached machine', { timeout: 30_000 }, () => {
  test('is what its description says', async () => {
    const { ours, socket } = await attach();
    const { client, stop, quit, died, guardHeld, ...rest } = ours;
    expect(rest).toStrictEqual({
      driver: 'attached',
      title: expect.stringMatching(/^QEMU \d+\.\d+\.\d+, attached at unix:/),
      keyboard: 'usb',
      virtioKeyboards: [],
      display: 'video0',
      framesDir: expect.stringMatching(/\/guestwright-\d+-\w{6}$/),
      warnings: [],
      serial: undefined,
      serialLog: undefined,
    });
    expect(rest.title.endsWith(`unix:${socket}`)).toBe(true);
  });

  test.each([
    ['ps2', []],
    ['usb', ['-device', 'qemu-xhci', '-device', 'usb-kbd,id=k']],
    ['usb', ['-device', 'qemu-xhci', '-device', 'usb-kbd']],
    ['virtio', ['-device', 'virtio-keyboard-pci']],
  ])('has its %s keyboard found out (%j)', async (keyboard, devices) => {
    const socket = join(makeTestFolder(), 'monitor');
    const monitor = ['-S', '-qmp', `unix:${socket},server=on,wait=off`];
    const theirs = await startMachine(
      { memory: 32, accel: 'tcg', 'extra-args': [...devices, ...monitor] },
      { baseDir: tmpdir() },
    );
    machines.push(theirs);
    const ours = await startMachine({ attach: `unix:${socket}` }, { baseDir: tmpdir() });
    machines.push(ours);
    expect(ours.keyboard).toBe(keyboard);
  });

  test('draws into our frames folder', async () => {
    const { ours } = await attach();
    const filename = join(ours.framesDir, 'frame.ppm');
    await ours.client.execute('screendump', { filename });
    expect(readFileSync(filename).subarray(0, 2).toString()).toBe('P6');
  });

  test('goes on when we stop', async () => {
    const { ours, theirs, socket } = await attach();
    await ours.stop();
    await ours.stop();
    expect(existsSync(ours.framesDir)).toBe(false);
    expect(findProcesses(socket)).toHaveLength(1);
    expect(await theirs.client.execute('query-status')).toMatchObject({ status: 'prelaunch' });
  });

  test('has died when its QEMU is gone', async () => {
    const { ours, theirs, socket } = await attach();
    await theirs.stop();
    expect(await ours.died).toMatchObject({
      code: 'monitor-lost',
      message: expect.stringContaining(`the machine at unix:${socket} is gone: QMP connection to`),
    });
  });
});

test('where nothing listens is an error, and leaves no folder', async () => {
  const work = startMachine({ attach: 'unix:/nowhere/monitor' }, { baseDir: '/' });
  await expect(work).rejects.toMatchObject({
    code: 'no-such-socket',
    message: 'cannot connect to unix:/nowhere/monitor: no such socket',
  });
});
