import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/clock.ts';
import type { QmpAddress } from '../../src/qmp/address.ts';
import { QmpClient } from '../../src/qmp/client.ts';
import { QmpConnectError } from '../../src/qmp/errors.ts';

const program = 'qemu-system-x86_64';

export interface Monitor {
  readonly client: QmpClient;
  /** A private folder for sockets; it goes with the QEMU. */
  readonly folder: string;
  readonly address: QmpAddress;
}

/** A QEMU without a guest, paused, with these arguments (which see the folder). */
export async function withMonitor(
  more: (folder: string) => readonly string[],
  body: (monitor: Monitor) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'gw-monitor-'));
  const address = { kind: 'unix', path: join(folder, 'qmp.sock') } as const;
  const args = [
    ...['-machine', 'pc', '-accel', 'tcg', '-m', '16', '-display', 'none', '-S', '-nodefaults'],
    ...['-qmp', `unix:${address.path},server=on,wait=off`],
    ...more(folder),
  ];
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (text) => {
    said += text;
  });
  const exited = once(child, 'exit');
  try {
    await using client = await connectWhenUp(address, () =>
      child.exitCode === null ? undefined : said,
    );
    await body({ client, folder, address });
  } finally {
    child.kill('SIGKILL');
    await exited;
    await rm(folder, { recursive: true, force: true });
  }
}

/** `lastWords` is what a QEMU said that has ended. */
async function connectWhenUp(
  address: QmpAddress,
  lastWords: () => string | undefined,
): Promise<QmpClient> {
  while (lastWords() === undefined) {
    try {
      return await QmpClient.connect(address);
    } catch (error) {
      if (!(error instanceof QmpConnectError)) throw error;
      await systemClock.wait(20);
    }
  }
  throw new Error(`${program} ended before it listened: ${lastWords()}`);
}
