import { createConnection, type Socket } from 'node:net';
import { formatAddress, type QmpAddress } from './address.ts';
import { type ConnectFailure, QmpConnectError, QmpProtocolError } from './errors.ts';
import { LineSplitter } from './lines.ts';
import { type Message, parseMessage, type QmpVersion } from './messages.ts';

/** Why a connection is gone; `failure` is absent when we closed it. */
export interface Ending {
  readonly why: string;
  readonly failure?: Error | undefined;
  readonly ours: boolean;
}

/** `sun_path` of Linux, without its NUL. */
const maxSocketPathBytes = 107;

/** QEMU often ends with a byte of ours unread (it reads one at a time): to us that is a reset. */
const hangUps: ReadonlySet<string | undefined> = new Set(['ECONNRESET', 'EPIPE']);

/** A socket that carries QMP messages; knows the greeting, nothing of commands. */
export class QmpConnection {
  readonly address: string;
  /** Rejects with `QmpConnectError` or `QmpProtocolError`. */
  readonly greeting: Promise<QmpVersion>;
  /** Resolves when the socket is closed; never rejects. */
  readonly closed: Promise<Ending>;
  /** What comes before anybody listens was meant for a former client. */
  onMessage: (message: Message) => void = () => {};

  readonly #socket: Socket;
  readonly #lines = new LineSplitter();
  #failure: Error | undefined;
  #closing = false;
  #greeted: (version: QmpVersion) => void = () => {};

  constructor(address: QmpAddress) {
    this.address = formatAddress(address);
    refuseLongPath(address);
    const socket = createConnection(
      address.kind === 'unix' ? { path: address.path } : { host: address.host, port: address.port },
    );
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (!hangUps.has(error.code)) this.fail(error);
    });
    this.closed = new Promise((resolve) => {
      socket.once('close', () => resolve(this.#ending()));
    });
    this.greeting = new Promise((resolve, reject) => {
      this.#greeted = resolve;
      this.closed.then((ending) => reject(this.#connectError(ending)));
    });
    this.greeting.catch(() => {});
  }

  /** True while a TCP peer is still sought; a unix socket connects at once or not at all. */
  get connecting(): boolean {
    return this.#socket.connecting && this.address.startsWith('tcp:');
  }

  send(message: object): void {
    if (!this.#socket.destroyed) this.#socket.write(`${JSON.stringify(message)}\n`);
  }

  /** Ends the session because the other side broke it; the first failure counts. */
  fail(failure: Error): void {
    this.#failure ??= failure;
    this.#socket.destroy();
  }

  /** Ends the session at once, whatever is on its way. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#socket.destroy();
    await this.closed;
  }

  #receive(chunk: Buffer): void {
    try {
      for (const line of this.#lines.push(chunk)) {
        if (this.#socket.destroyed) return;
        if (line === '') continue;
        const message = parseMessage(line);
        if (message.kind === 'greeting') this.#greeted(message.version);
        else this.onMessage(message);
      }
    } catch (error) {
      if (!(error instanceof QmpProtocolError)) throw error;
      this.fail(error);
    }
  }

  #ending(): Ending {
    if (this.#failure) return { ours: false, why: this.#failure.message, failure: this.#failure };
    if (this.#closing) return { ours: true, why: 'this side closed it' };
    const held = this.#lines.heldBytes;
    const where = held === 0 ? '' : ` in the middle of a line (after ${held} bytes)`;
    return { ours: false, why: `the other side closed it${where}` };
  }

  #connectError({ why, failure }: Ending): Error {
    if (failure instanceof QmpProtocolError) return failure;
    if (failure === undefined) {
      return connectError(
        'closed-before-greeting',
        `no QMP greeting from ${this.address}: ${why}`,
        'does a QMP monitor listen there?',
      );
    }
    return explainConnectFailure(this.address, failure);
  }
}

/** Node cuts a longer path off and connects to another one. */
function refuseLongPath(address: QmpAddress): void {
  const bytes = address.kind === 'unix' ? Buffer.byteLength(address.path) : 0;
  if (bytes > maxSocketPathBytes) {
    throw connectError(
      'connect-failed',
      `cannot connect to ${formatAddress(address)}: its path has ${bytes} bytes, expected at most ${maxSocketPathBytes}`,
    );
  }
}

function explainConnectFailure(address: string, failure: Error): QmpConnectError {
  const code = 'code' in failure ? failure.code : undefined;
  switch (code) {
    case 'ECONNREFUSED':
      return connectError(
        'connection-refused',
        `cannot connect to ${address}: connection refused`,
        'nothing listens there (any more): has QEMU ended?',
        failure,
      );
    case 'ENOENT':
      return connectError(
        'no-such-socket',
        `cannot connect to ${address}: no such socket`,
        `start QEMU with -qmp ${address},server=on,wait=off`,
        failure,
      );
    case 'EAGAIN':
      return connectError(
        'monitor-busy',
        `cannot connect to ${address}: too many clients wait for this monitor`,
        'QEMU serves one client per monitor: close the others, or add another -qmp',
        failure,
      );
    default:
      return connectError(
        'connect-failed',
        `cannot connect to ${address}: ${failure.message || String(code)}`,
        undefined,
        failure,
      );
  }
}

export function connectError(
  code: ConnectFailure,
  message: string,
  hint?: string,
  cause?: unknown,
): QmpConnectError {
  return new QmpConnectError(code, message, { ...(hint === undefined ? {} : { hint }), cause });
}
