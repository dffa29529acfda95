import { join } from 'node:path';
import { expect } from 'vitest';
import type { QmpClient } from '../../src/qmp/client.ts';
import type { QmpEvent } from '../../src/qmp/types.ts';
import { freePorts } from '../support/free-ports.ts';
import { testWithClient, withClient } from '../support/remote-clients.ts';
import { withMonitor } from '../support/with-monitor.ts';

const vncTest = testWithClient(import.meta.filename, 'gvnccapture');
const spiceTest = testWithClient(import.meta.filename, 'spicy-screenshot', 'spicy-stats');
const timeout = 60_000;

/** Notes every event of a session. */
function watch(client: QmpClient) {
  const seen: QmpEvent[] = [];
  client.subscribe({ push: (event) => seen.push(event), end: () => {} });
  return seen;
}

vncTest(
  'VNC_CONNECTED, VNC_INITIALIZED, VNC_DISCONNECTED, from gvnccapture',
  { timeout },
  async () => {
    const [port = 0] = await freePorts(1);
    await withMonitor(
      () => ['-vnc', `127.0.0.1:${port - 5900}`, '-device', 'VGA'],
      async ({ client, folder }) => {
        expect(await client.execute('query-vnc')).toEqual({
          ...{ enabled: true, host: '127.0.0.1', service: `${port}`, family: 'ipv4', auth: 'none' },
          clients: [],
        });
        const seen = watch(client);
        const gone = client.waitForEvent('VNC_DISCONNECTED', { timeoutMs: 20_000 });
        await withClient(
          'gvnccapture',
          ['-q', `127.0.0.1:${port - 5900}`, join(folder, 'x.png')],
          async () => {
            await gone;
          },
        );
        const server = {
          ...{ host: '127.0.0.1', service: `${port}`, family: 'ipv4', websocket: false },
          auth: 'none',
        };
        const peer = {
          host: '127.0.0.1',
          service: expect.any(String),
          family: 'ipv4',
          websocket: false,
        };
        expect(seen.map(({ event, data }) => ({ event, data }))).toEqual([
          { event: 'VNC_CONNECTED', data: { server, client: peer } },
          { event: 'VNC_INITIALIZED', data: { server, client: peer } },
          { event: 'VNC_DISCONNECTED', data: { server, client: peer } },
        ]);
      },
    );
  },
);

spiceTest(
  'SPICE_CONNECTED, SPICE_INITIALIZED, SPICE_DISCONNECTED, from spicy-screenshot',
  { timeout },
  async () => {
    await withMonitor(
      (folder) => [
        '-spice',
        `unix=on,addr=${folder}/spice,disable-ticketing=on`,
        '-device',
        'qxl-vga',
      ],
      async ({ client, folder }) => {
        const seen = watch(client);
        const gone = client.waitForEvent('SPICE_DISCONNECTED', { timeoutMs: 20_000 });
        const args = [`--uri=spice+unix://${folder}/spice`, `--out-file=${folder}/x.ppm`];
        await withClient('spicy-screenshot', args, async () => {
          await gone;
        });
        const initialized = seen.find(({ event }) => event === 'SPICE_INITIALIZED');
        expect(initialized?.data).toMatchObject({
          server: { family: 'unix', auth: 'none' },
          client: { family: 'unix', 'channel-type': 1, 'channel-id': 0, tls: false },
        });
        expect(seen.find(({ event }) => event === 'SPICE_CONNECTED')?.data).toMatchObject({
          server: { family: 'unix' },
          client: { family: 'unix' },
        });
      },
    );
  },
);

spiceTest(
  'SPICE_MIGRATE_COMPLETED, by a migration with spicy-stats connected',
  { timeout },
  async () => {
    const [from = 0, to = 0] = await freePorts(2);
    const spice = (port: number) => [
      '-spice',
      `addr=127.0.0.1,port=${port},disable-ticketing=on`,
      '-device',
      'qxl-vga',
    ];
    await withMonitor(
      () => spice(from),
      async (source) => {
        const channel = join(source.folder, 'migration');
        await withMonitor(
          () => [...spice(to), '-incoming', `unix:${channel}`],
          async (target) => {
            const connected = source.client.waitForEvent('SPICE_INITIALIZED');
            const args = [`--uri=spice://127.0.0.1?port=${from}`];
            await withClient('spicy-stats', args, async () => {
              await connected;
              expect((await source.client.execute('query-spice')).channels?.length).toBeGreaterThan(
                0,
              );
              const handedOver = target.client.waitForEvent('SPICE_INITIALIZED');
              const completed = source.client.waitForEvent('SPICE_MIGRATE_COMPLETED');
              const info = { protocol: 'spice', hostname: '127.0.0.1', port: to };
              await source.client.execute('client_migrate_info', info);
              await source.client.execute('migrate', { uri: `unix:${channel}` });
              expect((await completed).data).toEqual({});
              await handedOver;
              expect(await source.client.execute('query-migrate')).toMatchObject({
                status: 'completed',
              });
              expect((await source.client.execute('query-spice')).migrated).toBe(true);
            });
          },
        );
      },
    );
  },
);
