import { expect, test } from 'vitest';
import type { Guest } from '../../src/guest/guest.ts';
import { absoluteValue } from '../../src/input/absolute.ts';
import type { MouseInfo } from '../../src/qmp/types.ts';
import { rejectionOf } from '../qmp/rejection.ts';
import { describeFailure, fillFrame } from '../screen/frames.ts';
import { ps2Mouse, tablet, withFakeGuest } from './fake-guest.ts';

const frame = fillFrame(64, 48);
const inside = { x: 63, y: 47 };
const at = `x=${absoluteValue(63, 64)} y=${absoluteValue(47, 48)}`;
const origin = `x=${absoluteValue(0, 64)} y=${absoluteValue(0, 48)}`;

const gestures: Record<string, (guest: Guest, point: typeof inside) => Promise<void>> = {
  move: (guest, point) => guest.pointer.move(point),
  click: (guest, point) => guest.pointer.click(point),
  doubleClick: (guest, point) => guest.pointer.doubleClick(point),
  'drag to': (guest, point) => guest.pointer.drag({ x: 0, y: 0 }, point),
  'drag from': (guest, point) => guest.pointer.drag(point, { x: 0, y: 0 }),
  scroll: (guest, point) => guest.pointer.scroll('down', 2, point),
};

test.for(Object.entries(gestures))('%s: a point outside the screen', ([, gesture]) =>
  withFakeGuest({ frame }, async ({ guest, arrived }) => {
    for (const [x, y] of [
      [64, 47],
      [63, 48],
      [-1, 0],
      [0, -1],
    ] as const) {
      const error = await rejectionOf(gesture(guest, { x, y }));
      expect(describeFailure(error)).toBe(
        `StepError off-screen: the point ${x},${y} is outside the screen, which is 64x48`,
      );
    }
    expect(arrived).toEqual([]);
  }),
);

const notAbsolute: readonly (readonly [string, readonly MouseInfo[], string])[] = [
  [
    'a mouse only',
    [{ ...ps2Mouse, current: true }],
    'StepError no-absolute-pointer: the guest has no absolute pointer (it has: QEMU PS/2 Mouse) ' +
      '(give the machine one: pointer: usb-tablet, virtio-tablet or vmmouse)',
  ],
  [
    'nothing at all',
    [],
    'StepError no-absolute-pointer: the guest has no absolute pointer (it has: none) ' +
      '(give the machine one: pointer: usb-tablet, virtio-tablet or vmmouse)',
  ],
  [
    'a tablet that the guest does not use',
    [
      { ...ps2Mouse, current: true },
      { ...tablet, current: false },
    ],
    'StepError pointer-idle: the guest does not use its QEMU HID Tablet yet ' +
      '(click once its driver runs, or give the machine a pointer that the guest knows)',
  ],
];

test.for(notAbsolute)('%s', ([, mice, message]) =>
  withFakeGuest({ frame, mice }, async ({ guest, arrived }) => {
    for (const gesture of Object.values(gestures)) {
      expect(describeFailure(await rejectionOf(gesture(guest, inside)))).toBe(message);
    }
    expect(describeFailure(await rejectionOf(guest.pointer.hold('left')))).toBe(message);
    expect(arrived).toEqual([]);
  }),
);

test('move', () =>
  withFakeGuest({ frame }, async ({ guest, arrived }) => {
    await guest.pointer.move(inside);
    expect(arrived).toEqual([`0: ${at}`]);
  }));

test('click: left for 80 ms unless somebody says otherwise', () =>
  withFakeGuest({ frame }, async ({ guest, clock, arrived }) => {
    await clock.run(guest.pointer.click(inside));
    await clock.run(guest.pointer.click(inside, { button: 'right', holdMs: 20 }));
    expect(arrived).toEqual([`0: ${at} +left`, '80: -left', `80: ${at} +right`, '100: -right']);
  }));

test('double click', () =>
  withFakeGuest({ frame }, async ({ guest, clock, arrived }) => {
    await clock.run(guest.pointer.doubleClick(inside));
    expect(arrived).toEqual([`0: ${at} +left`, '80: -left', '140: +left', '220: -left']);
  }));

test('drag: 400 ms unless somebody says otherwise', () =>
  withFakeGuest({ frame }, async ({ guest, clock, arrived }) => {
    await clock.run(guest.pointer.drag({ x: 0, y: 0 }, inside));
    expect(arrived[0]).toBe(`0: ${origin} +left`);
    expect(arrived.at(-2)).toMatch(new RegExp(`: ${at}$`));
    expect(arrived.at(-1)).toMatch(/: -left$/);
    expect(clock.now()).toBeCloseTo(400, 6);
  }));

test('scroll', () =>
  withFakeGuest({ frame }, async ({ guest, clock, arrived }) => {
    await clock.run(guest.pointer.scroll('up', 2, inside));
    const notch = '+wheel-up -wheel-up';
    expect(arrived).toEqual([`0: ${at}`, `0: ${notch}`, `20: ${notch}`]);
  }));

test('hold and release, twice each', () =>
  withFakeGuest({ frame }, async ({ guest, arrived }) => {
    await guest.pointer.hold('left');
    expect(describeFailure(await rejectionOf(guest.pointer.hold('left')))).toBe(
      'StepError already-held: the left button: held already',
    );
    await guest.pointer.release('left');
    expect(describeFailure(await rejectionOf(guest.pointer.release('left')))).toBe(
      'StepError not-held: the left button: not held (only a button that a hold step pressed can be released)',
    );
    expect(arrived).toEqual(['0: +left', '0: -left']);
  }));

test('an abort in the middle of a click leaves the button to releaseAll', () =>
  withFakeGuest({ frame }, async ({ guest, clock, arrived }) => {
    const abort = new AbortController();
    const click = rejectionOf(guest.pointer.click(inside, { signal: abort.signal }));
    await clock.untilWaiting(1);
    abort.abort(new Error('stop it'));
    expect(await click).toBe(abort.signal.reason);
    await guest.releaseAll();
    expect(arrived).toEqual([`0: ${at} +left`, '0: -left']);
  }));
