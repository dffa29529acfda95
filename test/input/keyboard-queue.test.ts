import { describe, expect, test } from 'vitest';
import { keyboardQueues } from '../../src/input/keyboard-queue.ts';
import type { QKeyCode } from '../../src/qmp/qkeycode.ts';

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
    ['print', 5, 5],
    ['sysrq', 5, 5],
    ['pause', 6, 0],
  ])('%s: %i down, %i up', ([key, down, up]) => {
    for (const queue of [ps2, usb, virtio]) {
      expect([queue.cost(key, true), queue.cost(key, false)]).toEqual([down, up]);
    }
  });
});

test('of PS/2, two batches fit the 64 events of a late evdev reader, at three an edge', () => {
  expect(ps2).toMatchObject({ capacity: 10, drain: 'port-0x64' });
  expect(2 * ps2.capacity * 3).toBeLessThanOrEqual(64);
});

test('USB gets one entry per poll of 8 ms, and at most the 16 of its queue', () => {
  expect(usb.msPerEntry).toBeGreaterThanOrEqual(8);
  expect(usb.capacity).toBeLessThanOrEqual(16);
  expect(usb.drain).toBe('time');
});

test('virtio gets no batch that a PS/2 keyboard could not take in its place', () => {
  expect(virtio).toMatchObject({ capacity: 16, drain: 'port-0x64-and-time' });
});
