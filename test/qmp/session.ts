import { expect } from 'vitest';
import { QmpClient } from '../../src/qmp/client.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { type Handler, QmpServer } from '../support/qmp-server.ts';

interface Session {
  readonly client: QmpClient;
  readonly server: QmpServer;
  readonly clock: ManualClock;
}

/** A test with a connected client. Nothing may wait on the clock when it is over. */
export async function inSession(
  handlers: Readonly<Record<string, Handler>>,
  body: (session: Session) => Promise<void>,
) {
  await using server = await QmpServer.start({ handlers });
  const clock = new ManualClock();
  const client = await QmpClient.connect(server.address, { clock });
  await body({ client, server, clock });
  await client.close();
  await server.until(({ clientCount }) => clientCount === 0);
  expect(clock.waiting).toBe(0);
}

/** So many commands have come to the server. */
export const asked = (count: number) => (server: QmpServer) => server.commands.length === count;
