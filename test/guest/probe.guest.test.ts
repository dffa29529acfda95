import { afterAll, beforeAll, expect, test } from 'vitest';
import { EV_KEY, EV_SYN, type ProbeFrame } from '../../guests/probe/probe.mjs';
import { keyboardQueues } from '../../src/input/keyboard-queue.ts';
import { us } from '../../src/input/layouts/us.ts';
import { planText } from '../../src/input/plan-keys.ts';
import { type QKeyCode, qKeyCodeSince, qKeyCodes } from '../../src/qmp/qkeycode.ts';
import { edgesOf, printable } from '../input/us-model.ts';
import { describeWithProbeGuest, ProbeGuest } from '../support/probe-guest.ts';
import { linuxKeyCodes } from './linux-keycodes.ts';

const describe = describeWithProbeGuest(import.meta.filename);

/**
 * Keys that QEMU 7.2 takes with `{}` and that reach no guest through that keyboard: it has no code for
 * them (PS/2: ui/keycodemapdb; USB: usb_hid_usage_keys of hw/input/hid.c), or Linux ignores the code
 * (lang1 and lang2 on PS/2, which are release codes to its driver).
 */
// biome-ignore format: tables
const unsent: Readonly<Record<'ps2' | 'usb' | 'virtio', readonly QKeyCode[]>> = {
  ps2: [
    'menu', 'again', 'props', 'undo', 'front', 'copy', 'open', 'paste', 'find', 'cut', 'lf', 'help',
    'lang1', 'lang2',
  ],
  usb: [
    'menu', 'stop', 'again', 'props', 'undo', 'front', 'copy', 'paste', 'find', 'cut', 'help',
    'hiragana', 'sleep', 'wake', 'audionext', 'audioprev', 'audiostop', 'audioplay', 'mediaselect',
    'mail', 'calculator', 'computer', 'ac_home', 'ac_back', 'ac_forward', 'ac_refresh',
    'ac_bookmarks', 'lang1', 'lang2',
  ],
  virtio: [],
};

/** Keys that are another one through the USB keyboard of QEMU 7.2. */
const usbMistakes: ReadonlyMap<QKeyCode, QKeyCode> = new Map<QKeyCode, QKeyCode>([
  ['open', 'f24'],
  ['lf', 'f15'],
  ['kp_comma', 'meta_r'],
  ['kp_equals', 'f13'],
]);

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
    send: () => Promise<void>,
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
    const { major, minor } = probe.machine.client.version;
    const keys = qKeyCodes.filter((key) => {
      const since = qKeyCodeSince[key] ?? { major: 0, minor: 0 };
      const known = major > since.major || (major === since.major && minor >= since.minor);
      return known && key !== 'unmapped';
    });
    const wrong: string[] = [];
    for (const key of keys) {
      const arriving = (keyboard === 'usb' && usbMistakes.get(key)) || key;
      const code = linuxKeyCodes.get(arriving);
      const wanted = unsent[keyboard].includes(key) ? '' : `${code}+ ${code}-`;
      const got = edges(
        await receivedDuring(() => probe.guest.keyboard.press([key], { holdMs: 0 }), marker(key)),
      ).join(' ');
      if (got !== wanted) wrong.push(`${key}: ${got || 'nothing'}, not ${wanted || 'nothing'}`);
    }
    expect(wrong).toEqual([]);
  });
});
