import { describe, expect, test } from 'vitest';
import { withDemoGuest } from '../support/demo-guest.ts';
import { testWithDemoGuest } from '../support/needs-qemu.ts';
import { withMonitor } from '../support/with-monitor.ts';
import { describeWith } from '../support/with-qemu.ts';
import { rejectionOf } from './rejection.ts';

const guestTest = testWithDemoGuest(import.meta.filename);
const timeout = 60_000;

describeWith('qemu-system-x86_64')('ui.json against a real QEMU', () => {
  test('a VNC server on a unix socket, and how it is asked for', { timeout }, () =>
    withMonitor(
      (folder) => ['-vnc', `unix:${folder}/vnc,password=on`, '-device', 'VGA'],
      async ({ client, folder }) => {
        const where = { host: '', service: `${folder}/vnc`, family: 'unix' };
        expect(await client.execute('query-vnc')).toMatchObject({
          enabled: true,
          auth: 'vnc',
          clients: [],
        });
        expect(await client.execute('query-vnc-servers')).toEqual([
          {
            id: 'default',
            auth: 'vnc',
            server: [{ ...where, websocket: false, auth: 'vnc' }],
            clients: [],
          },
        ]);
      },
    ),
  );

  test('a VNC server with TLS says its sub-authentication', { timeout }, () =>
    withMonitor(
      (folder) => [
        ...['-object', 'tls-creds-anon,id=tls0,endpoint=server'],
        ...['-vnc', `unix:${folder}/vnc,tls-creds=tls0,password=on`, '-device', 'VGA'],
      ],
      async ({ client }) => {
        const [server] = await client.execute('query-vnc-servers');
        expect(server).toMatchObject({ auth: 'vencrypt', vencrypt: 'tls-vnc' });
        expect(server?.server).toMatchObject([{ auth: 'vencrypt', vencrypt: 'tls-vnc' }]);
        expect(await client.execute('query-vnc')).toMatchObject({ auth: 'vencrypt+tls+vnc' });
      },
    ),
  );

  test('a SPICE server and its mouse mode', { timeout }, () =>
    withMonitor(
      (folder) => ['-spice', `unix=on,addr=${folder}/spice`, '-device', 'VGA'],
      async ({ client }) => {
        const info = await client.execute('query-spice');
        expect(info).toMatchObject({ enabled: true, migrated: false, auth: 'spice', channels: [] });
        expect(['client', 'server', 'unknown']).toContain(info['mouse-mode']);
      },
    ),
  );

  test('passwords are set, expire and change where the server asks for one', { timeout }, () =>
    withMonitor(
      (folder) => [
        ...['-vnc', `unix:${folder}/vnc,password=on`, '-device', 'VGA'],
        ...['-spice', `unix=on,addr=${folder}/spice`],
      ],
      async ({ client }) => {
        for (const protocol of ['vnc', 'spice'] as const) {
          expect(await client.execute('set_password', { protocol, password: 'secret' })).toEqual(
            {},
          );
          expect(await client.execute('expire_password', { protocol, time: '+60' })).toEqual({});
        }
        expect(await client.execute('change-vnc-password', { password: 'other' })).toEqual({});
      },
    ),
  );

  test('without a server QEMU says little, whatever is asked', { timeout }, () =>
    withMonitor(
      () => [],
      async ({ client }) => {
        expect(await client.execute('query-vnc')).toEqual({ enabled: false });
        expect(await client.execute('query-vnc-servers')).toEqual([]);
        expect((await client.execute('query-spice')).enabled).toBe(false);
        const password = 'secret';
        const vnc = client.execute('set_password', { protocol: 'vnc', password });
        expect(await rejectionOf(vnc)).toMatchObject({ desc: 'Could not set password' });
        const spice = client.execute('set_password', { protocol: 'spice', password });
        expect(await rejectionOf(spice)).toMatchObject({ errorClass: 'DeviceNotActive' });
      },
    ),
  );

  test('the VNC server moves to another address; certificates there are none', { timeout }, () =>
    withMonitor(
      (folder) => ['-vnc', `unix:${folder}/one`, '-device', 'VGA'],
      async ({ client, folder }) => {
        const addresses = [{ type: 'unix', path: `${folder}/two` } as const];
        expect(await client.execute('display-update', { type: 'vnc', addresses })).toEqual({});
        expect((await client.execute('query-vnc')).service).toBe(`${folder}/two`);
        const reload = client.execute('display-reload', { type: 'vnc', 'tls-certs': true });
        expect(await rejectionOf(reload)).toMatchObject({ desc: 'vnc tls is not enabled' });
      },
    ),
  );

  test('what -display asked for', { timeout }, () =>
    withMonitor(
      () => [],
      async ({ client }) => {
        expect(await client.execute('query-display-options')).toMatchObject({ type: 'none' });
      },
    ),
  );

  test('each pointer device, and which one has the pointer', { timeout }, () =>
    withMonitor(
      () => ['-device', 'qemu-xhci', '-device', 'usb-tablet', '-device', 'usb-mouse'],
      async ({ client }) => {
        const mice = await client.execute('query-mice');
        expect(mice).toContainEqual({
          name: 'QEMU HID Tablet',
          index: expect.any(Number),
          current: expect.any(Boolean),
          absolute: true,
        });
        expect(mice.filter(({ current }) => current)).toHaveLength(1);
        expect(mice.map(({ index }) => index).toSorted()).toEqual(
          [...new Set(mice.map(({ index }) => index))].toSorted(),
        );
      },
    ),
  );
});

describe('input at the protocol', () => {
  guestTest('send-key takes names and scan codes', { timeout }, () =>
    withDemoGuest({}, async ({ machine, serial }) => {
      const keys = [
        { type: 'qcode', data: 'shift' },
        { type: 'number', data: 0x1e },
      ] as const;
      await machine.client.execute('send-key', { keys, 'hold-time': 20 });
      expect(await serial.first('scan', 4)).toEqual(['2a', '1e', '9e', 'aa']);
    }),
  );

  guestTest('input-send-event takes keys and buttons, down and up', { timeout }, () =>
    withDemoGuest({}, async ({ machine, serial }) => {
      const key = { type: 'qcode', data: 'b' } as const;
      for (const down of [true, false]) {
        await machine.client.execute('input-send-event', {
          events: [{ type: 'key', data: { key, down } }],
        });
      }
      expect(await serial.first('scan', 2)).toEqual(['30', 'b0']);
      await machine.client.execute('input-send-event', {
        events: [
          { type: 'abs', data: { axis: 'x', value: 16_384 } },
          { type: 'abs', data: { axis: 'y', value: 16_384 } },
          { type: 'btn', data: { button: 'left', down: true } },
        ],
      });
      const [first = ''] = await serial.first('mouse', 1);
      expect(first).toContain('512 384');
      const left = { type: 'btn', data: { button: 'left', down: false } } as const;
      await machine.client.execute('input-send-event', { events: [left] });
    }),
  );
});
