import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import { MachineError } from '../../../src/errors.ts';
import type { QemuDescription } from '../../../src/machine/description.ts';
import type { Machine } from '../../../src/machine/machine.ts';
import { findFirmware } from '../../../src/machine/qemu/firmware.ts';
import { SerialPort } from '../../../src/machine/serial-port.ts';
import { type StartOptions, startMachine } from '../../../src/machine/start.ts';
import { describeWith, findProcesses, makeTestFolder, until } from '../../support/with-qemu.ts';

const DEMO = fileURLToPath(new URL('../../../guests/demo/demo.elf', import.meta.url));

let machine: Machine | undefined;
let named = 0;

afterEach(async () => {
  await machine?.stop();
  machine = undefined;
});

/** A name that only one QEMU's command line holds. */
function makeName(): string {
  return `gw-test-${process.pid}-${++named}`;
}

/** A small machine whose guest does not run, unless `description` says otherwise. */
async function start(
  name: string,
  description: QemuDescription = {},
  options: Partial<StartOptions> = {},
): Promise<Machine> {
  machine = await startMachine(
    { memory: 32, accel: 'tcg', 'extra-args': ['-S', '-name', name], ...description },
    { baseDir: tmpdir(), ...options },
  );
  return machine;
}

/** Where the QEMU of this name was told to listen. */
function runtimeFolderOf(name: string): string {
  const [, socket = ''] =
    /socket,id=qmp0,path=([^,]+)/.exec(findProcesses(name)[0]?.command ?? '') ?? [];
  return dirname(socket);
}

function pidOf(name: string): number {
  return findProcesses(name)[0]?.pid ?? Number.NaN;
}

function ourFolders(): string[] {
  return [tmpdir(), '/dev/shm']
    .filter(existsSync)
    .flatMap((parent) => readdirSync(parent).map((entry) => join(parent, entry)))
    .filter((path) => path.includes(`/guestwright-${process.pid}-`));
}

async function rejection(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error) => error,
  );
}

describeWith('qemu-system-x86_64')('a QEMU of ours', { timeout: 30_000 }, () => {
  test('starts, answers, stops, and leaves nothing', async () => {
    const name = makeName();
    const { client, stop, ...rest } = await start(name);
    const runtime = runtimeFolderOf(name);
    expect(rest).toStrictEqual({
      driver: 'qemu',
      title: expect.stringMatching(/^QEMU \d+\.\d+\.\d+, tcg$/),
      keyboard: 'ps2',
      virtioKeyboards: [],
      display: 'video0',
      framesDir: expect.stringMatching(/\/guestwright-\d+-\w{6}$/),
      serialLog: join(runtime, 'serial.log'),
      died: expect.any(Promise),
      pid: pidOf(name),
      keyboardTrace: undefined,
      own: {},
      sharedKeyboard: 'ps2',
      isShared: false,
      disks: { files: [], folder: runtime },
      serial: expect.any(SerialPort),
      quit: expect.any(Function),
      saveState: expect.any(Function),
      takeSnapshot: expect.any(Function),
      restoreSnapshot: expect.any(Function),
    });
    expect(await client.execute('query-status')).toMatchObject({ status: 'prelaunch' });
    for (const folder of [runtime, rest.framesDir]) {
      expect(statSync(folder).mode & 0o777).toBe(0o700);
    }
    await stop();
    await stop();
    expect(findProcesses(name)).toEqual([]);
    expect([runtime, rest.framesDir].filter(existsSync)).toEqual([]);
  });

  test('draws its display into the frames folder', async () => {
    const { client, display, framesDir } = await start(makeName());
    const filename = join(framesDir, 'frame.ppm');
    await client.execute('screendump', { filename, ...(display && { device: display }) });
    expect(readFileSync(filename).subarray(0, 2).toString()).toBe('P6');
  });

  test('has every device of its description', async () => {
    const { client } = await start(makeName(), {
      keyboard: 'usb',
      display: 'virtio',
      pointer: 'virtio-tablet',
      network: 'user',
      cpus: 2,
    });
    expect(await client.execute('query-cpus-fast')).toHaveLength(2);
    expect(await client.execute('qom-get', { path: 'video0', property: 'type' })).toBe(
      'virtio-vga',
    );
    expect(await client.execute('qom-get', { path: 'keyboard0', property: 'type' })).toBe(
      'usb-kbd',
    );
    const network = { 'command-line': 'info network' };
    expect(await client.execute('human-monitor-command', network)).toContain('type=user');
  });

  test.each(['std', 'qxl', 'cirrus', 'vmware'] as const)(
    'takes the display %s',
    async (display) => {
      await start(makeName(), { display });
    },
  );

  test('reads its disks through overlays, and starts with a CD-ROM and a comma in a path', async () => {
    const baseDir = makeTestFolder();
    const image = Buffer.alloc(1024 * 1024, 'base');
    for (const file of ['a.img', 'b,c.img', 'd.img', 'cd.iso']) {
      writeFileSync(join(baseDir, file), image);
    }
    const { client, stop } = await start(
      makeName(),
      {
        disks: ['a.img', { file: 'b,c.img', interface: 'ide' }, { file: 'd.img', keep: true }],
        cdrom: 'cd.iso',
      },
      { baseDir },
    );
    for (const device of ['disk0/virtio-backend', 'disk1', 'disk2/virtio-backend']) {
      const command = `qemu-io -d /machine/peripheral/${device} "write -P 0x55 0 4096"`;
      const said = await client.execute('human-monitor-command', { 'command-line': command });
      expect(said).toBe('');
    }
    await stop();
    expect(readFileSync(join(baseDir, 'a.img')).equals(image)).toBe(true);
    expect(readFileSync(join(baseDir, 'b,c.img')).equals(image)).toBe(true);
    expect(readFileSync(join(baseDir, 'd.img')).equals(image)).toBe(false);
  });

  test.skipIf(!findFirmware('x86_64').ok)('starts UEFI from variables of its own', async () => {
    const name = makeName();
    await start(name, { firmware: 'uefi', memory: 64 });
    expect(existsSync(join(runtimeFolderOf(name), 'variables.fd'))).toBe(true);
  });

  test.skipIf(!existsSync(DEMO)).each([
    ['vmmouse', 'pointer vmware'],
    ['usb-tablet', 'pointer none'],
  ] as const)('with the pointer %s, its guest finds: %s', async (pointer, line) => {
    const { serialLog = '' } = await start(makeName(), {
      kernel: DEMO,
      pointer,
      memory: 64,
      'extra-args': [],
    });
    await until(line, () => readFileSync(serialLog, 'utf8').includes(line), 20_000);
  });

  test('keeps the serial log where it is told to', async () => {
    const baseDir = makeTestFolder();
    const { serialLog, stop } = await start(
      makeName(),
      {},
      { baseDir, serialLog: 'out/serial.log' },
    );
    expect(serialLog).toBe(join(baseDir, 'out', 'serial.log'));
    await stop();
    expect(existsSync(join(baseDir, 'out', 'serial.log'))).toBe(true);
  });

  test('that ends at once is an error with what it said', async () => {
    const error = await rejection(start(makeName(), { 'extra-args': ['-no-such-option'] }));
    expect(error).toBeInstanceOf(MachineError);
    expect(error).toMatchObject({
      code: 'qemu-exited',
      message:
        'qemu-system-x86_64 exited with code 1: qemu-system-x86_64: -no-such-option: invalid option',
    });
    expect(ourFolders()).toEqual([]);
  });

  test('without its kernel is not started', async () => {
    const error = await rejection(start(makeName(), { kernel: 'no/kernel.elf' }));
    expect(error).toMatchObject({
      code: 'file-missing',
      message: 'kernel no/kernel.elf does not exist',
    });
  });

  test('aborted while it starts leaves nothing', async () => {
    const name = makeName();
    const abort = new AbortController();
    const failed = rejection(start(name, {}, { signal: abort.signal }));
    await until('QEMU is there', () => findProcesses(name).length > 0);
    abort.abort(new Error('enough'));
    expect(await failed).toMatchObject({ message: 'enough' });
    expect(findProcesses(name)).toEqual([]);
    expect(ourFolders()).toEqual([]);
  });

  test('that is killed has died, with the reason', async () => {
    const name = makeName();
    const { died } = await start(name);
    process.kill(pidOf(name), 'SIGKILL');
    expect(await died).toMatchObject({
      code: 'qemu-exited',
      message: 'qemu-system-x86_64 was killed by SIGKILL',
    });
  });

  test('that quits by itself has died', async () => {
    const { died, client } = await start(makeName());
    await client.execute('quit');
    expect(await died).toMatchObject({ message: 'qemu-system-x86_64 exited with code 0' });
  });

  test('that is stopped has not died', async () => {
    const { died, stop } = await start(makeName());
    await stop();
    expect(await Promise.race([died, systemClock.wait(50)])).toBeUndefined();
  });

  test('that hangs is gone after stop', async () => {
    const name = makeName();
    const { stop, framesDir } = await start(name);
    process.kill(pidOf(name), 'SIGSTOP');
    await stop();
    expect(findProcesses(name)).toEqual([]);
    expect(existsSync(framesDir)).toBe(false);
  });
});

test('a QEMU that is not installed is said, with what to install', async () => {
  const error = await rejection(start(makeName(), { arch: 'nosuch' }));
  expect(error).toMatchObject({
    code: 'qemu-missing',
    message: 'qemu-system-nosuch is not installed',
    hint: 'run npm run setup, or on Debian and Ubuntu: apt-get install qemu-system',
  });
});

test('a base folder that is not there is not taken for a missing QEMU', async () => {
  const error = await rejection(start(makeName(), {}, { baseDir: '/nowhere/at/all' }));
  expect(error).toMatchObject({ message: 'the folder /nowhere/at/all does not exist' });
});
