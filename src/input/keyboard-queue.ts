import type { QKeyCode } from '../qmp/qkeycode.ts';

/** What a keyboard device can take before the guest has read it. QEMU drops the rest and says nothing. */
export interface KeyboardQueue {
  /** Entries that are safe to send to an empty queue. */
  readonly capacity: number;
  /** Entries that one edge of a key takes. */
  readonly cost: (key: QKeyCode, down: boolean) => number;
  /** How long the guest needs for an entry, in milliseconds. */
  readonly msPerEntry: number;
  /** Whether status port 0x64 tells when the queue is empty; where it does not, time has to tell. */
  readonly drain: 'port-0x64' | 'time' | 'port-0x64-and-time';
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

/**
 * By device, from hw/input/ps2.c, hid.c and virtio-input.c:
 * - ps2: 16 bytes, and port 0x64 says when they are read. Ten are used: each edge is three events in
 *   Linux's evdev ring of 64, and of a reader that comes late two batches must fit
 * - usb: 16 entries, one read each 8 ms; half of it is used, so that a late poll costs nothing
 * - virtio: 64 events, all of a batch or none, and 20 ms a batch for the guest to give them back; until
 *   its driver runs, a PS/2 keyboard gets the keys, so its limits hold as well
 */
export const keyboardQueues = {
  ps2: { capacity: 10, cost: scancodeBytes, msPerEntry: 0.6, drain: 'port-0x64' },
  usb: { capacity: 8, cost: scancodeBytes, msPerEntry: 8.25, drain: 'time' },
  virtio: { capacity: 16, cost: scancodeBytes, msPerEntry: 1.25, drain: 'port-0x64-and-time' },
} as const satisfies Record<string, KeyboardQueue>;
