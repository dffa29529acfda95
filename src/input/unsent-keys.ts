import type { QKeyCode } from '../qmp/qkeycode.ts';
import type { KeyboardQueue } from './keyboard-queue.ts';

type Device = KeyboardQueue['device'];

/**
 * Keys that QEMU takes with `{}` and for which that keyboard has no code (PS/2: ui/keycodemapdb; USB:
 * usb_hid_usage_keys of hw/input/hid.c). Every key was pressed in QEMU 7.2.
 */
// biome-ignore format: tables
const unsent: Readonly<Record<Device, readonly QKeyCode[]>> = {
  ps2: [
    'menu', 'again', 'props', 'undo', 'front', 'copy', 'open', 'paste', 'find', 'cut', 'lf', 'help',
  ],
  usb: [
    'menu', 'stop', 'again', 'props', 'undo', 'front', 'copy', 'paste', 'find', 'cut', 'help',
    'hiragana', 'sleep', 'wake', 'audionext', 'audioprev', 'audiostop', 'audioplay', 'mediaselect',
    'mail', 'calculator', 'computer', 'ac_home', 'ac_back', 'ac_forward', 'ac_refresh',
    'ac_bookmarks', 'lang1', 'lang2',
  ],
  virtio: [],
};

/** Keys that are another one through QEMU's USB keyboard. */
export const usbMistakes: ReadonlyMap<QKeyCode, QKeyCode> = new Map<QKeyCode, QKeyCode>([
  ['open', 'f24'],
  ['lf', 'f15'],
  ['kp_comma', 'meta_r'],
  ['kp_equals', 'f13'],
]);

const names: Readonly<Record<Device, string>> = {
  ps2: "QEMU's PS/2 keyboard",
  usb: "QEMU's USB keyboard",
  virtio: "QEMU's virtio keyboard",
};

/** Whether QEMU sends nothing for a key through this keyboard. */
export function isUnsent(key: QKeyCode, device: Device): boolean {
  return unsent[device].includes(key);
}

/** Why a guest with this keyboard would not get that key; undefined: it does. */
export function describeUnsent(key: QKeyCode, { device }: KeyboardQueue): string | undefined {
  const instead = device === 'usb' ? usbMistakes.get(key) : undefined;
  if (instead) return `${names[device]} sends ${instead} for the key ${key}${advise(key)}`;
  return isUnsent(key, device)
    ? `${names[device]} sends nothing for the key ${key}${advise(key)}`
    : undefined;
}

function advise(key: QKeyCode): string {
  return key === 'menu'
    ? '; the key between alt and ctrl on the right is context-menu'
    : '; keyboard: virtio has it, once its driver runs';
}
