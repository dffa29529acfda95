import { afterAll, beforeAll, expect, test } from 'vitest';
import { EV_ABS, EV_KEY } from '../../guests/probe/probe.mjs';
import { absoluteValue } from '../../src/input/absolute.ts';
import { rejectionOf } from '../qmp/rejection.ts';
import { describeFailure } from '../screen/frames.ts';
import { describeWithProbeGuest, ProbeGuest } from '../support/probe-guest.ts';

const describe = describeWithProbeGuest(import.meta.filename);

const [A, B, SHIFT] = [30, 48, 42];

describe('two seats: a display, a keyboard and a tablet each', () => {
  let probe: ProbeGuest;
  beforeAll(async () => {
    probe = await ProbeGuest.start({
      keyboard: 'ps2',
      pointer: 'none',
      displays: [
        { id: 'left', keyboard: 'usb', pointer: 'usb-tablet' },
        { id: 'right', keyboard: 'virtio', pointer: 'virtio-tablet' },
      ],
    });
    await probe.until('the second card is drawn', () => probe.cards === 2);
  });
  afterAll(() => probe.stop());

  const keys = (side: 'left' | 'right') =>
    probe.edges(side === 'left' ? 'usb-keyboard' : 'virtio-keyboard', `${side}.0`);

  test('each screen is captured by itself', async () => {
    const left = await probe.guest.screen.capture();
    const right = await (await probe.guest.seat('right')).screen.capture();
    const again = await (await probe.guest.seat('left')).screen.capture();
    expect([left.width, left.height, [...left.data.subarray(0, 3)]]).toEqual([
      640,
      480,
      [0x10, 0x20, 0x80],
    ]);
    expect([right.width, right.height, [...right.data.subarray(0, 3)]]).toEqual([
      800,
      600,
      [0x80, 0x20, 0x10],
    ]);
    expect(Buffer.from(left.data).equals(again.data)).toBe(true);
  });

  test('each keyboard gets what is typed at its display, and the PS/2 one nothing', async () => {
    const right = await probe.guest.seat('right');
    await probe.guest.keyboard.type('a');
    await right.keyboard.type('b');
    await probe.until('both keys', () => keys('left').length >= 2 && keys('right').length >= 2);
    expect(keys('left')).toEqual([`${A}+`, `${A}-`]);
    expect(keys('right')).toEqual([`${B}+`, `${B}-`]);
    expect(probe.edges('ps2-keyboard')).toEqual([]);
  });

  test('each tablet gets its clicks, by the size of its own screen', async () => {
    const right = await probe.guest.seat('right', 0);
    await probe.guest.pointer.click({ x: 639, y: 479 });
    await right.pointer.click({ x: 700, y: 500 });
    const clicks = (kind: string, side: string) => probe.events(kind, EV_KEY, `${side}.0`).length;
    await probe.until('both clicks', () => {
      return clicks('usb-tablet', 'left') >= 2 && clicks('virtio-tablet', 'right') >= 2;
    });
    const at = (kind: string, side: string) =>
      probe.events(kind, EV_ABS, `${side}.0`).map(({ value }) => value);
    expect(at('usb-tablet', 'left')).toEqual([absoluteValue(639, 640), absoluteValue(479, 480)]);
    expect(at('virtio-tablet', 'right')).toEqual([
      absoluteValue(700, 800),
      absoluteValue(500, 600),
    ]);
  });

  test('what is held at one display is not held at the other, and both come up at the end', async () => {
    const right = await probe.guest.seat('right');
    const before = { left: keys('left').length, right: keys('right').length };
    await probe.guest.keyboard.hold(['shift']);
    await right.keyboard.hold(['shift']);
    await probe.guest.releaseAll();
    await probe.until('all of it', () => keys('right').length >= before.right + 2);
    await probe.until('all of it', () => keys('left').length >= before.left + 2);
    expect(keys('left').slice(before.left)).toEqual([`${SHIFT}+`, `${SHIFT}-`]);
    expect(keys('right').slice(before.right)).toEqual([`${SHIFT}+`, `${SHIFT}-`]);
  });

  test.for([
    [
      'righ',
      0,
      'StepError unknown-device: the machine has no display righ. Did you mean "right"? It has: left, right',
    ],
    ['left', 1, 'StepError unknown-head: the display left has no head 1. It has: 0'],
  ] as const)('%s, head %d', async ([device, head, message]) => {
    expect(describeFailure(await rejectionOf(probe.guest.seat(device, head)))).toBe(message);
  });
});

describe('one card with two heads, a keyboard and a tablet each', () => {
  let probe: ProbeGuest;
  beforeAll(async () => {
    probe = await ProbeGuest.start({
      keyboard: 'ps2',
      pointer: 'none',
      displays: [
        { id: 'wide', type: 'virtio', heads: 2, keyboard: 'virtio', pointer: 'virtio-tablet' },
      ],
    });
  });
  afterAll(() => probe.stop());

  test('head 1 is a screen, a keyboard and a tablet of its own', async () => {
    const second = await probe.guest.seat(undefined, 1);
    const [first, other] = [await probe.guest.screen.capture(), await second.screen.capture()];
    expect(`${first.width}x${first.height}`).not.toBe(`${other.width}x${other.height}`);
    await second.keyboard.type('b');
    await probe.guest.keyboard.type('a');
    await second.pointer.click({ x: 0, y: 0 });
    const keys = (head: number) => probe.edges('virtio-keyboard', `wide.${head}`);
    const clicks = (head: number) => probe.edges('virtio-tablet', `wide.${head}`);
    await probe.until('keys and clicks', () => keys(0).length >= 2 && clicks(1).length >= 2);
    expect([keys(0), keys(1)]).toEqual([
      [`${A}+`, `${A}-`],
      [`${B}+`, `${B}-`],
    ]);
    expect([clicks(0), clicks(1)]).toEqual([[], ['272+', '272-']]);
  });
});
