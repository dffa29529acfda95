import { describe, expect, test } from 'vitest';
import { Guest } from '../../src/guest/guest.ts';
import { absoluteValue } from '../../src/input/absolute.ts';
import type { MouseInfo } from '../../src/qmp/types.ts';
import { rejectionOf } from '../qmp/rejection.ts';
import { describeFailure, fillFrame } from '../screen/frames.ts';
import { commandsOf, ps2Mouse, tablet, withFakeGuest } from './fake-guest.ts';

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

const unusable: readonly (readonly [string, readonly MouseInfo[], string])[] = [
  [
    'nothing at all',
    [],
    'StepError no-pointer: the guest has no pointer (it has: none) ' +
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

test.for(unusable)('%s', ([, mice, message]) =>
  withFakeGuest({ frame, mice }, async ({ guest, arrived }) => {
    for (const gesture of Object.values(gestures)) {
      expect(describeFailure(await rejectionOf(gesture(guest, inside)))).toBe(message);
    }
    expect(describeFailure(await rejectionOf(guest.pointer.hold('left')))).toBe(message);
    expect(arrived).toEqual([]);
  }),
);

describe('a mouse only', () => {
  const mice = [{ ...ps2Mouse, current: true }];
  const warning =
    'the QEMU PS/2 Mouse is no absolute pointer: it was homed in the top left corner and moved by steps, and misses where the guest accelerates it; pointer: usb-tablet, virtio-tablet or vmmouse is one';

  /** The steps of all batches together, behind the last that goes home, and the buttons between them. */
  function tell(arrived: readonly string[]): string[] {
    const words = arrived.map((line) => line.replace(/^[\d.]+: /, ''));
    const told: string[] = [];
    let [x, y] = [0, 0];
    for (const word of words.slice(words.lastIndexOf('x=-127 y=-127') + 1)) {
      const step = /^x=(-?\d+)(?: y=(-?\d+))?$/.exec(word);
      if (step) [x, y] = [x + Number(step[1]), y + Number(step[2] ?? 0)];
      else told.push(`${x},${y} ${word}`);
    }
    return [...told, `${x},${y}`];
  }

  test('a click goes home, steps there, and presses when the guest has read it all', () =>
    withFakeGuest({ frame, mice }, async ({ guest, clock, arrived, server }) => {
      await clock.run(guest.pointer.click(inside));
      expect(arrived[0]).toMatch(/x=-127 y=-127$/);
      expect(tell(arrived)).toEqual(['63,47 +left', '63,47 -left', '63,47']);
      expect(guest.warnings.take()).toEqual([warning]);
      expect(guest.warnings.take()).toEqual([]);
      const sent = commandsOf(server);
      const pressed = server.commands.findIndex((command) =>
        JSON.stringify(command).includes('btn'),
      );
      expect(sent[pressed - 1]).toBe('human-monitor-command');
    }));

  test('with a button held it goes on from where it is', () =>
    withFakeGuest({ frame, mice }, async ({ guest, clock, arrived }) => {
      await clock.run(guest.pointer.move({ x: 10, y: 10 }));
      await clock.run(guest.pointer.hold('left'));
      await clock.run(guest.pointer.move({ x: 20, y: 5 }));
      await clock.run(guest.pointer.release('left'));
      expect(tell(arrived)).toEqual(['10,10 +left', '20,5 -left', '20,5']);
    }));

  test('it has a wheel for both axes since QEMU 7.0', () =>
    withFakeGuest({ frame, mice }, async ({ guest, clock, arrived }) => {
      await clock.run(guest.pointer.scroll('left', 1, inside));
      expect(tell(arrived)[0]).toBe('63,47 +wheel-left -wheel-left');
    }));
});

describe('one of several displays', () => {
  const other = { ...tablet, current: false };

  test('a pointer that is bound to none of them: a warning, and the click', () =>
    withFakeGuest({ frame }, async ({ machine, clock, arrived }) => {
      const guest = new Guest({ ...machine, isShared: true }, { clock });
      await clock.run(guest.pointer.click(inside));
      expect(arrived).toHaveLength(2);
      expect(guest.warnings.take()).toEqual([
        'the QEMU HID Tablet is bound to no display: which of the screens its points are on is up to the guest',
      ]);
    }));

  test.for([
    ['a tablet of its own that the guest uses', [{ ...ps2Mouse }, other, tablet], undefined],
    [
      'one of two that the guest does not use yet',
      [other, { ...ps2Mouse }, tablet],
      'the guest does not use its QEMU HID Tablet yet',
    ],
  ] as const)('%s', ([, mice, message]) =>
    withFakeGuest({ frame, mice }, async ({ machine, clock, server }) => {
      const own = { pointer: 'usb-tablet' } as const;
      const guest = new Guest({ ...machine, display: 'left', own, isShared: true }, { clock });
      const move = guest.pointer.move(inside);
      if (message) return expect((await rejectionOf(move)).message).toBe(message);
      await move;
      expect(server.commands.at(-1)?.arguments.device).toBe('left');
      expect(guest.warnings.take()).toEqual([]);
    }),
  );
});

test('a tablet has no horizontal wheel', () =>
  withFakeGuest({ frame }, async ({ guest, arrived }) => {
    expect(describeFailure(await rejectionOf(guest.pointer.scroll('right', 1, inside)))).toBe(
      'StepError no-horizontal-wheel: the QEMU HID Tablet has no horizontal wheel ' +
        '(QEMU has one only in the PS/2 mouse: pointer: ps2)',
    );
    expect(arrived).toEqual([]);
  }));

test('a drag through a point outside the screen sends nothing', () =>
  withFakeGuest({ frame }, async ({ guest, arrived }) => {
    const drag = guest.pointer.drag({ x: 0, y: 0 }, inside, { via: [{ x: 64, y: 0 }] });
    expect(describeFailure(await rejectionOf(drag))).toBe(
      'StepError off-screen: the point 64,0 is outside the screen, which is 64x48',
    );
    expect(arrived).toEqual([]);
  }));

test('a drag at a speed takes the time of its way', () =>
  withFakeGuest({ frame }, async ({ guest, clock }) => {
    const options = { via: [{ x: 30, y: 0 }], speed: 100 };
    await clock.run(guest.pointer.drag({ x: 0, y: 0 }, { x: 30, y: 40 }, options));
    expect(clock.now()).toBeCloseTo(710, 6);
  }));

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
