import { describe, expect, test } from 'vitest';
import { describeDisplays } from '../../src/cli/describe-displays.ts';
import { ViewerDiary } from '../../src/cli/viewer-diary.ts';
import type { QmpEvent, SpiceChannel, SpiceInfo, VncInfo2 } from '../../src/qmp/types.ts';

const place = { host: '127.0.0.1', family: 'ipv4', websocket: false } as const;
const vnc: VncInfo2 = {
  ...{ id: 'default', auth: 'vnc', clients: [], display: 'video0' },
  server: [
    { ...place, service: '5701', websocket: true, auth: 'vnc' },
    { ...place, service: '5901', auth: 'vnc' },
  ],
};
const spice: SpiceInfo = {
  ...{ enabled: true, migrated: false, 'mouse-mode': 'client', auth: 'spice' },
  ...{ host: '127.0.0.1', port: 5930, 'tls-port': 5931, channels: [] },
};
const nothing = { vnc: [], spice: 'none', mice: [] };

describe('the displays of a machine', () => {
  test('that nobody looks at', () => {
    const mice = [{ name: 'QEMU HID Tablet', index: 3, absolute: true, current: true }];
    expect(describeDisplays({ vnc: [vnc], spice, mice })).toEqual([
      'VNC       default, at 127.0.0.1:5701 (WebSocket) and 127.0.0.1:5901; asks for a password (vnc); shows video0',
      '          nobody is connected',
      'SPICE     at 127.0.0.1:5930 and 127.0.0.1:5931 (TLS); asks for a password (spice); the viewer says where the pointer is',
      '          nobody is connected',
      'pointer   QEMU HID Tablet, absolute, in use',
    ]);
  });

  test('that it has none of', () => {
    const off = { enabled: false, migrated: false, 'mouse-mode': 'client' } as const;
    expect(describeDisplays({ vnc: [], spice: off, mice: [] })).toEqual([
      'VNC       no server',
      'SPICE     not in use',
      'pointer   none',
    ]);
  });

  test('that people look at by VNC, each with what is known', () => {
    const clients = [
      { ...place, service: '4001', sasl_username: 'tester' },
      { ...place, service: '4002', websocket: true, x509_dname: 'CN=\u001b[2Jme' },
      { ...place, host: '', family: 'unix', service: '' } as const,
    ];
    expect(describeDisplays({ ...nothing, vnc: [{ ...vnc, clients }] }).slice(1, 4)).toEqual([
      '          connected before this look: 127.0.0.1:4001, as tester',
      '          connected before this look: 127.0.0.1:4002, by WebSocket, with the certificate of CN=\uFFFD[2Jme',
      '          connected before this look: somebody on this host',
    ]);
  });

  test.each<[Partial<VncInfo2>, string]>([
    [{ auth: 'none' }, 'asks for nothing: whoever gets there is in'],
    [{ auth: 'sasl' }, 'asks for a name and a password (sasl)'],
    [{ auth: 'vencrypt', vencrypt: 'x509-plain' }, 'asks by vencrypt, x509-plain'],
    [{ server: [] }, 'at nowhere'],
  ])('%o', (change, text) => {
    expect(describeDisplays({ ...nothing, vnc: [{ ...vnc, ...change }] })[0]).toContain(text);
  });

  test('that people look at by SPICE, a line a session', () => {
    const channel = (session: number, type: number, id = 0): SpiceChannel => ({
      ...{ host: '127.0.0.1', port: `${4000 + session}`, family: 'ipv4', tls: session === 2 },
      ...{ 'connection-id': session, 'channel-type': type, 'channel-id': id },
    });
    const channels = [
      channel(1, 1),
      channel(2, 1),
      channel(1, 2),
      channel(1, 2, 1),
      channel(1, 42),
    ];
    expect(describeDisplays({ ...nothing, spice: { ...spice, channels } }).slice(2, 4)).toEqual([
      '          connected before this look: 127.0.0.1:4001: main, display, display 1, channel type 42',
      '          connected before this look: 127.0.0.1:4002, by TLS: main',
    ]);
  });
});

describe('who comes and goes', () => {
  const server = { ...place, service: '5901', auth: 'vnc' };
  const event = (name: string, data: unknown, seconds: number) =>
    ({ event: name, data, timestamp: { seconds, microseconds: 500_000 } }) as QmpEvent;

  test('by VNC, and how long they were there', () => {
    const diary = new ViewerDiary();
    const client = { ...place, service: '4001' };
    const lines = [
      event('VNC_CONNECTED', { server, client }, 100),
      event('VNC_INITIALIZED', { server, client: { ...client, sasl_username: 'tester' } }, 101),
      event('RESET', {}, 101),
      event('VNC_DISCONNECTED', { server, client }, 163),
      event('VNC_DISCONNECTED', { server, client }, 164),
    ].map((each) => diary.note(each)?.replace(/^\d\d:\d\d:\d\d {2}/, ''));
    expect(lines).toEqual([
      'VNC    127.0.0.1:4001 has come',
      'VNC    127.0.0.1:4001 looks, by vnc, as tester',
      undefined,
      'VNC    127.0.0.1:4001 has left, after 1 min 03 s',
      'VNC    127.0.0.1:4001 has left',
    ]);
  });

  test('by SPICE, a channel at a time', () => {
    const diary = new ViewerDiary();
    const client = { host: '::1', port: '4001', family: 'ipv6' };
    const channel = {
      ...client,
      'connection-id': 1,
      'channel-type': 3,
      'channel-id': 0,
      tls: false,
    };
    const lines = [
      event('SPICE_CONNECTED', { server, client }, 100),
      event('SPICE_INITIALIZED', { server: { ...server, auth: 'spice' }, client: channel }, 100),
      event('SPICE_DISCONNECTED', { server, client }, 102),
    ].map((each) => diary.note(each)?.slice(10));
    expect(lines).toEqual([
      'SPICE  [::1]:4001 has come',
      'SPICE  [::1]:4001 uses inputs, by spice',
      'SPICE  [::1]:4001 has left, after 2 s',
    ]);
  });
});
