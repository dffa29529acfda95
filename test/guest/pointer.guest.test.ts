import { expect } from 'vitest';
import type { Point } from '../../src/input/absolute.ts';
import { rejectionOf } from '../qmp/rejection.ts';
import { describeFailure } from '../screen/frames.ts';
import { withDemoGuest } from '../support/demo-guest.ts';
import { testWithDemoGuest } from '../support/needs-qemu.ts';

const test = testWithDemoGuest(import.meta.filename);

/** Corners, edges, their neighbours, and every 97th pixel between. */
function grid(): Point[] {
  const along = (extent: number) => {
    const between = Array.from({ length: Math.floor(extent / 97) }, (_, i) => 97 * (i + 1));
    return [0, 1, extent / 2 - 1, extent / 2, ...between, extent - 2, extent - 1];
  };
  return along(1024).flatMap((x) => along(768).map((y) => ({ x, y })));
}

test('every pixel is hit exactly', () =>
  withDemoGuest({}, async ({ guest, serial }) => {
    const points = grid();
    for (const point of points) await guest.pointer.move(point);
    expect(await serial.first('mouse', points.length)).toEqual(
      points.map(({ x, y }) => `${x} ${y} 0 0`),
    );
  }));

test('every column and every row is hit exactly, and a drag leaves no point of its path out', () =>
  withDemoGuest({ append: 'screen=done' }, async ({ guest, serial }) => {
    const path = Array.from({ length: 1024 }, (_, i) => ({ x: i, y: i % 768 }));
    const [from = { x: 0, y: 0 }, ...via] = path;
    const to = { x: 0, y: 767 };
    await guest.pointer.drag(from, to, { via, durationMs: 6 * path.length });
    await serial.until('the end', () => serial.lines('mouse').at(-1) === '0 767 0 0');
    const seen = new Set(serial.lines('mouse'));
    expect(path.filter(({ x, y }) => !seen.has(`${x} ${y} 1 0`))).toEqual([]);
  }));

test('clicks of each button: down, and up at the same place', () =>
  withDemoGuest({}, async ({ guest, serial }) => {
    await guest.pointer.click({ x: 5, y: 6 });
    await guest.pointer.click({ x: 1023, y: 767 }, { button: 'right', holdMs: 20 });
    await guest.pointer.click({ x: 0, y: 0 }, { button: 'middle', holdMs: 0 });
    expect(await serial.first('mouse', 6)).toEqual([
      '5 6 1 0',
      '5 6 0 0',
      '1023 767 2 0',
      '1023 767 0 0',
      '0 0 4 0',
      '0 0 0 0',
    ]);
  }));

test('a click presses what is there', () =>
  withDemoGuest({}, async ({ guest, serial }) => {
    await guest.pointer.click({ x: 812, y: 612 });
    expect(await serial.first('screen', 2)).toEqual(['welcome', 'licence']);
  }));

test('a double click is one to the guest', () =>
  withDemoGuest({ append: 'screen=desktop' }, async ({ guest, serial }) => {
    await guest.pointer.doubleClick({ x: 400, y: 336 });
    expect(await serial.first('mouse', 4)).toEqual([
      '400 336 1 0',
      '400 336 0 0',
      '400 336 1 0',
      '400 336 0 0',
    ]);
    expect(await serial.first('desktop', 1)).toEqual(['Lantern']);
  }));

test('a drag starts, moves and ends where it should', () =>
  withDemoGuest({ append: 'screen=desktop' }, async ({ guest, serial }) => {
    const [from, to] = [
      { x: 160 + 11 * 16, y: 502 },
      { x: 160 + 11 * 48, y: 510 },
    ];
    await guest.pointer.drag(from, to, { durationMs: 200 });
    await guest.keyboard.press(['ret']);
    expect(await serial.first('swap', 1)).toEqual([`${48 * 64}`]);
    const seen = serial.lines('mouse');
    expect(seen[0]).toBe(`${from.x} ${from.y} 1 0`);
    expect(seen.slice(-2)).toEqual([`${to.x} ${to.y} 1 0`, `${to.x} ${to.y} 0 0`]);
    const xs = seen.map((line) => Number.parseInt(line, 10));
    expect(xs).toEqual(xs.toSorted((a, b) => a - b));
    expect(xs.length).toBeGreaterThan(10);
    expect(seen.slice(0, -1).every((line) => line.endsWith(' 1 0'))).toBe(true);
  }));

test('each notch of the wheel arrives', () =>
  withDemoGuest({ append: 'screen=desktop' }, async ({ guest, serial }) => {
    await guest.pointer.scroll('down', 3, { x: 400, y: 336 });
    await guest.pointer.scroll('up', 2, { x: 400, y: 336 });
    await guest.pointer.move({ x: 1, y: 1 });
    await serial.until('the last move', () => serial.lines('mouse').at(-1) === '1 1 0 0');
    const down = '400 336 0 1';
    const up = '400 336 0 -1';
    expect(serial.lines('mouse')).toEqual(['400 336 0 0', down, down, down, up, up, '1 1 0 0']);
  }));

test('releaseAll after an abort in the middle of a click and a drag', () =>
  withDemoGuest({}, async ({ guest, serial }) => {
    for (const [i, gesture] of [
      (signal: AbortSignal) => guest.pointer.click({ x: 9, y: 9 }, { holdMs: 600_000, signal }),
      (signal: AbortSignal) =>
        guest.pointer.drag({ x: 8, y: 8 }, { x: 8, y: 8 }, { durationMs: 600_000, signal }),
    ].entries()) {
      const abort = new AbortController();
      const ended = rejectionOf(gesture(abort.signal));
      await serial.first('mouse', 2 * i + 1);
      abort.abort(new Error('stop it'));
      expect(await ended).toBe(abort.signal.reason);
      await guest.releaseAll();
    }
    expect(await serial.first('mouse', 4)).toEqual(['9 9 1 0', '9 9 0 0', '8 8 1 0', '8 8 0 0']);
  }));

test('a paused machine takes no click', () =>
  withDemoGuest({}, async ({ machine, guest, serial }) => {
    await machine.client.execute('stop');
    expect(describeFailure(await rejectionOf(guest.pointer.click({ x: 9, y: 9 })))).toBe(
      'StepError not-running: the machine does not run (paused), so its guest gets no input (let it go on first (QMP cont))',
    );
    await machine.client.execute('cont');
    await guest.releaseAll();
    await guest.pointer.hold('right');
    await guest.pointer.release('right');
    const seen = await serial.first('mouse', 2);
    expect(seen.map((line) => line.split(' ').slice(2).join(' '))).toEqual(['2 0', '0 0']);
  }));

test('a machine without an absolute pointer: a warning, and a guest that knows no mouse sees nothing', () =>
  withDemoGuest({ pointer: 'none' }, async ({ guest, serial }) => {
    await guest.pointer.click({ x: 9, y: 9 });
    expect(guest.warnings.take()).toEqual([
      'the QEMU PS/2 Mouse is no absolute pointer: it was homed in the top left corner and moved by steps, and misses where the guest accelerates it; pointer: usb-tablet, virtio-tablet or vmmouse is one',
    ]);
    expect(serial.lines()[0]).toBe('pointer none');
    expect(serial.lines('mouse')).toEqual([]);
  }));

test('a tablet that the guest has no driver for', () =>
  withDemoGuest({ pointer: 'usb-tablet' }, async ({ guest }) => {
    expect(describeFailure(await rejectionOf(guest.pointer.click({ x: 9, y: 9 })))).toBe(
      'StepError pointer-idle: the guest does not use its QEMU HID Tablet yet ' +
        '(click once its driver runs, or give the machine a pointer that the guest knows)',
    );
  }));
