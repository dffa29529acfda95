import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import type { QmpAddress } from '../../src/qmp/address.ts';
import { QmpClient } from '../../src/qmp/client.ts';
import { QmpCommandError, QmpConnectError } from '../../src/qmp/errors.ts';
import { qKeyCodeSince, qKeyCodes } from '../../src/qmp/qkeycode.ts';
import { rejectionOf } from './rejection.ts';

const qemu = 'qemu-system-x86_64';
const missing = spawnSync(qemu, ['--version']).status !== 0;
if (missing) console.warn(`SKIPPED test/qmp/qemu.test.ts: ${qemu} is not on PATH`);

async function withQemu(body: (address: QmpAddress, process: ChildProcess) => Promise<void>) {
  const folder = await mkdtemp(join(tmpdir(), 'guestwright-qmp-qemu-'));
  const address = { kind: 'unix', path: join(folder, 'qmp.sock') } as const;
  const monitor = `unix:${address.path},server=on,wait=off`;
  const args = ['-machine', 'pc', '-accel', 'tcg', '-display', 'none', '-S', '-nodefaults'];
  const child = spawn(qemu, [...args, '-qmp', monitor], { stdio: 'ignore' });
  const exited = once(child, 'exit');
  try {
    await body(address, child);
  } finally {
    child.kill('SIGKILL');
    await exited;
    await rm(folder, { recursive: true, force: true });
  }
}

async function connectWhenUp(address: QmpAddress, child: ChildProcess): Promise<QmpClient> {
  while (child.exitCode === null) {
    try {
      return await QmpClient.connect(address);
    } catch (error) {
      if (!(error instanceof QmpConnectError)) throw error;
      await systemClock.wait(20);
    }
  }
  throw new Error(`${qemu} ended with ${child.exitCode} before it listened`);
}

test.skipIf(missing)('a real QEMU, from the greeting to the end', { timeout: 60_000 }, () =>
  withQemu(async (address, child) => {
    await using client = await connectWhenUp(address, child);
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

    const keys = await readKeyNames(client);
    const { major, minor } = client.version;
    const expected = qKeyCodes.filter((key) => {
      const since = qKeyCodeSince[key] ?? { major: 2, minor: 12 };
      return major > since.major || (major === since.major && minor >= since.minor);
    });
    expect(keys).toEqual(expected);

    const shutdown = client.waitForEvent('SHUTDOWN');
    expect(await client.execute('quit')).toEqual({});
    expect((await shutdown).data).toEqual({ guest: false, reason: 'host-qmp-quit' });
    expect((await client.closed)?.message).toBe(
      `QMP connection to unix:${address.kind === 'unix' && address.path} lost: the other side closed it`,
    );
  }),
);

/** The schema's names are masked: the key names are the enum that has `ac_bookmarks`. */
async function readKeyNames(client: QmpClient): Promise<unknown> {
  const schema = await client.execute('query-qmp-schema');
  for (const entity of schema) {
    const values =
      typeof entity === 'object' && entity && 'values' in entity ? entity.values : undefined;
    if (Array.isArray(values) && values.includes('ac_bookmarks')) return values;
  }
  return undefined;
}
