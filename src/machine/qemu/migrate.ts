import { createWriteStream } from 'node:fs';
import { createServer } from 'node:net';
import { pipeline } from 'node:stream/promises';
import type { Clock } from '../../clock.ts';
import { StepError } from '../../errors.ts';
import type { QmpClient } from '../../qmp/client.ts';
import { QmpCommandError } from '../../qmp/errors.ts';
import { stateNotWritten, stateUnusable } from '../saved-state.ts';
import { INHERITED_FD } from './qemu-process.ts';

/** As fast as it goes: QEMU's own limit is 128 MiB a second. */
const BYTES_PER_SECOND = 1e12;
const POLL_MS = 5;

export interface Migration {
  readonly client: QmpClient;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
}

export interface SocketMigration extends Migration {
  /** A path in a private folder, for the socket that the state goes through. */
  readonly socket: string;
}

/**
 * Writes the state of a guest that stands still to a file, by a migration to us: every QEMU can do that,
 * and no shell reads a path. Afterwards its images are nobody's until `cont`.
 * @throws StepError `state-refused` where QEMU has a device that it cannot save
 * @throws MachineError `state-not-written`
 */
export async function migrateToFile(file: string, migration: SocketMigration): Promise<void> {
  const { client, socket, signal } = migration;
  const server = createServer();
  const failed = new AbortController();
  const written = new Promise<void>((resolve, reject) => {
    server.once('error', reject).once('connection', (stream) => {
      const out = createWriteStream(file, { mode: 0o600 });
      pipeline(stream, out).then(resolve, reject);
    });
  });
  written.catch((error) => failed.abort(error));
  try {
    const listening = new Promise<void>((resolve) => server.listen(socket, resolve));
    await Promise.race([listening, written]);
    await client.execute('migrate-set-parameters', { 'max-bandwidth': BYTES_PER_SECOND });
    await client.execute('migrate', { uri: `unix:${socket}` }, { signal });
    await untilMigrated(migration, failed.signal);
    await written;
  } catch (error) {
    await cancel(client);
    if (signal?.aborted) throw signal.reason;
    throw explainSaving(failed.signal.aborted ? failed.signal.reason : error);
  } finally {
    server.close();
  }
}

/**
 * Has a QEMU that waits for it (`-incoming defer`) take its guest from the file that it inherited. The guest
 * stands still then.
 * @throws MachineError `state-unusable`
 */
export async function migrateFromInherited(migration: Migration): Promise<void> {
  const { client, signal } = migration;
  try {
    await client.execute('migrate-incoming', { uri: `fd:${INHERITED_FD}` }, { signal });
    await untilMigrated(migration);
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    throw stateUnusable('QEMU', cause);
  }
}

async function untilMigrated(
  { client, clock, signal }: Migration,
  failed?: AbortSignal,
): Promise<void> {
  for (;;) {
    const { status, 'error-desc': reason } = await client.execute('query-migrate', {}, { signal });
    if (status === 'completed') return;
    if (status === 'failed' || status === 'cancelled') throw new Error(reason ?? `it is ${status}`);
    failed?.throwIfAborted();
    await clock.wait(POLL_MS, signal);
  }
}

async function cancel(client: QmpClient): Promise<void> {
  await client.execute('migrate_cancel').catch(() => {});
}

function explainSaving(cause: unknown): Error {
  if (!(cause instanceof QmpCommandError)) return stateNotWritten(cause);
  return new StepError('state-refused', `QEMU cannot save this machine's state: ${cause.desc}`, {
    hint: 'a device that cannot be migrated stands in the way, such as an nvme disk',
    cause,
  });
}
