import { expect, test } from 'vitest';
import { keyboardQueues } from '../../../src/input/keyboard-queue.ts';
import { keyOfNumber, scancodesOf } from '../../../src/machine/embedded/scancodes.ts';
import { isQKeyCode, type QKeyCode, qKeyCodes } from '../../../src/qmp/qkeycode.ts';
import { measuredNumbers, measuredScancodes } from './measured-scancodes.ts';

function hex(bytes: readonly number[]): string {
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

function qcode(name: string): QKeyCode {
  if (!isQKeyCode(name)) throw new Error(`no key: ${name}`);
  return name;
}

test.each(measuredScancodes)('%s sends what QEMU 7.2 sends', (keys, down, up) => {
  const all = keys.split('+').map(qcode);
  const modifiers = new Set(all.slice(0, -1));
  const key = all.at(-1) ?? 'unmapped';
  expect(hex(scancodesOf(key, true, modifiers))).toBe(down);
  expect(hex(scancodesOf(key, false, modifiers))).toBe(up);
});

/** Numbers of f13 to f15, which QEMU knows from 8.0 on. */
const later = [0x5d, 0x5e, 0x5f];

test.each(measuredNumbers.filter(([code]) => !later.includes(code)))(
  'number %i is the key that QEMU 7.2 takes it for',
  (code, down, up) => {
    const key = keyOfNumber(code);
    expect(hex(scancodesOf(key, true, new Set()))).toBe(down);
    expect(hex(scancodesOf(key, false, new Set()))).toBe(up);
  },
);

test('every key of QEMU 7.2 was measured', () => {
  const measured = new Set(measuredScancodes.map(([keys]) => keys));
  expect(qKeyCodes.filter((key) => !measured.has(key))).toEqual([
    ...['f13', 'f14', 'f15', 'f16', 'f17', 'f18', 'f19', 'f20', 'f21', 'f22', 'f23', 'f24'],
  ]);
});

test('no key takes more of the queue than the planner counts with', () => {
  const { cost } = keyboardQueues.ps2;
  const modifiers: readonly (readonly QKeyCode[])[] = [[], ['shift'], ['ctrl'], ['alt'], ['alt_r']];
  for (const key of qKeyCodes) {
    for (const held of modifiers) {
      for (const down of [true, false]) {
        const bytes = scancodesOf(key, down, new Set(held)).length;
        expect(bytes, `${held.join()} ${key} ${down}`).toBeLessThanOrEqual(cost(key, down));
      }
    }
  }
});
