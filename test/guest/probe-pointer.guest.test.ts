import { afterAll, beforeAll, expect, test } from 'vitest';
import { EV_ABS, EV_KEY, EV_REL } from '../../guests/probe/probe.mjs';
import { absoluteValue, type Point, type Size } from '../../src/input/absolute.ts';
import type { InputEvent } from '../../src/qmp/types.ts';
import { rejectionOf } from '../qmp/rejection.ts';
import { describeWithProbeGuest, ProbeGuest } from '../support/probe-guest.ts';

const describe = describeWithProbeGuest(import.meta.filename);

const REL_HWHEEL = 6;
const REL_WHEEL = 8;

/** Corners, edges, their neighbours, and some between, no two after each other on one line. */
function grid({ width, height }: Size): Point[] {
  const along = (extent: number) => [
    0,
    1,
    extent / 2,
    Math.floor(extent / 3),
    extent - 2,
    extent - 1,
  ];
  return along(width).flatMap((x, i) =>
    along(height).map((y, j) => ({ x: (x + j) % width, y: (y + i) % height })),
  );
}

describe.each(['usb-tablet', 'virtio-tablet'] as const)('%s', (kind) => {
  let probe: ProbeGuest;
  beforeAll(async () => {
    probe = await ProbeGuest.start({ keyboard: 'ps2', pointer: kind });
    // A USB tablet is the pointer only once the guest has polled it.
    let isCurrent = false;
    await probe.until('the tablet is the pointer', () => {
      void probe.machine.client
        .execute('query-mice')
        .then((mice) => {
          isCurrent = mice.some(({ current, absolute }) => current && absolute);
        })
        .catch(() => {});
      return isCurrent;
    });
  });
  afterAll(() => probe.stop());

  /** Where the tablet says that it is; Linux leaves out what did not change. */
  function position(): { x: number; y: number } {
    const along = (axis: number) =>
      probe.events(kind, EV_ABS).findLast(({ code }) => code === axis)?.value ?? 0;
    return { x: along(0), y: along(1) };
  }

  /** One line for each frame with a button in it: `272+`. */
  const buttonFrames = () =>
    probe
      .frames(kind)
      .map(({ events }) =>
        events
          .filter(({ type }) => type === EV_KEY)
          .map(({ code, value }) => `${code}${'-+*'[value]}`)
          .join(' '),
      )
      .filter(Boolean);

  test('every pixel is the value that it should be', async () => {
    const size = await probe.guest.screen.capture();
    for (const point of grid(size)) {
      await probe.guest.pointer.move(point);
      const wanted = {
        x: absoluteValue(point.x, size.width),
        y: absoluteValue(point.y, size.height),
      };
      await probe.until(`${point.x},${point.y}`, () => {
        const { x, y } = position();
        return x === wanted.x && y === wanted.y;
      });
    }
  });

  test('clicks of each button: down and up are frames of their own', async () => {
    const before = buttonFrames().length;
    await probe.guest.pointer.click({ x: 5, y: 6 });
    await probe.guest.pointer.click({ x: 9, y: 9 }, { button: 'right', holdMs: 20 });
    await probe.guest.pointer.click({ x: 9, y: 9 }, { button: 'middle', holdMs: 0 });
    const wanted = ['272+', '272-', '273+', '273-', '274+', '274-'];
    await probe.until('the last click', () => buttonFrames().length >= before + wanted.length);
    expect(buttonFrames().slice(before)).toEqual(wanted);
  });

  test('a click goes down where it was aimed', async () => {
    await probe.guest.pointer.move({ x: 1, y: 1 });
    await probe.guest.pointer.click({ x: 300, y: 200 });
    await probe.until('the click', () => buttonFrames().at(-1) === '272-');
    const down = probe
      .frames(kind)
      .findLast(({ events }) => events.some(({ type, value }) => type === EV_KEY && value === 1));
    expect(down?.events.filter(({ type }) => type === EV_ABS)).toHaveLength(2);
  });

  test('each notch of the wheel arrives', async () => {
    const notches = () =>
      probe
        .events(kind, EV_REL)
        .filter(({ code }) => code === REL_WHEEL)
        .map(({ value }) => value);
    await probe.guest.pointer.scroll('down', 3, { x: 5, y: 5 });
    await probe.guest.pointer.scroll('up', 2, { x: 5, y: 5 });
    await probe.until('both', () => notches().filter((value) => value > 0).length > 0);
    await probe.guest.pointer.click({ x: 5, y: 5 });
    await probe.until('a click', () => buttonFrames().at(-1) === '272-');
    const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
    expect(sum(notches().filter((value) => value < 0))).toBe(-3);
    expect(sum(notches().filter((value) => value > 0))).toBe(2);
  });
});

describe('PS/2 mouse', () => {
  let probe: ProbeGuest;
  beforeAll(async () => {
    probe = await ProbeGuest.start({ keyboard: 'ps2', pointer: 'none' });
  });
  afterAll(() => probe.stop());

  const events = (type: number) =>
    probe.events('ps2-mouse', type).map(({ code, value }) => `${code}:${value}`);

  async function send(...batch: InputEvent[]): Promise<void> {
    await probe.machine.client.execute('input-send-event', { events: batch });
  }

  test('steps, buttons and notches arrive as they were sent', async () => {
    await send(
      { type: 'rel', data: { axis: 'x', value: 100 } },
      { type: 'rel', data: { axis: 'y', value: -27 } },
    );
    await probe.until('the step', () => events(EV_REL).length >= 2);
    for (const button of ['left', 'right', 'middle'] as const) {
      await send({ type: 'btn', data: { button, down: true } });
      await probe.until(`${button} down`, () => events(EV_KEY).at(-1)?.endsWith(':1') === true);
      await send({ type: 'btn', data: { button, down: false } });
      await probe.until(`${button} up`, () => events(EV_KEY).at(-1)?.endsWith(':0') === true);
    }
    for (const button of ['wheel-up', 'wheel-down', 'wheel-down'] as const) {
      const before = events(EV_REL).length;
      await send({ type: 'btn', data: { button, down: true } });
      await send({ type: 'btn', data: { button, down: false } });
      await probe.until('a notch', () => events(EV_REL).length > before);
    }
    expect(events(EV_KEY)).toEqual(['272:1', '272:0', '273:1', '273:0', '274:1', '274:0']);
    const wheel = events(EV_REL).filter((event) => event.startsWith('8:') || /^[01]:/.test(event));
    expect(wheel).toEqual(['0:100', '1:-27', '8:1', '8:-1', '8:-1']);
  });
});

describe.each([
  ['ps2-mouse', 'none'],
  ['usb-mouse', 'usb-mouse'],
  ['virtio-mouse', 'virtio-mouse'],
] as const)('a machine with a %s only', (kind, pointer) => {
  let probe: ProbeGuest;
  beforeAll(async () => {
    probe = await ProbeGuest.start({ keyboard: 'ps2', pointer });
  });
  afterAll(() => probe.stop());

  /** What a guest without acceleration makes of it, its pointer far from home at first: `3,4 272+`. */
  function follow({ width, height }: Size): string[] {
    const told: string[] = [];
    const at = { x: width - 1, y: height - 1 };
    for (const { type, code, value } of probe.frames(kind).flatMap(({ events }) => events)) {
      if (type === EV_REL && code === 0) at.x = clamp(at.x + value, width);
      else if (type === EV_REL && code === 1) at.y = clamp(at.y + value, height);
      else if (type === EV_REL) told.push(`${at.x},${at.y} ${code}:${value}`);
      if (type === EV_KEY) told.push(`${at.x},${at.y} ${code}${'-+*'[value]}`);
    }
    return told;
  }
  const clamp = (value: number, extent: number) => Math.min(extent - 1, Math.max(0, value));

  test('clicks and drags are where they should be, and no step is lost', async () => {
    const size = await probe.guest.screen.capture();
    const { pointer } = probe.guest;
    await pointer.click({ x: 719, y: 399 });
    await pointer.click({ x: 5, y: 390 }, { button: 'right', holdMs: 0 });
    const via = [{ x: 600, y: 100 }];
    await pointer.drag({ x: 100, y: 100 }, { x: 600, y: 20 }, { via, speed: 2000 });
    const wanted = [
      '719,399 272+',
      '719,399 272-',
      '5,390 273+',
      '5,390 273-',
      '100,100 272+',
      '600,20 272-',
    ];
    await probe.until('all of it', () => follow(size).length >= wanted.length);
    expect(follow(size)).toEqual(wanted);
    expect(probe.guest.warnings.take()).toHaveLength(1);
  });

  test('the wheel turns by notches, sideways where the device can', async () => {
    const size = await probe.guest.screen.capture();
    const before = follow(size).length;
    await probe.guest.pointer.scroll('down', 2, { x: 300, y: 200 });
    const vertical = () => follow(size).slice(before);
    await probe.until('two notches', () => sum(vertical(), REL_WHEEL) === -2);
    expect(vertical().every((told) => told.startsWith('300,200 '))).toBe(true);
    const sideways = probe.guest.pointer.scroll('right', 3, { x: 10, y: 10 });
    if (kind !== 'ps2-mouse') {
      expect((await rejectionOf(sideways)).message).toMatch(/has no horizontal wheel$/);
      return;
    }
    await sideways;
    await probe.until('three notches', () => Math.abs(sum(follow(size), REL_HWHEEL)) === 3);
  });

  const sum = (told: readonly string[], code: number) =>
    told
      .filter((line) => line.includes(` ${code}:`))
      .reduce((total, line) => total + Number(line.split(':')[1]), 0);
});
