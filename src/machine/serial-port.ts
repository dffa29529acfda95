import { connect, createServer, type Server, type Socket } from 'node:net';
import { StringDecoder } from 'node:string_decoder';
import { stripVTControlCharacters } from 'node:util';
import { type Clock, systemClock } from '../clock.ts';
import { MachineError } from '../errors.ts';
import { SerialLogFile } from './serial-log-file.ts';
import { settledWithin } from './settled-within.ts';

/** Characters that are kept; older ones are forgotten. */
const KEPT = 4 * 1024 * 1024;
/** For the last bytes of a machine that has ended. */
const LAST_BYTES_MS = 1_000;
/** A carriage return or an escape sequence that the next bytes may complete. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: ESC begins what terminals obey
const unfinished = /(\r|\u001b(\[[\d;?]*|\][^\u0007\u001b]*)?)$/;

interface SerialOptions {
  /** The file that all bytes are written to as they come. Default: none. */
  readonly log?: string;
  readonly clock?: Clock;
}

/**
 * The guest's first serial port: what it has printed, as a person reads it (UTF-8, line ends `\n`, without
 * colours and other escape sequences), and a way to answer. Positions count characters from the start.
 */
export class SerialPort {
  readonly #decoder = new StringDecoder('utf8');
  readonly #watchers = new Set<() => void>();
  readonly #listeners = new Set<(text: string) => void>();
  readonly #server: Server | undefined;
  readonly #log: SerialLogFile | undefined;
  readonly #clock: Clock;
  #socket: Socket | undefined;
  #text = '';
  #forgotten = 0;
  #rest = '';

  private constructor(server?: Server, { log, clock = systemClock }: SerialOptions = {}) {
    this.#server = server;
    this.#log = log === undefined ? undefined : new SerialLogFile(log);
    this.#clock = clock;
  }

  /** Waits at a socket of ours for the one machine that will connect to it: nothing that it prints is missed. */
  static async listen(path: string, options: SerialOptions = {}): Promise<SerialPort> {
    const server = createServer();
    const port = new SerialPort(server, options);
    server.on('connection', (socket) => {
      server.close();
      port.#use(socket);
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(path, resolve);
    }).catch((cause) => {
      throw new MachineError('serial-failed', `cannot listen at ${path}: ${String(cause)}`, {
        cause,
      });
    });
    server.unref();
    return port;
  }

  /** The port of a machine that somebody else runs and that listens itself (`-serial unix:PATH,server=on`). */
  static async connect(path: string): Promise<SerialPort> {
    const port = new SerialPort();
    await new Promise<void>((resolve, reject) => {
      const socket = connect(path, resolve).once('error', reject);
      port.#use(socket);
    }).catch((cause) => {
      throw new MachineError('serial-failed', `no serial port at ${path}: ${String(cause)}`, {
        cause,
      });
    });
    return port;
  }

  /** How many characters have come. */
  get length(): number {
    return this.#forgotten + this.#text.length;
  }

  /** What has come from a position on, as far as it is kept. */
  textFrom(position: number): string {
    return this.#text.slice(Math.max(0, position - this.#forgotten));
  }

  /** Is told all that comes from now on, in pieces as they come, until it calls what this gives back. */
  onText(listener: (text: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when more has come, rejects with the signal's reason. */
  change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = () => {
        this.#watchers.delete(done);
        signal.removeEventListener('abort', done);
        if (signal.aborted) reject(signal.reason);
        else resolve();
      };
      if (signal.aborted) return done();
      this.#watchers.add(done);
      signal.addEventListener('abort', done);
    });
  }

  /** Sends the text as it is. Resolves when the machine has it; the guest takes it when it wants. */
  write(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const refuse = (cause: unknown) =>
        reject(new MachineError('serial-lost', 'the serial port is gone', { cause }));
      if (!this.#socket?.writable) return refuse('not connected');
      this.#socket.write(text, (error) => (error ? refuse(error) : resolve()));
    });
  }

  /** Where it listened: after the machine has ended, whose last bytes are taken first. */
  async close(): Promise<void> {
    this.#server?.close();
    const socket = this.#socket;
    if (this.#server && socket && !socket.closed) {
      const ended = new Promise((resolve) => socket.once('close', resolve));
      await settledWithin(ended, LAST_BYTES_MS, this.#clock);
    }
    socket?.destroy();
    this.#log?.close();
  }

  #use(socket: Socket): void {
    this.#socket = socket;
    // What goes wrong with it is told by whoever writes, and by the machine's death.
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      this.#log?.write(bytes);
      this.#add(this.#decoder.write(bytes));
    });
  }

  #add(piece: string): void {
    const all = this.#rest + piece;
    this.#rest = unfinished.exec(all)?.[0] ?? '';
    const whole = all.slice(0, all.length - this.#rest.length);
    const text = stripVTControlCharacters(whole).replaceAll('\r\n', '\n');
    this.#text += text;
    if (this.#text.length > 2 * KEPT) {
      this.#forgotten += this.#text.length - KEPT;
      this.#text = this.#text.slice(-KEPT);
    }
    for (const wake of [...this.#watchers]) wake();
    if (text !== '') for (const tell of this.#listeners) tell(text);
  }
}
