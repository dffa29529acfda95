import { expect, test } from 'vitest';
import { QmpClient } from '../../src/qmp/client.ts';
import { QmpCommandError } from '../../src/qmp/errors.ts';
import { withMonitor } from '../support/with-monitor.ts';
import { describeWith } from '../support/with-qemu.ts';
import { rejectionOf } from './rejection.ts';

describeWith('qemu-system-x86_64')('the client', () => {
  test('with a real QEMU, from the greeting to the end', { timeout: 60_000 }, () =>
    withMonitor(
      () => [],
      async ({ client, address }) => {
        const { qemu: version } = await client.execute('query-version');
        expect(client.version).toMatchObject(version);
        expect(await client.execute('query-status')).toMatchObject({
          running: false,
          status: 'prelaunch',
        });

        const others = await Promise.all(
          [1, 2, 3].map(() => rejectionOf(QmpClient.connect(address, { greetingTimeoutMs: 200 }))),
        );
        expect(others.map((error) => 'code' in error && error.code).sort()).toEqual([
          'greeting-timeout',
          'greeting-timeout',
          'monitor-busy',
        ]);

        const runs = client.events('RESUME', 'STOP');
        await client.execute('cont');
        expect(await client.execute('query-status')).toMatchObject({ status: 'running' });
        await client.execute('stop');
        expect([(await runs.next()).value?.event, (await runs.next()).value?.event]).toEqual([
          'RESUME',
          'STOP',
        ]);

        const unknown = await rejectionOf(client.execute('no-such-command'));
        expect(unknown).toBeInstanceOf(QmpCommandError);
        expect(unknown.message).toBe(
          'QEMU refused no-such-command: The command no-such-command has not been found (CommandNotFound)',
        );
        const input = { events: [{ type: 'abs', data: { axis: 'x', value: 0 } }] } as const;
        expect((await rejectionOf(client.execute('input-send-event', input))).message).toBe(
          'QEMU refused input-send-event: VM not running (GenericError)',
        );

        const shutdown = client.waitForEvent('SHUTDOWN');
        expect(await client.execute('quit')).toEqual({});
        expect((await shutdown).data).toEqual({ guest: false, reason: 'host-qmp-quit' });
        expect((await client.closed)?.message).toBe(
          `QMP connection to unix:${address.kind === 'unix' && address.path} lost: the other side closed it`,
        );
      },
    ),
  );
});
