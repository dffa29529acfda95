import { expect, test } from 'vitest';
import { findKeyboards, keyboardAmong, ringsOf } from '../../src/machine/detect-keyboard.ts';
import { QmpClient } from '../../src/qmp/client.ts';
import { QmpServer, Refusal } from '../support/qmp-server.ts';

type Devices = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The keyboards of a machine with these devices, some bound to a display. */
async function find(devices: Devices, bound: readonly string[] = []) {
  await using server = await QmpServer.start({
    handlers: {
      'qom-list': ({ path }) => {
        const children = devices[String(path)];
        if (!children) throw new Refusal('DeviceNotFound', `Device '${path}' not found`);
        return Object.entries(children).map(([name, type]) => ({ name, type: `child<${type}>` }));
      },
      'qom-get': ({ path }) => (bound.includes(String(path)) ? 'video0' : ''),
    },
  });
  await using client = await QmpClient.connect(server.address);
  return await findKeyboards(client);
}

test('a machine without a keyboard of its own has PS/2', async () => {
  const found = await find({ '/machine/peripheral': { pointer0: 'usb-tablet', video0: 'VGA' } });
  expect(found).toEqual([]);
  expect(keyboardAmong(found)).toBe('ps2');
});

test('keyboards with an id, without one, and of -usbdevice', async () => {
  const found = await find({
    '/machine/peripheral': { k: 'virtio-keyboard-pci' },
    '/machine/peripheral-anon': { 'device[1]': 'virtio-keyboard-device' },
    '/machine/unattached': { 'device[7]': 'usb-kbd' },
  });
  expect(found.map(({ device, path }) => `${device} ${path}`)).toEqual([
    'virtio /machine/peripheral/k/virtio-backend',
    'virtio /machine/peripheral-anon/device[1]',
    'usb /machine/unattached/device[7]',
  ]);
  expect(ringsOf(found)).toHaveLength(2);
});

test('usb takes the keys before virtio, and virtio before PS/2', async () => {
  const virtio = { k: 'virtio-keyboard-ccw' };
  expect(keyboardAmong(await find({ '/machine/peripheral': virtio }))).toBe('virtio');
  const both = { ...virtio, u: 'usb-kbd' };
  expect(keyboardAmong(await find({ '/machine/peripheral': both }))).toBe('usb');
});

test('a keyboard that is bound to a display gets only what is sent there', async () => {
  const devices = { '/machine/peripheral': { u: 'usb-kbd', k: 'virtio-keyboard-pci' } };
  const paths = ['/machine/peripheral/u', '/machine/peripheral/k'];
  expect(keyboardAmong(await find(devices, paths))).toBe('ps2');
  expect(keyboardAmong(await find(devices, paths.slice(0, 1)))).toBe('virtio');
});
