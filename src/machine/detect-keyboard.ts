import type { QmpClient } from '../qmp/client.ts';
import { QmpCommandError } from '../qmp/errors.ts';
import type { KeyboardDevice } from './machine.ts';

/**
 * Where devices of the command line live in QEMU's object model: those with an id, those without, and
 * those of `-usbdevice`.
 */
const places = ['/machine/peripheral', '/machine/peripheral-anon', '/machine/unattached'];

/** A keyboard that a machine has beside PS/2. */
export interface FoundKeyboard {
  readonly device: 'usb' | 'virtio';
  /** Its QOM path; of a virtio keyboard that of the virtio device, which knows its ring. */
  readonly path: string;
  /** Whether it is bound to a display, and gets only what is sent to that. */
  readonly isBound: boolean;
}

/** Looks through QEMU's object model (QMP `qom-list`, `qom-get`). */
export async function findKeyboards(client: QmpClient): Promise<readonly FoundKeyboard[]> {
  const devices = (await Promise.all(places.map((place) => listDevices(client, place)))).flat();
  return Promise.all(
    devices.flatMap(({ path, type }) => {
      const isUsb = type.includes('usb-kbd');
      if (!isUsb && !type.includes('virtio-keyboard')) return [];
      // On PCI and on s390x's channels the virtio device is a child of what the command line made.
      const isWhole = isUsb || type.includes('virtio-keyboard-device');
      return [describeKeyboard(client, isUsb ? 'usb' : 'virtio', path, isWhole)];
    }),
  );
}

/**
 * The keyboard that gets what is sent to no display in particular: a usb-kbd takes the keys from its
 * creation on, a virtio-keyboard once its driver runs, else they go to PS/2 (ui/input.c, hw/input).
 */
export function keyboardAmong(keyboards: readonly FoundKeyboard[]): KeyboardDevice {
  const shared = keyboards.filter(({ isBound }) => !isBound).map(({ device }) => device);
  if (shared.includes('usb')) return 'usb';
  return shared.includes('virtio') ? 'virtio' : 'ps2';
}

/** The QOM paths of those that have a ring. */
export function ringsOf(keyboards: readonly FoundKeyboard[]): readonly string[] {
  return keyboards.filter(({ device }) => device === 'virtio').map(({ path }) => path);
}

async function describeKeyboard(
  client: QmpClient,
  device: FoundKeyboard['device'],
  path: string,
  isWhole: boolean,
): Promise<FoundKeyboard> {
  const display = await orElse(client.execute('qom-get', { path, property: 'display' }), '');
  return {
    device,
    path: isWhole ? path : `${path}/virtio-backend`,
    isBound: typeof display === 'string' && display !== '',
  };
}

async function listDevices(client: QmpClient, place: string) {
  const children = await orElse(client.execute('qom-list', { path: place }), []);
  return children.map(({ name, type }) => ({ path: `${place}/${name}`, type }));
}

/** What QEMU answers, or something else where it has no such thing. */
async function orElse<T>(answer: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof QmpCommandError) return otherwise;
    throw error;
  }
}
