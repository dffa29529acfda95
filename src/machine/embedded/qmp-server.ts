import { createServer, type Socket } from 'node:net';
import type { VersionInfo } from '../../qmp/types.ts';
import { JsonStream } from './json-stream.ts';
import { QmpSession, type Request } from './qmp-session.ts';

export interface QmpServer {
  /** Sends an event to the client, if there is one that has negotiated. */
  emit(event: string, data?: object): void;
  /** Resolves when all that was written has gone out, and takes no more clients. */
  close(): Promise<void>;
}

/**
 * Listens at a path (on Windows, of a named pipe) and serves one client at a time, as QEMU's chardev
 * does: the next one waits without a greeting. Resolves when it listens.
 */
export async function serveQmp(
  path: string,
  version: VersionInfo,
  execute: (request: Request) => unknown,
): Promise<QmpServer> {
  const clients: Socket[] = [];
  let session: QmpSession | undefined;
  const write = (message: object) => {
    if (clients[0]?.writable) clients[0].write(`${JSON.stringify(message)}\r\n`);
  };
  const welcome = (client: Socket) => {
    const current = new QmpSession(execute);
    const stream = new JsonStream();
    let answered = Promise.resolve();
    session = current;
    write({ QMP: { version, capabilities: [] } });
    client.on('data', (chunk) => {
      for (const text of stream.push(chunk.toString('utf8'))) {
        answered = answered.then(async () => {
          const reply = await current.answer(text);
          if (session === current) write(reply);
        });
      }
    });
  };
  const server = createServer((client) => {
    clients.push(client);
    client.on('error', () => client.destroy());
    client.once('close', () => {
      const wasServed = clients[0] === client;
      clients.splice(clients.indexOf(client), 1);
      if (!wasServed) return;
      session = undefined;
      if (clients[0]) welcome(clients[0]);
    });
    if (clients.length === 1) welcome(client);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  return {
    emit(event, data) {
      if (!session?.negotiated) return;
      const now = Date.now();
      const timestamp = { seconds: Math.floor(now / 1000), microseconds: (now % 1000) * 1000 };
      write({ timestamp, event, ...(data && { data }) });
    },
    async close() {
      server.close();
      await Promise.all(
        clients.map((client) => new Promise<void>((resolve) => client.end(resolve))),
      );
    },
  };
}
