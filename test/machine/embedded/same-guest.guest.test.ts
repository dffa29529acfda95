import { expect } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import type { Guest } from '../../../src/guest/guest.ts';
import { Player } from '../../../src/guest/hands/player.ts';
import type { Batch } from '../../../src/input/batch.ts';
import { keyboardQueues } from '../../../src/input/keyboard-queue.ts';
import { keysFrom, type QKeyCode, qKeyCodes } from '../../../src/qmp/qkeycode.ts';
import type { InputButton, InputEvent } from '../../../src/qmp/types.ts';
import type { Frame } from '../../../src/screen/frame.ts';
import { type DemoGuest, withDemoGuest } from '../../support/demo-guest.ts';
import { withBothDemos } from '../../support/embedded-guest.ts';
import { testWithDemoGuest } from '../../support/needs-qemu.ts';

const test = testWithDemoGuest(import.meta.filename);
const DEADLINE_MS = 30_000;

type Deed = readonly [name: string, screen: string, act: (guest: Guest) => Promise<unknown>];

const press = (...keys: QKeyCode[]) => {
  return async ({ keyboard }: Guest) => {
    for (const key of keys) await keyboard.press([key]);
  };
};
const click = (x: number, y: number, button: InputButton = 'left') => {
  return ({ pointer }: Guest) => pointer.click({ x, y }, { button });
};

/** Every screen of the demo guest, most of its controls, by keys and by pointer; each deed shows. */
const deeds: readonly Deed[] = [
  ['tab to nothing new, but the arrow comes', 'welcome', click(300, 300)],
  ['continue by pointer', 'licence', click(812, 612)],
  ['tick the box', 'licence', press('spc')],
  ['back', 'welcome', press('esc')],
  ['continue by key', 'licence', press('ret')],
  ['continue with the box ticked', 'hostname', click(812, 612)],
  ['type', 'hostname', ({ keyboard }) => keyboard.type('Guest_#01 !')],
  ['select with shift', 'hostname', ({ keyboard }) => keyboard.press(['shift', 'home'])],
  ['suggest', 'hostname', click(668, 336)],
  ['continue to the desktops', 'desktop', ({ keyboard }) => keyboard.press(['alt', 'c'])],
  ['choose by key', 'desktop', press('down', 'down')],
  ['scroll', 'desktop', ({ pointer }) => pointer.scroll('down', 2, { x: 400, y: 336 })],
  ['drag', 'desktop', ({ pointer }) => pointer.drag({ x: 336, y: 502 }, { x: 512, y: 502 })],
  ['the last row by click', 'desktop', click(400, 416)],
  ['the summary, by itself', 'summary', ({ keyboard }) => keyboard.press(['alt', 'c'])],
  ['finish', 'done', press('ret')],
  ['a test card', 'done', press('f9')],
];

/** Waits until the screen is there, stands still but for the caret, and is not what it was. */
async function settle({ guest, serial }: DemoGuest, screen: string, before: Frame | undefined) {
  await serial.until(`screen ${screen}`, () => serial.lines('screen').at(-1) === screen);
  const deadline = systemClock.now() + DEADLINE_MS;
  while (systemClock.now() < deadline) {
    const frame = await guest.screen.capture();
    if (!before || !isSame(frame, before)) return;
  }
  throw new Error(`${guest.machine.title} still shows what it showed before`);
}

function isSame(a: Frame, b: Frame): boolean {
  return a.width === b.width && a.height === b.height && Buffer.compare(a.data, b.data) === 0;
}

/** Both screens side by side until they are the same: a caret blinks on each machine for itself. */
async function untilSame(one: Guest, other: Guest): Promise<Frame | undefined> {
  const deadline = systemClock.now() + DEADLINE_MS;
  while (systemClock.now() < deadline) {
    const [a, b] = await Promise.all([one.screen.capture(), other.screen.capture()]);
    if (isSame(a, b)) return a;
  }
  return undefined;
}

test('each screen of the demo guest is the same on both machines, byte by byte', async () => {
  await withBothDemos({}, async (embedded, qemu) => {
    let before = await untilSame(embedded.guest, qemu.guest);
    expect(before, 'the first screen').toBeDefined();
    for (const [name, screen, act] of deeds) {
      for (const demo of [embedded, qemu]) {
        await act(demo.guest);
        await settle(demo, screen, before);
      }
      const after = await untilSame(embedded.guest, qemu.guest);
      expect(after, name).toBeDefined();
      before = after;
    }
  });
});

/** Numerical Recipes' generator: the same numbers each time. */
function makeRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const buttons: readonly InputButton[] = [
  ...(['left', 'middle', 'right', 'side', 'extra'] as const),
  ...(['wheel-up', 'wheel-down', 'wheel-left', 'wheel-right'] as const),
];
/** The end of the test, and nothing before it. */
const LAST: QKeyCode = 'compose';
const keys = keysFrom({ major: 2, minor: 12 }).filter((key) => key !== LAST);

function makeEvent(random: (below: number) => number): InputEvent {
  const down = random(2) === 1;
  const axis = random(2) === 1 ? 'x' : 'y';
  const key = keys[random(keys.length)] ?? 'a';
  const button = buttons[random(buttons.length)] ?? 'left';
  switch (random(4)) {
    case 0:
      return { type: 'abs', data: { axis, value: random(32768) } };
    case 1:
      return { type: 'btn', data: { down, button } };
    case 2:
      return { type: 'rel', data: { axis, value: random(600) - 300 } };
    default:
      return { type: 'key', data: { down, key: { type: 'qcode', data: key } } };
  }
}

function costOf(events: readonly InputEvent[]): number {
  const { cost } = keyboardQueues.ps2;
  return events.reduce((sum, { type, data }) => {
    return type === 'key' && data.key.type === 'qcode' ? sum + cost(data.key.data, data.down) : sum;
  }, 0);
}

function makeBatches(count: number, seed: number): readonly Batch[] {
  const random = makeRandom(seed);
  return Array.from({ length: count }, () => {
    const events: InputEvent[] = [];
    for (let left = 1 + random(8); left > 0; left -= 1) {
      const event = makeEvent(random);
      if (costOf([...events, event]) <= keyboardQueues.ps2.capacity) events.push(event);
    }
    return { events, waitMs: 0, queued: costOf(events) };
  });
}

async function play({ machine, serial }: DemoGuest, batches: readonly Batch[]) {
  const queue = keyboardQueues.ps2;
  const player = new Player({ client: machine.client, queue, clock: systemClock });
  await player.play(batches);
  const pixel = { x: 3, y: 5 };
  const last: Batch = {
    events: [
      ...(['left', 'middle', 'right'] as const).map((button): InputEvent => {
        return { type: 'btn', data: { down: false, button } };
      }),
      { type: 'abs', data: { axis: 'x', value: pixel.x * 32 + 16 } },
      { type: 'abs', data: { axis: 'y', value: Math.ceil(pixel.y * 42.67) + 16 } },
      { type: 'key', data: { down: true, key: { type: 'qcode', data: LAST } } },
      { type: 'key', data: { down: false, key: { type: 'qcode', data: LAST } } },
    ],
    waitMs: 0,
    queued: 4,
  };
  await player.play([last]);
  await serial.until(
    'the last key',
    () => serial.lines('scan').slice(-4).join(' ') === 'e0 5d e0 dd',
  );
  await serial.until('the last place', () => serial.lines('mouse').at(-1) === '3 5 0 0');
  return { keys: serial.lines('scan'), pointer: serial.lines('mouse') };
}

test('1,000 random batches arrive as the same bytes and packets', async () => {
  const batches = makeBatches(1000, 20260801);
  await withBothDemos({}, async (embedded, qemu) => {
    const expected = await play(qemu, batches);
    expect(expected.keys.length).toBeGreaterThan(1000);
    expect(expected.pointer.length).toBeGreaterThan(500);
    expect(await play(embedded, batches)).toEqual(expected);
  });
});

test('what the guest prints while nobody reads it stands in the log once', async () => {
  await withDemoGuest({}, async ({ machine, serial }) => {
    const places = Array.from({ length: 150 }, (_, i) => ({ x: 2 * i + 1, y: 700 - i }));
    const sent = places.map(({ x, y }) => {
      const along = (axis: 'x' | 'y', pixel: number, extent: number): InputEvent => {
        return {
          type: 'abs',
          data: { axis, value: Math.floor(((2 * pixel + 1) * 16384) / extent) },
        };
      };
      const events = [along('x', x, 1024), along('y', y, 768)];
      return machine.client.execute('input-send-event', { events });
    });
    // We read nothing, and the socket of the serial port is soon full.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1500);
    await Promise.all(sent);
    const last = `${places.at(-1)?.x} ${places.at(-1)?.y} 0 0`;
    await serial.until('the last place', () => serial.lines('mouse').at(-1) === last);
    expect(serial.lines('mouse')).toEqual(places.map(({ x, y }) => `${x} ${y} 0 0`));
  });
});

test('of 40 keys in one batch, 16 bytes arrive, the first', async () => {
  const events = Array.from({ length: 40 }, (_, index): readonly InputEvent[] => {
    const key = { type: 'qcode', data: qKeyCodes[17 + (index % 10)] ?? 'q' } as const;
    return [true, false].map((down) => ({ type: 'key', data: { down, key } }));
  }).flat();
  await withBothDemos({}, async (embedded, qemu) => {
    const seen: (readonly string[])[] = [];
    for (const { machine, serial } of [embedded, qemu]) {
      await machine.client.execute('input-send-event', { events });
      await serial.first('scan', 16);
      seen.push((await play({ machine, serial, guest: embedded.guest }, [])).keys);
    }
    expect(seen[0]).toHaveLength(16 + 4);
    expect(seen[0]).toEqual(seen[1]);
  });
});
