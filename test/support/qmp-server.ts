import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { QmpAddress } from '../../src/qmp/address.ts';
import { LineSplitter } from '../../src/qmp/lines.ts';

/** A command as it came, `qmp_capabilities` included. */
export interface ReceivedCommand {
  readonly execute: string;
  readonly arguments: Record<string, unknown>;
  readonly id: unknown;
}

/** Throw it in a handler to refuse the command. */
export class Refusal extends Error {
  readonly errorClass: string;

  constructor(errorClass: string, desc: string) {
    super(desc);
    this.errorClass = errorClass;
  }
}

/** Return it from a handler to answer with these bytes, or with none, in place of a reply. */
export class RawBytes {
  readonly bytes: string | Uint8Array;

  constructor(bytes: string | Uint8Array) {
    this.bytes = bytes;
  }
}

export const noReply = new RawBytes('');

/** Returns the reply's value, `RawBytes`, or a promise of either; throws `Refusal`. */
export type Handler = (args: Record<string, unknown>, command: ReceivedCommand) => unknown;

export interface QmpServerOptions {
  readonly handlers?: Readonly<Record<string, Handler>>;
  /** What a new client gets at once: QEMU 7.2's greeting, other bytes, or nothing until `greet()`. */
  readonly greeting?: 'qemu' | 'none' | RawBytes;
  /** Like QEMU's chardev: the next client waits, without a greeting, until the first one leaves. */
  readonly oneClientAtATime?: boolean;
}

export const greeting72 = {
  QMP: {
    version: { qemu: { micro: 22, minor: 2, major: 7 }, package: 'Debian 1:7.2+dfsg-7' },
    capabilities: ['oob'],
  },
};

/** A QMP server on a real unix socket in a folder of its own. Commands are answered in order. */
export class QmpServer {
  readonly address: QmpAddress & { readonly kind: 'unix' };
  readonly received: ReceivedCommand[] = [];
  /** The same as it stood on the wire. */
  readonly receivedLines: string[] = [];

  readonly #folder: string;
  readonly #options: QmpServerOptions;
  readonly #listener: Server;
  readonly #clients: Socket[] = [];
  #watchers: (() => void)[] = [];

  static async start(options: QmpServerOptions = {}): Promise<QmpServer> {
    const folder = await mkdtemp(join(tmpdir(), 'guestwright-qmp-'));
    const server = new QmpServer(folder, options);
    await new Promise<void>((resolve, reject) => {
      server.#listener.once('error', reject);
      server.#listener.listen(server.address.path, resolve);
    });
    return server;
  }

  private constructor(folder: string, options: QmpServerOptions) {
    this.#folder = folder;
    this.#options = options;
    this.address = { kind: 'unix', path: join(folder, 'qmp.sock') };
    this.#listener = createServer((client) => this.#accept(client));
  }

  get clientCount(): number {
    return this.#clients.length;
  }

  /** Commands received so far, the negotiation left out. */
  get commands(): ReceivedCommand[] {
    return this.received.filter(({ execute }) => execute !== 'qmp_capabilities');
  }

  /** Sends an event to every client. */
  emit(event: string, data?: object): void {
    const timestamp = { seconds: 1_700_000_000, microseconds: 5 };
    this.#broadcast({ event, ...(data && { data }), timestamp });
  }

  /** Sends bytes to every client. */
  send(bytes: string | Uint8Array): void {
    for (const client of this.#clients) client.write(bytes);
  }

  /** The greeting that `greeting: 'none'` held back. */
  greet(): void {
    this.#broadcast(greeting72);
  }

  /** Resolves once `condition` holds; looked at whenever a client or a command comes or goes. */
  async until(condition: (server: QmpServer) => boolean): Promise<void> {
    while (!condition(this)) {
      await new Promise<void>((resolve) => this.#watchers.push(resolve));
    }
  }

  /** Closes every connection after what was sent; new ones are welcome. */
  disconnect(): void {
    for (const client of this.#clients) client.end();
  }

  /** Breaks every connection and removes the socket. */
  async close(): Promise<void> {
    for (const client of this.#clients) client.destroy();
    await new Promise((resolve) => this.#listener.close(resolve));
    await rm(this.#folder, { recursive: true, force: true });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #accept(client: Socket): void {
    const lines = new LineSplitter();
    let answered = Promise.resolve();
    client.on('data', (chunk: Buffer) => {
      for (const line of lines.push(chunk)) {
        const command: ReceivedCommand = { arguments: {}, id: undefined, ...JSON.parse(line) };
        this.receivedLines.push(line);
        this.received.push(command);
        this.#changed();
        answered = answered.then(() => this.#answer(client, command));
      }
    });
    client.on('error', () => client.destroy());
    client.on('close', () => {
      this.#clients.splice(this.#clients.indexOf(client), 1);
      this.#changed();
      const next = this.#clients[0];
      if (this.#options.oneClientAtATime && next) this.#welcome(next);
    });
    this.#clients.push(client);
    this.#changed();
    if (!this.#options.oneClientAtATime || this.#clients.length === 1) this.#welcome(client);
  }

  #welcome(client: Socket): void {
    const { greeting = 'qemu' } = this.#options;
    if (greeting === 'qemu') this.#write(client, greeting72);
    else if (greeting !== 'none') client.write(greeting.bytes);
  }

  async #answer(client: Socket, command: ReceivedCommand): Promise<void> {
    const { id } = command;
    try {
      const value = await this.#handlerOf(command.execute)(command.arguments, command);
      if (value instanceof RawBytes) client.write(value.bytes);
      else this.#write(client, { return: value ?? {}, id });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#write(client, { id, error: { class: error.errorClass, desc: error.message } });
    }
  }

  #handlerOf(command: string): Handler {
    const handler = this.#options.handlers?.[command];
    if (handler) return handler;
    if (command === 'qmp_capabilities') return () => ({});
    throw new Refusal('CommandNotFound', `The command ${command} has not been found`);
  }

  #broadcast(message: object): void {
    for (const client of this.#clients) this.#write(client, message);
  }

  #write(client: Socket, message: object): void {
    if (client.writable) client.write(`${JSON.stringify(message)}\r\n`);
  }

  #changed(): void {
    const watchers = this.#watchers;
    this.#watchers = [];
    for (const wake of watchers) wake();
  }
}
