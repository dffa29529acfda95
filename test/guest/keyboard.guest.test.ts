import { expect } from 'vitest';
import type { Guest } from '../../src/guest/guest.ts';
import { keyboardQueues } from '../../src/input/keyboard-queue.ts';
import { us } from '../../src/input/layouts/us.ts';
import { planText } from '../../src/input/plan-keys.ts';
import { isUnsent } from '../../src/input/unsent-keys.ts';
import { keysFrom, type QKeyCode } from '../../src/qmp/qkeycode.ts';
import { edgesOf, printable } from '../input/us-model.ts';
import { rejectionOf } from '../qmp/rejection.ts';
import { type DemoGuest, withDemoGuest } from '../support/demo-guest.ts';
import { testWithDemoGuest } from '../support/needs-qemu.ts';
import { scansOf } from './scancodes.ts';

const test = testWithDemoGuest(import.meta.filename);
const queue = keyboardQueues.ps2;

const scansOfText = (text: string) =>
  scansOf(planText(text, { layout: us, queue, pace: 'fast', holdMs: 0 }).flatMap(edgesOf));

test('500 characters arrive, each scan code of them, in order', () =>
  withDemoGuest({ append: 'screen=hostname' }, async ({ guest, serial }) => {
    // Five times all of ASCII, each time in another order: 37 and 95 have no common factor.
    const text = Array.from(
      { length: 500 },
      (_, i) => printable[(i * 37 + Math.floor(i / 95)) % 95],
    );
    const typed = text.join('');
    await guest.keyboard.type(typed);
    await guest.keyboard.press(['ret']);
    const expected = [...scansOfText(typed), '1c', '9c'];
    expect(await serial.first('scan', expected.length)).toEqual(expected);
    expect(await serial.first('hostname', 1)).toEqual([typed.slice(0, 32)]);
  }));

test('every printable character means the same to the guest', () =>
  withDemoGuest({ append: 'screen=hostname' }, async ({ guest, serial }) => {
    const names = [0, 32, 64].map((from) => printable.slice(from, from + 32).join(''));
    for (const [i, name] of names.entries()) {
      await guest.keyboard.press(['home'], { holdMs: 0 });
      await guest.keyboard.press(['shift', 'end'], { holdMs: 0 });
      await guest.keyboard.type(name);
      await guest.keyboard.type('\n');
      expect(await serial.first('hostname', i + 1)).toEqual(names.slice(0, i + 1));
      await guest.keyboard.press(['esc'], { holdMs: 0 });
    }
  }));

test('each pace, with and without a hold', () =>
  withDemoGuest({ append: 'screen=hostname' }, async ({ guest, serial }) => {
    const expected: string[] = [];
    for (const pace of ['fast', 'desktop', 'firmware', { rate: 100 }] as const) {
      for (const holdMs of [0, 15]) {
        await guest.keyboard.type('Guest-01 OK', { pace, holdMs });
        expected.push(...scansOfText('Guest-01 OK'));
      }
    }
    expect(await serial.first('scan', expected.length)).toEqual(expected);
  }));

test('a chord that is held: down in order, up in reverse', () =>
  withDemoGuest({}, async ({ guest, serial }) => {
    await guest.keyboard.press(['ctrl', 'alt', 'a'], { holdMs: 200 });
    expect(await serial.first('scan', 6)).toEqual(['1d', '38', '1e', '9e', 'b8', '9d']);
  }));

test('no key takes more of the queue than the plan allows for', () =>
  withDemoGuest({}, async ({ machine, guest, serial }) => {
    const keys = keysFrom(machine.client.version).filter(
      (key) => key !== 'unmapped' && !isUnsent(key, 'ps2'),
    );
    const bytes = await countBytes(guest, serial, keys);
    const wrong = keys.flatMap((key, i) => {
      const [down = 0, up = 0] = bytes.slice(2 * i);
      const [mostDown, mostUp] = [queue.cost(key, true), queue.cost(key, false)];
      const varies = mayTakeLess.has(key);
      const fits = varies ? down <= mostDown && up <= mostUp : down === mostDown && up === mostUp;
      return fits ? [] : [`${key}: ${down} and ${up}, planned ${mostDown} and ${mostUp}`];
    });
    expect(wrong).toEqual([]);
  }));

const mayTakeLess: ReadonlySet<QKeyCode> = new Set<QKeyCode>(['print', 'sysrq', 'lang1', 'lang2']);

/** The bytes of each edge of each key, told apart by a key that is pressed after it. */
async function countBytes(guest: Guest, serial: DemoGuest['serial'], keys: readonly QKeyCode[]) {
  for (const key of keys) {
    const mark: QKeyCode = key === 'a' ? 'b' : 'a';
    await guest.keyboard.hold([key]);
    await guest.keyboard.press([mark], { holdMs: 0 });
    await guest.keyboard.release([key]);
    await guest.keyboard.press([mark], { holdMs: 0 });
  }
  await guest.keyboard.press(['esc'], { holdMs: 0 });
  await serial.until('the last key', () => serial.lines('scan').slice(-2).join() === '01,81');
  const marked = serial
    .lines('scan')
    .join(' ')
    .replaceAll(/\b(1e 9e|30 b0)\b/g, '|');
  return marked
    .split('|')
    .slice(0, -1)
    .map((scans) => scans.split(' ').filter(Boolean).length);
}

test('Print Screen fits, whatever is held with it', () =>
  withDemoGuest({}, async ({ guest, serial }) => {
    for (const modifier of ['shift', 'ctrl', 'alt', 'alt_r'] as const) {
      const before = serial.lines('scan').length;
      await guest.keyboard.press([modifier, 'print'], { holdMs: 0 });
      await guest.keyboard.press(['esc'], { holdMs: 0 });
      await serial.until('Escape', () => serial.lines('scan').slice(-2).join() === '01,81');
      const side = 2 * queue.cost(modifier, true);
      const taken = serial.lines('scan').length - before - side - 2;
      expect(taken).toBeGreaterThan(0);
      expect(taken).toBeLessThanOrEqual(2 * queue.cost('print', true));
      await guest.keyboard.press(['spc'], { holdMs: 0 });
      await serial.until('Space', () => serial.lines('scan').slice(-2).join() === '39,b9');
    }
  }));

test('releaseAll after an abort in the middle of a hold leaves nothing down', () =>
  withDemoGuest({}, async ({ guest, serial }) => {
    const abort = new AbortController();
    const options = { holdMs: 60_000, signal: abort.signal };
    const pressed = rejectionOf(guest.keyboard.press(['ctrl', 'alt_r', 'a'], options));
    await serial.first('scan', 4);
    abort.abort(new Error('stop it'));
    expect(await pressed).toBe(abort.signal.reason);
    await guest.releaseAll();
    await guest.releaseAll();
    await guest.keyboard.press(['b'], { holdMs: 0 });
    expect(await serial.first('scan', 10)).toEqual([
      '1d',
      'e0',
      '38',
      '1e',
      '9e',
      'e0',
      'b8',
      '9d',
      '30',
      'b0',
    ]);
  }));

test('releaseAll after an abort while typing leaves nothing down', () =>
  withDemoGuest({}, async ({ guest, serial }) => {
    const abort = new AbortController();
    const text = 'SHIFTED'.repeat(200);
    const typed = rejectionOf(guest.keyboard.type(text, { signal: abort.signal }));
    await serial.first('scan', 50);
    abort.abort(new Error('stop it'));
    expect(await typed).toBe(abort.signal.reason);
    await guest.releaseAll();
    await guest.keyboard.press(['esc'], { holdMs: 0 });
    await serial.until('the last key', () => serial.lines('scan').slice(-2).join() === '01,81');
    const scans = serial.lines('scan').slice(0, -2);
    expect(scans.length).toBeLessThan(scansOfText(text).length);
    const down = new Set<string>();
    for (const scan of scans) {
      const code = Number.parseInt(scan, 16);
      const name = (code & 0x7f).toString(16);
      if (code < 0x80) down.add(name);
      else down.delete(name);
    }
    expect([...down]).toEqual([]);
  }));

test('a paused machine takes nothing, and nothing is left down', () =>
  withDemoGuest({}, async ({ machine, guest, serial }) => {
    await machine.client.execute('stop');
    const refusal = 'the machine does not run (paused), so its guest gets no input';
    expect((await rejectionOf(guest.keyboard.press(['ctrl', 'a']))).message).toBe(refusal);
    expect((await rejectionOf(guest.keyboard.hold(['shift']))).message).toBe(refusal);
    await machine.client.execute('cont');
    await guest.releaseAll();
    await guest.keyboard.hold(['shift']);
    await machine.client.execute('stop');
    expect((await rejectionOf(guest.releaseAll())).message).toBe(`${refusal}: shift left down`);
    await machine.client.execute('cont');
    await guest.releaseAll();
    await guest.keyboard.press(['b'], { holdMs: 0 });
    expect(await serial.first('scan', 4)).toEqual(['2a', 'aa', '30', 'b0']);
  }));
