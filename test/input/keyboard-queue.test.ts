import { describe, expect, test } from 'vitest';
import { keyboardQueues } from '../../src/input/keyboard-queue.ts';
import { type QKeyCode, qKeyCodes } from '../../src/qmp/qkeycode.ts';

const { ps2, usb, virtio } = keyboardQueues;

describe('what a key takes in the queue', () => {
  test.for<readonly [QKeyCode, number, number]>([
    ['a', 1, 1],
    ['shift', 1, 1],
    ['ctrl', 1, 1],
    ['f1', 1, 1],
    ['f12', 1, 1],
    ['kp_5', 1, 1],
    ['lang1', 1, 1],
    ['up', 2, 2],
    ['left', 2, 2],
    ['home', 2, 2],
    ['end', 2, 2],
    ['insert', 2, 2],
    ['delete', 2, 2],
    ['pgup', 2, 2],
    ['pgdn', 2, 2],
    ['ctrl_r', 2, 2],
    ['alt_r', 2, 2],
    ['meta_l', 2, 2],
    ['meta_r', 2, 2],
    ['kp_enter', 2, 2],
    ['kp_divide', 2, 2],
    ['undo', 2, 2],
    ['help', 2, 2],
    ['f17', 2, 2],
    ['f20', 1, 1],
  ])('%s: %i down, %i up', ([key, down, up]) => {
    for (const queue of [ps2, usb, virtio]) {
      expect([queue.cost(key, true), queue.cost(key, false)]).toEqual([down, up]);
    }
  });

  test('print and pause are long on PS/2, and so for a virtio keyboard without a driver', () => {
    for (const { cost } of [ps2, virtio]) {
      expect([cost('print', true), cost('sysrq', false)]).toEqual([5, 5]);
      expect([cost('pause', true), cost('pause', false)]).toEqual([6, 0]);
    }
    expect([usb.cost('print', true), usb.cost('sysrq', false)]).toEqual([2, 2]);
    expect([usb.cost('pause', true), usb.cost('pause', false)]).toEqual([3, 3]);
  });
});

test('of PS/2, two batches fit the 64 events of a late evdev reader, at three an edge', () => {
  expect(ps2).toMatchObject({ capacity: 10, drain: 'port-0x64' });
  expect(2 * ps2.capacity * 3).toBeLessThanOrEqual(64);
});

test('USB fills its 16 entries, in batches that any key fits', () => {
  expect(usb).toMatchObject({ capacity: 16, msPerEntry: 8, drain: 'polls' });
  for (const key of qKeyCodes) {
    for (const down of [true, false]) expect(usb.cost(key, down)).toBeLessThanOrEqual(usb.batch);
  }
});

test('virtio gets no batch that a PS/2 keyboard could not take in its place', () => {
  expect(virtio).toMatchObject({ capacity: 16, batch: 16, drain: 'ring' });
});
