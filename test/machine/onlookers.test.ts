import { expect, test } from 'vitest';
import { releaseModifiers, warnOfOnlookers } from '../../src/machine/onlookers.ts';
import { QmpClient } from '../../src/qmp/client.ts';
import { type Handler, QmpServer, Refusal } from '../support/qmp-server.ts';

async function withMachine<T>(
  handlers: Readonly<Record<string, Handler>>,
  body: (client: QmpClient, server: QmpServer) => Promise<T>,
): Promise<T> {
  await using server = await QmpServer.start({ handlers });
  await using client = await QmpClient.connect(server.address);
  return await body(client, server);
}

const client = { host: '127.0.0.1', service: '40012', family: 'ipv4', websocket: false };
const channel = { host: '::1', port: '40013', family: 'ipv6', tls: false, 'connection-id': 1 };

test('everybody who is connected, once a session', () =>
  withMachine(
    {
      'query-vnc-servers': () => [{ id: 'default', server: [], clients: [client], auth: 'none' }],
      'query-spice': () => ({
        enabled: true,
        migrated: false,
        'mouse-mode': 'client',
        channels: [
          { ...channel, 'channel-type': 1, 'channel-id': 0 },
          { ...channel, 'channel-type': 2, 'channel-id': 0 },
        ],
      }),
    },
    async (qmp) => {
      const counts = 'what they hold down counts for the guest, and QEMU does not tell what it is';
      expect(await warnOfOnlookers(qmp)).toEqual([
        `somebody is connected by VNC from 127.0.0.1:40012: ${counts}`,
        `somebody is connected by SPICE from ::1:40013: ${counts}`,
      ]);
    },
  ));

test('a QEMU without VNC and SPICE', () =>
  withMachine({ 'query-qmp-schema': () => [] }, async (qmp) => {
    expect(await warnOfOnlookers(qmp)).toEqual([]);
  }));

test('every modifier is let go in one batch', () =>
  withMachine({ 'input-send-event': () => ({}) }, async (qmp, server) => {
    expect(await releaseModifiers(qmp)).toEqual([]);
    const [command] = server.commands;
    const events = command?.arguments.events as { data: { down: boolean; key: unknown } }[];
    expect(events).toHaveLength(8);
    expect(events.every(({ data }) => !data.down)).toBe(true);
  }));

test('a machine that takes no input', () => {
  const refuse = () => {
    throw new Refusal('GenericError', 'VM not running');
  };
  return withMachine({ 'input-send-event': refuse }, async (qmp) => {
    expect(await releaseModifiers(qmp)).toEqual([
      'modifiers that somebody left down were not released: QEMU refused input-send-event: VM not running (GenericError)',
    ]);
  });
});
