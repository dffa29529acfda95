import { afterAll, beforeAll, expect, test } from 'vitest';
import { EV_KEY, EV_SYN, type ProbeFrame } from '../../guests/probe/probe.mjs';
import { keyEvent } from '../../src/input/batch.ts';
import { keyboardQueues } from '../../src/input/keyboard-queue.ts';
import { us } from '../../src/input/layouts/us.ts';
import { planText } from '../../src/input/plan-keys.ts';
import { isUnsent, usbMistakes } from '../../src/input/unsent-keys.ts';
import { keysFrom, type QKeyCode } from '../../src/qmp/qkeycode.ts';
import { edgesOf, printable } from '../input/us-model.ts';
import { rejectionOf } from '../qmp/rejection.ts';
import { describeWithProbeGuest, ProbeGuest } from '../support/probe-guest.ts';
import { linuxKeyCodes } from './linux-keycodes.ts';

const describe = describeWithProbeGuest(import.meta.filename);

/** Keys whose codes Linux ignores: to its PS/2 driver they are release codes. */
const ignored: readonly QKeyCode[] = ['lang1', 'lang2'];

/** A key that is told apart from this one. */
const marker = (key: QKeyCode): QKeyCode => (key === 'esc' ? 'f1' : 'esc');

describe.each(['ps2', 'usb', 'virtio'] as const)('%s keyboard', (keyboard) => {
  const kind = `${keyboard}-keyboard`;
  let probe: ProbeGuest;
  beforeAll(async () => {
    probe = await ProbeGuest.start({ keyboard, pointer: 'none' });
  });
  afterAll(() => probe.stop());

  /** What arrives from now until the mark does, a key that is pressed after it. */
  async function receivedDuring(
    send: () => Promise<unknown>,
    mark: QKeyCode = 'esc',
  ): Promise<ProbeFrame[]> {
    const before = probe.edges(kind).length;
    const firstFrame = probe.frames(kind).length;
    const last = `${linuxKeyCodes.get(mark)}-`;
    await send();
    await probe.guest.keyboard.press([mark], { holdMs: 0 });
    await probe.until(`the key ${mark}`, () => {
      const edges = probe.edges(kind).slice(before);
      return edges.length >= 2 && edges.at(-1) === last;
    });
    return probe.frames(kind).slice(firstFrame);
  }

  const edges = (frames: readonly ProbeFrame[]) =>
    frames
      .flatMap(({ events }) => events)
      .filter(({ type }) => type === EV_KEY || type === EV_SYN)
      .map(({ type, code, value }) => (type === EV_SYN ? 'dropped' : `${code}${'-+*'[value]}`))
      .slice(0, -2);

  test('1000 characters arrive: none lost, none repeated, in order, under the right modifiers', async () => {
    // 10 and a half times all of ASCII, each time in another order: 37 and 95 have no common factor.
    const text = Array.from(
      { length: 1000 },
      (_, i) => printable[(i * 37 + Math.floor(i / 95)) % 95],
    );
    const typed = text.join('');
    const options = {
      layout: us,
      queue: keyboardQueues[keyboard],
      pace: 'fast',
      holdMs: 0,
    } as const;
    const expected = planText(typed, options)
      .flatMap(edgesOf)
      .map(({ key, down }) => `${linuxKeyCodes.get(key)}${down ? '+' : '-'}`);
    expect(edges(await receivedDuring(() => probe.guest.keyboard.type(typed)))).toEqual(expected);
  });

  test('a hold is as long for the guest, give or take when it wakes up', async () => {
    const frames = await receivedDuring(() => probe.guest.keyboard.press(['a'], { holdMs: 200 }));
    expect(edges(frames)).toEqual(['30+', '30-']);
    const [down = 0, up = 0] = frames
      .filter(({ events }) => events.some(({ code }) => code === 30))
      .map(({ atUs }) => atUs / 1000);
    // An emulated guest takes an edge up to some 10 ms after it was sent, on a busy host far later.
    expect(up - down).toBeGreaterThan(150);
    expect(up - down).toBeLessThan(1000);
  });

  test('a chord goes down in order and comes up in reverse', async () => {
    const frames = await receivedDuring(() =>
      probe.guest.keyboard.press(['ctrl_r', 'alt', 'shift', 'a']),
    );
    expect(edges(frames)).toEqual(['97+', '56+', '42+', '30+', '30-', '42-', '56-', '97-']);
  });

  test('each key is the same key to the guest', async () => {
    const keys = keysFrom(probe.machine.client.version).filter((key) => key !== 'unmapped');
    const wrong: string[] = [];
    for (const key of keys) {
      const arriving = (keyboard === 'usb' && usbMistakes.get(key)) || key;
      const code = linuxKeyCodes.get(arriving);
      const isLost = isUnsent(key, keyboard) || (keyboard === 'ps2' && ignored.includes(key));
      const wanted = isLost ? '' : `${code}+ ${code}-`;
      // Not by the engine, which refuses keys that would not arrive.
      const events = [keyEvent(key, true), keyEvent(key, false)];
      const got = edges(
        await receivedDuring(
          () => probe.machine.client.execute('input-send-event', { events }),
          marker(key),
        ),
      ).join(' ');
      if (got !== wanted) wrong.push(`${key}: ${got || 'nothing'}, not ${wanted || 'nothing'}`);
    }
    expect(wrong).toEqual([]);
  });
});

/** Letters in an order in which a lost one shows. */
const letters = (count: number) =>
  Array.from({ length: count }, (_, i) => 'thequickbrownfxjmpsvlazydg'[(i * 7) % 26]).join('');

describe('a machine with three keyboards', () => {
  test('gets every key through the one that takes them, and the others get none', async () => {
    const probe = await ProbeGuest.start({
      keyboard: 'virtio',
      pointer: 'usb-tablet',
      devices: ['usb-kbd,bus=usb0.0'],
    });
    try {
      // Which one QEMU would take is known only while the guest runs: the virtio driver came up last.
      expect(probe.machine.keyboard).toBe('usb');
      const text = letters(400);
      await probe.guest.keyboard.type(text);
      await probe.until('all keys', () => probe.edges('virtio-keyboard').length >= 800);
      const codes = planText(text, {
        layout: us,
        queue: keyboardQueues.usb,
        pace: 'fast',
        holdMs: 0,
      })
        .flatMap(edgesOf)
        .map(({ key, down }) => `${linuxKeyCodes.get(key)}${down ? '+' : '-'}`);
      expect(probe.edges('virtio-keyboard')).toEqual(codes);
      expect([probe.edges('usb-keyboard'), probe.edges('ps2-keyboard')]).toEqual([[], []]);
    } finally {
      await probe.stop();
    }
  });
});

describe.each(['ps2', 'usb', 'virtio'] as const)(
  'a machine with a %s keyboard that is paused',
  (keyboard) => {
    test('takes no key and says so, before and midway; what was held comes up when it goes on', async () => {
      const probe = await ProbeGuest.start({ keyboard, pointer: 'none' });
      const kind = `${keyboard}-keyboard`;
      try {
        const { client } = probe.machine;
        await probe.guest.keyboard.hold(['shift']);
        await client.execute('stop');
        const refused = await rejectionOf(probe.guest.keyboard.type('abc'));
        expect(refused).toMatchObject({ code: 'not-running' });
        await client.execute('cont');
        const typed = rejectionOf(probe.guest.keyboard.type(letters(2000)));
        await probe.until('some keys', () => probe.edges(kind).length > 40);
        await client.execute('stop');
        expect(await typed).toMatchObject({ code: 'not-running' });
        expect(await rejectionOf(probe.guest.releaseAll())).toMatchObject({
          code: 'keys-left-down',
        });
        await client.execute('cont');
        await probe.guest.releaseAll();
        await probe.until('shift comes up', () => probe.edges(kind).includes('42-'));
        const down = new Set<string>();
        for (const edge of probe.edges(kind)) {
          if (edge.endsWith('+')) down.add(edge.slice(0, -1));
          if (edge.endsWith('-')) down.delete(edge.slice(0, -1));
        }
        expect([...down]).toEqual([]);
      } finally {
        await probe.stop();
      }
    });
  },
);
