import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { MachineError } from '../../../src/errors.ts';
import { Guest } from '../../../src/guest/guest.ts';
import { keyEvent } from '../../../src/input/batch.ts';
import { startMachine } from '../../../src/machine/start.ts';
import type { Frame } from '../../../src/screen/frame.ts';
import { type DemoGuest, DemoSerial } from '../../support/demo-guest.ts';
import { startDemo, withEmbeddedDemo } from '../../support/embedded-guest.ts';
import { demoElf, repository } from '../../support/needs-qemu.ts';
import { findProcesses, makeTestFolder, until } from '../../support/with-qemu.ts';

const TIMEOUT_MS = 30_000;

/** The emulators whose serial log lies in that folder. */
function emulatorsOf(folder: string): number[] {
  return findProcesses(folder)
    .filter(({ command }) => /^\S+ \S*embedded\/process\.js /.test(command))
    .map(({ pid }) => pid);
}

test(
  'a machine of Node alone: keys, pointer, screen, and nothing left after it',
  async () => {
    const demo = await startDemo('embedded', { append: 'screen=hostname' });
    const { machine, guest, serial } = demo;
    expect(machine).toMatchObject({
      ...{
        driver: 'embedded',
        title: 'v86 0.5.462, embedded',
        keyboard: 'ps2',
        display: undefined,
      },
    });
    await guest.keyboard.type('A typed host name, not too short');
    await guest.pointer.click({ x: 812, y: 612 });
    await serial.until('the name', () => serial.lines('hostname').length > 0);
    expect(serial.lines('hostname')).toEqual(['A typed host name, not too short']);
    const frame = await guest.screen.capture();
    expect([frame.width, frame.height]).toEqual([1024, 768]);
    const folder = dirname(machine.serialLog ?? '');
    expect(emulatorsOf(folder)).toHaveLength(1);
    await machine.stop();
    await machine.stop();
    expect(emulatorsOf(folder)).toEqual([]);
    expect(existsSync(folder)).toBe(false);
    expect(existsSync(machine.framesDir)).toBe(false);
  },
  TIMEOUT_MS,
);

test(
  'the serial log goes where it is wanted',
  async () => {
    const folder = makeTestFolder();
    const machine = await startMachine(
      { driver: 'embedded', kernel: demoElf },
      { baseDir: repository, serialLog: join(folder, 'deep/serial.log') },
    );
    await machine.stop();
    expect(machine.serialLog).toBe(join(folder, 'deep/serial.log'));
    expect(existsSync(join(folder, 'deep/serial.log'))).toBe(true);
  },
  TIMEOUT_MS,
);

test.each([
  [{ kernel: 'no.elf' }, 'file-missing', 'kernel no.elf does not exist'],
  [{ kernel: 'package.json' }, 'not-embeddable', 'kernel package.json is no multiboot kernel'],
  [{ kernel: demoElf, initrd: 'no.gz' }, 'file-missing', 'initrd no.gz does not exist'],
])('%o is refused before anything starts', async (description, code, message) => {
  const starting = startMachine({ driver: 'embedded', ...description }, { baseDir: repository });
  await expect(starting).rejects.toMatchObject({ code, message });
});

test(
  'an aborted start leaves nothing behind',
  async () => {
    const folder = makeTestFolder();
    const controller = new AbortController();
    const starting = startMachine(
      { driver: 'embedded', kernel: demoElf },
      { baseDir: repository, serialLog: join(folder, 'log'), signal: controller.signal },
    );
    setImmediate(() => controller.abort(new Error('enough')));
    await expect(starting).rejects.toThrow('enough');
    expect(emulatorsOf(folder)).toEqual([]);
  },
  TIMEOUT_MS,
);

test(
  'kill -9 of who started it leaves no emulator',
  async () => {
    const folder = makeTestFolder();
    const program = `
    import { startMachine } from ${JSON.stringify(join(repository, 'dist/machine/start.js'))};
    await startMachine(
      { driver: 'embedded', kernel: ${JSON.stringify(demoElf)} },
      { baseDir: ${JSON.stringify(repository)}, serialLog: ${JSON.stringify(join(folder, 'log'))} },
    );
    console.log('started');`;
    const runner = spawn(process.execPath, ['--input-type=module', '-e', program]);
    onTestFinished(() => {
      runner.kill('SIGKILL');
    });
    runner.stderr.pipe(process.stderr);
    const ended = once(runner, 'exit').then(([code]) => `ended with ${code}`);
    const said = once(runner.stdout, 'data').then(([data]) => String(data));
    expect(await Promise.race([said, ended])).toBe('started\n');
    const [pid = 0] = emulatorsOf(join(folder, 'log'));
    expect(pid).toBeGreaterThan(0);
    runner.kill('SIGKILL');
    await until('no emulator is left', () => emulatorsOf(join(folder, 'log')).length === 0, 2000);
  },
  TIMEOUT_MS,
);

test(
  'an emulator that is killed is a death that says so',
  async () => {
    await withEmbeddedDemo({}, async ({ machine }) => {
      const [pid = 0] = emulatorsOf(dirname(machine.serialLog ?? ''));
      process.kill(pid, 'SIGKILL');
      const error = await machine.died;
      expect(error).toBeInstanceOf(MachineError);
      expect(error).toMatchObject({
        ...{
          code: 'emulator-exited',
          message: "the embedded machine's process was killed by SIGKILL",
        },
      });
    });
  },
  TIMEOUT_MS,
);

function same(a: Frame, b: Frame): boolean {
  return Buffer.compare(a.data, b.data) === 0;
}

async function press(
  demo: DemoGuest,
  keys: Parameters<DemoGuest['guest']['keyboard']['press']>[0],
  screen: string,
) {
  const count = demo.serial.lines('screen').length;
  await demo.guest.keyboard.press(keys);
  await demo.serial.until(`screen ${screen}`, () => demo.serial.lines('screen').length > count);
  expect(demo.serial.lines('screen').at(-1)).toBe(screen);
}

test(
  'a snapshot comes back with its picture, and goes on from there',
  async () => {
    await withEmbeddedDemo({}, async (demo) => {
      const { machine, guest } = demo;
      await press(demo, ['ret'], 'licence');
      const before = await guest.screen.capture();
      await machine.takeSnapshot?.('licence');
      await press(demo, ['esc'], 'welcome');
      await machine.restoreSnapshot?.('licence');
      expect(same(await guest.screen.capture(), before)).toBe(true);
      await guest.keyboard.press(['spc']);
      await press(demo, ['alt', 'c'], 'hostname');
      expect(demo.serial.lines('fault')).toEqual([]);
      await expect(machine.restoreSnapshot?.('license')).rejects.toMatchObject({
        code: 'no-snapshot',
        message: 'there is no snapshot "license" yet. Did you mean "licence"?',
      });
    });
  },
  TIMEOUT_MS,
);

test(
  'a machine starts from the saved state of another, which runs on',
  async () => {
    const state = makeTestFolder();
    await withEmbeddedDemo({}, async (demo) => {
      await press(demo, ['ret'], 'licence');
      await demo.machine.saveState?.(state);
      await press(demo, ['esc'], 'welcome');
      await demo.machine.client.execute('stop');
      await expect(demo.machine.saveState?.(state)).rejects.toMatchObject({
        message: 'only a guest that runs can be saved: it is paused',
      });
    });
    const machine = await startMachine(
      { kernel: demoElf, memory: 64, pointer: 'vmmouse' },
      { baseDir: repository, driver: 'embedded', state },
    );
    onTestFinished(() => machine.stop());
    const guest = new Guest(machine);
    await guest.keyboard.press(['esc']);
    const serial = new DemoSerial(machine.serialLog ?? '');
    await serial.until('the key, up', () => serial.lines('scan').length > 1);
    expect(serial.lines()).toEqual(['scan 01', 'screen welcome', 'scan 81']);
  },
  TIMEOUT_MS,
);

test(
  'a state that is none is refused, and the guest goes on',
  async () => {
    await withEmbeddedDemo({}, async (demo) => {
      const { client } = demo.machine;
      const restore = (filename: string) => client.execute('x-guestwright-restore', { filename });
      const file = join(repository, 'package.json');
      await expect(restore(file)).rejects.toMatchObject({
        desc: `'${file}' is no state of guestwright embedded, v86 0.5.462, 64 MiB`,
      });
      await expect(restore('/nonexistent/state')).rejects.toMatchObject({
        desc: "Could not open '/nonexistent/state': No such file or directory",
      });
      await press(demo, ['ret'], 'licence');
    });
  },
  TIMEOUT_MS,
);

test(
  'a paused guest stands still, and a reset one starts again',
  async () => {
    await withEmbeddedDemo({ append: 'screen=summary' }, async (demo) => {
      const { machine, guest, serial } = demo;
      await machine.client.execute('stop');
      await machine.client.execute('send-key', { keys: [{ type: 'qcode', data: 'ret' }] });
      await machine.client.execute('cont');
      await press(demo, ['ret'], 'done');
      expect(serial.lines('scan')).toEqual(['1c', '9c']);
      const reset = machine.client.waitForEvent('RESET');
      await machine.client.execute('system_reset');
      expect((await reset).data).toEqual({ guest: false, reason: 'host-qmp-system-reset' });
      await serial.until('a second start', () => serial.lines('screen').length === 3);
      expect(serial.lines('screen')).toEqual(['summary', 'done', 'summary']);
      await press(demo, ['ret'], 'done');
      expect((await guest.screen.capture()).width).toBe(1024);
    });
  },
  TIMEOUT_MS,
);

test(
  'what the keyboard cannot hold is lost, and silently',
  async () => {
    await withEmbeddedDemo({}, async ({ machine, guest, serial }) => {
      const letters = (['q', 'w', 'e', 'r', 't', 'y', 'u', 'i', 'o', 'p'] as const).flatMap(
        (key) => [keyEvent(key, true), keyEvent(key, false)],
      );
      const events = [...letters, ...letters, ...letters, ...letters];
      expect(await machine.client.execute('input-send-event', { events })).toEqual({});
      await serial.first('scan', 16);
      await guest.keyboard.press(['esc']);
      expect(await serial.first('scan', 18)).toEqual([
        ...['10', '90', '11', '91', '12', '92', '13', '93', '14', '94', '15', '95', '16', '96'],
        ...['17', '97', '01', '81'],
      ]);
    });
  },
  TIMEOUT_MS,
);

test(
  'send-key holds each key, and comes up in reverse',
  async () => {
    await withEmbeddedDemo({}, async ({ machine, serial }) => {
      const keys = (['ctrl', 'alt', 'delete'] as const).map(
        (data) => ({ type: 'qcode', data }) as const,
      );
      await machine.client.execute('send-key', { keys, 'hold-time': 5 });
      expect(await serial.first('scan', 8)).toEqual([
        '1d',
        '38',
        'e0',
        '53',
        'e0',
        'd3',
        'b8',
        '9d',
      ]);
    });
  },
  TIMEOUT_MS,
);
