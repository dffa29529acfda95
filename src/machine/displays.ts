import {
  archOf,
  type DisplayDescription,
  isPc,
  type MachineDescription,
  type QemuDescription,
} from './description.ts';
import type { KeyboardDevice, OwnDevices } from './machine.ts';

/** The id of the display device of a machine that has one, for `screendump`. */
const DISPLAY_ID = 'video0';

/** One display as a step names it; head 0 is the first. */
export interface SeatName {
  readonly device?: string | undefined;
  readonly head?: number | undefined;
}

export type PointerDevice = NonNullable<QemuDescription['pointer']>;
type PointerKind = 'absolute' | 'relative' | 'none';

/** The displays of a machine that Guestwright starts, by the ids that QEMU knows them by. */
export function displaysOf(description: QemuDescription): readonly DisplayDescription[] {
  const { displays, display: type } = description;
  return displays ?? [{ id: DISPLAY_ID, ...(type && { type }) }];
}

/** What is bound to the first display. */
export function ownDevicesOf(description: QemuDescription): OwnDevices {
  const { keyboard, pointer, touch } = displaysOf(description)[0] ?? {};
  return {
    ...(keyboard && { keyboard }),
    ...(pointer && { pointer }),
    ...(touch && { touch }),
  };
}

/** Whether the machine has more than one screen. */
export function isShared(description: QemuDescription): boolean {
  return displaysOf(description).reduce((sum, { heads = 1 }) => sum + heads, 0) > 1;
}

/** The keyboard that gets the keys: the display's own, else the machine's. */
export function keyboardOf(description: MachineDescription, seat: SeatName = {}): KeyboardDevice {
  return displayOf(description, seat)?.keyboard ?? sharedKeyboardOf(description);
}

/** The keyboard that is bound to no display. */
export function sharedKeyboardOf(description: MachineDescription): KeyboardDevice {
  if (description.keyboard) return description.keyboard;
  if (description.driver === 'embedded') return 'ps2';
  return 'attach' in description || isPc(archOf(description)) ? 'ps2' : 'usb';
}

/** The pointer that gets the clicks; undefined where only the machine can tell. */
export function pointerOf(
  description: MachineDescription,
  seat: SeatName = {},
): PointerDevice | undefined {
  if ('attach' in description) return undefined;
  if (description.driver === 'embedded') return description.pointer ?? 'vmmouse';
  const own = displayOf(description, seat)?.pointer;
  const pointer = own ?? sharedPointerOf(description);
  return pointer === 'none' && isPc(archOf(description)) ? 'ps2' : pointer;
}

/** The pointer that is bound to no display: none by default where every display has its own. */
export function sharedPointerOf({ pointer, displays }: QemuDescription): PointerDevice {
  const isNeeded = displays === undefined || displays.some((display) => !display.pointer);
  return pointer ?? (isNeeded ? 'usb-tablet' : 'none');
}

export function pointerKind(pointer: PointerDevice): PointerKind {
  switch (pointer) {
    case 'usb-tablet':
    case 'virtio-tablet':
    case 'vmmouse':
      return 'absolute';
    case 'usb-mouse':
    case 'virtio-mouse':
    case 'ps2':
      return 'relative';
    case 'none':
      return 'none';
    default:
      return pointer satisfies never;
  }
}

function displayOf(
  description: MachineDescription,
  { device }: SeatName,
): DisplayDescription | undefined {
  if ('attach' in description || description.driver === 'embedded') return undefined;
  const displays = displaysOf(description);
  return device === undefined ? displays[0] : displays.find(({ id }) => id === device);
}
