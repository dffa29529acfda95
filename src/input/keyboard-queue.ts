import type { QKeyCode } from '../qmp/qkeycode.ts';

/** What a keyboard device can take before the guest has read it. QEMU drops the rest and says nothing. */
export interface KeyboardQueue {
  readonly device: 'ps2' | 'usb' | 'virtio';
  /** Entries that are safe to send to an empty queue. */
  readonly capacity: number;
  /** Entries that one batch may take: no more than `capacity`. */
  readonly batch: number;
  /** Entries that one edge of a key takes. */
  readonly cost: (key: QKeyCode, down: boolean) => number;
  /** How long the guest needs for an entry, in milliseconds. */
  readonly msPerEntry: number;
  /** What tells that the guest has read: the i8042's status port, QEMU's trace of USB polls, a virtio ring. */
  readonly drain: 'port-0x64' | 'polls' | 'ring';
}

const extended: ReadonlySet<QKeyCode> = new Set<QKeyCode>([
  'up',
  'down',
  'left',
  'right',
  'home',
  'end',
  'pgup',
  'pgdn',
  'insert',
  'delete',
  'ctrl_r',
  'alt_r',
  'meta_l',
  'meta_r',
  'menu',
  'compose',
  'kp_enter',
  'kp_divide',
  'power',
  'sleep',
  'wake',
  'audionext',
  'audioprev',
  'audiostop',
  'audioplay',
  'audiomute',
  'volumeup',
  'volumedown',
  'mediaselect',
  'mail',
  'calculator',
  'computer',
  'ac_home',
  'ac_back',
  'ac_forward',
  'ac_refresh',
  'ac_bookmarks',
  'find',
  'stop',
  'again',
  'props',
  'undo',
  'front',
  'copy',
  'cut',
  'help',
  'f17',
  'f18',
  'f19',
  'f22',
]);

/** Bytes of translated scancode set 1, the most that a key takes under any modifier (hw/input/ps2.c). */
function scancodeBytes(key: QKeyCode, down: boolean): number {
  if (key === 'pause') return down ? 6 : 0;
  if (key === 'print' || key === 'sysrq') return 5;
  return extended.has(key) ? 2 : 1;
}

/** Bytes of scancode set 1, which QEMU's USB keyboard keeps (hw/input/hid.c). */
function hidEntries(key: QKeyCode, down: boolean): number {
  if (key === 'pause') return 3;
  if (key === 'print' || key === 'sysrq') return 2;
  return scancodeBytes(key, down);
}

/**
 * By device, from hw/input/ps2.c, hid.c and virtio-input.c:
 * - ps2: 16 bytes, and port 0x64 says when they are read. Ten are used: each edge is three events in
 *   Linux's evdev ring of 64, and of a reader that comes late two batches must fit
 * - usb: 16 entries, one read each 8 ms. Small batches, so that the first is there before the poll after
 *   the one that emptied the queue: QEMU takes some 0.3 ms an event to read a batch
 * - virtio: a ring of 64 events, all of a batch or none; until its driver runs, a PS/2 keyboard gets the
 *   keys, so no more goes into a batch than that could take
 */
export const keyboardQueues = {
  ps2: {
    device: 'ps2',
    capacity: 10,
    batch: 10,
    cost: scancodeBytes,
    msPerEntry: 0.6,
    drain: 'port-0x64',
  },
  usb: { device: 'usb', capacity: 16, batch: 4, cost: hidEntries, msPerEntry: 8, drain: 'polls' },
  virtio: {
    device: 'virtio',
    capacity: 16,
    batch: 16,
    cost: scancodeBytes,
    msPerEntry: 0.6,
    drain: 'ring',
  },
} as const satisfies Record<string, KeyboardQueue>;
