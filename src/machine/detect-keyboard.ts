import type { QmpClient } from '../qmp/client.ts';
import { QmpCommandError } from '../qmp/errors.ts';
import type { KeyboardDevice } from './machine.ts';

/** Where devices of the command line live in QEMU's object model: those with an id, and those without. */
const places = ['/machine/peripheral', '/machine/peripheral-anon'];

/**
 * The keyboard that gets a running machine's keys: a usb-kbd takes them from its creation on, a
 * virtio-keyboard once its driver runs, else they go to PS/2 (ui/input.c, hw/input).
 */
export async function detectKeyboard(client: QmpClient): Promise<KeyboardDevice> {
  const types = (await Promise.all(places.map((path) => listTypes(client, path)))).flat();
  if (types.some((type) => type.includes('usb-kbd'))) return 'usb';
  return types.some((type) => type.includes('virtio-keyboard')) ? 'virtio' : 'ps2';
}

async function listTypes(client: QmpClient, path: string): Promise<readonly string[]> {
  try {
    return (await client.execute('qom-list', { path })).map(({ type }) => type);
  } catch (error) {
    if (error instanceof QmpCommandError) return [];
    throw error;
  }
}
