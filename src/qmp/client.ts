import { randomBytes } from 'node:crypto';
import { type Clock, systemClock } from '../clock.ts';
import type { QmpAddress } from './address.ts';
import { captureCaller } from './caller.ts';
import { connectError, type Ending, QmpConnection } from './connection.ts';
import { settleWithin } from './deadline.ts';
import { Deadlines } from './deadlines.ts';
import {
  QmpCommandError,
  QmpDisconnectedError,
  QmpGreetingTimeout,
  QmpProtocolError,
  QmpTimeoutError,
} from './errors.ts';
import { EventQueue } from './event-queue.ts';
import { findLack, mayLack, mayLackIn } from './find-lack.ts';
import type { Message, QmpVersion } from './messages.ts';
import { ServerSchema } from './server-schema.ts';
import type { CommandName, Commands, EventName, QmpEvent } from './types.ts';

/** Hears every event at once, in order, before a reply that comes behind it. */
export interface EventSink {
  push(event: QmpEvent): void;
  /** No event comes after this; `loss` unless `close()` ended the session. */
  end(loss?: Error): void;
}

/** Hears every command as it is sent; what it gives back hears of the command's end. */
export interface CallObserver {
  began(command: string, args: object): (error?: unknown) => void;
}

export interface ConnectOptions {
  /** From the first packet to the greeting, and again for the negotiation. Default 5000. */
  readonly greetingTimeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
  readonly clock?: Clock;
}

export interface WaitOptions {
  /** Default 30000; `Infinity` waits for ever. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** Arguments may be left out exactly when the command has no required ones. */
export type ExecuteParameters<C extends CommandName> =
  Record<string, never> extends Commands[C]['arguments']
    ? [args?: Commands[C]['arguments'], options?: WaitOptions]
    : [args: Commands[C]['arguments'], options?: WaitOptions];

type Untyped<Name extends string> = Name extends CommandName ? never : Name;

interface PendingCall {
  readonly command: string;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

const defaultTimeoutMs = 30_000;

/** One QMP session: commands in, replies and events out. Ends with its connection, never reconnects. */
export class QmpClient {
  readonly version: QmpVersion;
  /** Resolves when the connection is gone: `undefined` if `close()` did it. Never rejects. */
  readonly closed: Promise<QmpDisconnectedError | undefined>;

  readonly #connection: QmpConnection;
  readonly #clock: Clock;
  readonly #deadlines: Deadlines;
  readonly #pending = new Map<string, PendingCall>();
  readonly #sinks = new Set<EventSink>();
  readonly #observers = new Set<CallObserver>();
  /** QEMU may hand us the reply to a former client's last command: ids must not meet by chance. */
  readonly #idPrefix = randomBytes(3).toString('base64url');
  #lastId = 0;
  /** By command: whether this QEMU may lack something of it. */
  readonly #mayLack = new Map<string, boolean>();
  #schema: Promise<ServerSchema | undefined> | undefined;
  #ending: Ending | undefined;

  /**
   * Connects, waits for the greeting and negotiates (`qmp_capabilities`, without oob). Rejects with
   * `QmpConnectError`, `QmpGreetingTimeout`, `QmpProtocolError` or the signal's reason, and then
   * leaves no socket open.
   */
  static connect(address: QmpAddress, options: ConnectOptions = {}): Promise<QmpClient> {
    return openSession(address, options).catch(captureCaller(QmpClient.connect));
  }

  /** Use `connect`, which negotiates first. */
  constructor(connection: QmpConnection, version: QmpVersion, clock: Clock) {
    this.version = version;
    this.#connection = connection;
    this.#clock = clock;
    this.#deadlines = new Deadlines(clock);
    connection.onMessage = (message) => this.#receive(message);
    this.closed = connection.closed.then((ending) => this.#end(ending));
  }

  /**
   * Runs one command and resolves with its return value. Calls may overlap; QEMU answers them in
   * order. Rejects with `QmpUnsupportedError` before anything is sent where this QEMU lacks something
   * of the call, with `QmpCommandError`, `QmpTimeoutError`, `QmpDisconnectedError` or the signal's
   * reason; a timeout or an abort gives up on the reply, it does not undo the command.
   */
  execute<C extends CommandName>(
    command: C,
    ...rest: ExecuteParameters<C>
  ): Promise<Commands[C]['returns']>;
  execute<Name extends string>(
    command: Untyped<Name>,
    args?: object,
    options?: WaitOptions,
  ): Promise<unknown>;
  execute(command: string, args: object = {}, options: WaitOptions = {}): Promise<unknown> {
    return this.#call(command, args, options).catch(captureCaller(this.execute));
  }

  /**
   * The events from this call on, all or only those named. Each iterator has its own queue of at most
   * 65,536 unread events and then fails with `QmpEventOverflow`. It ends by throwing
   * `QmpDisconnectedError` when the connection is lost, and quietly after `close()`.
   */
  events<N extends EventName>(
    first: N,
    ...more: N[]
  ): AsyncIterableIterator<QmpEvent<N>, undefined>;
  events(...names: string[]): AsyncIterableIterator<QmpEvent, undefined>;
  events(...names: string[]): AsyncIterableIterator<QmpEvent, undefined> {
    const queue = new EventQueue(names, (ended) => this.#sinks.delete(ended));
    this.subscribe(queue);
    return queue;
  }

  /** Every event from this call on, until the session ends. */
  subscribe(sink: EventSink): void {
    if (this.#ending) sink.end(this.#lossOf(this.#ending));
    else this.#sinks.add(sink);
  }

  /** Tells of every command from this call on, until the session ends or what it gives back is called. */
  observe(observer: CallObserver): () => void {
    this.#observers.add(observer);
    return () => this.#observers.delete(observer);
  }

  /** The first such event after this call. Rejects with `QmpTimeoutError`, `QmpDisconnectedError` or the signal's reason. */
  waitForEvent<N extends EventName>(name: N, options?: WaitOptions): Promise<QmpEvent<N>>;
  waitForEvent(name: string, options?: WaitOptions): Promise<QmpEvent>;
  waitForEvent(name: string, options: WaitOptions = {}): Promise<QmpEvent> {
    return this.#firstEvent(name, options).catch(captureCaller(this.waitForEvent));
  }

  /** Closes the socket at once. Calls that wait reject, iterators end. Safe to repeat. */
  async close(): Promise<void> {
    await this.#connection.close();
    await this.closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** What this QEMU understands, asked for once; undefined where it does not say (before 2.5, or no QEMU). */
  schema(): Promise<ServerSchema | undefined> {
    this.#schema ??= this.#readSchema().catch((error) => {
      this.#schema = undefined;
      throw error;
    });
    return this.#schema;
  }

  async #readSchema(): Promise<ServerSchema | undefined> {
    try {
      return new ServerSchema(await this.execute('query-qmp-schema'));
    } catch (error) {
      if (error instanceof QmpCommandError && error.errorClass === 'CommandNotFound') {
        return undefined;
      }
      throw error;
    }
  }

  /** Throws what this QEMU lacks of a call, where its release or its build raises the question. */
  async #refuseWhatIsMissing(
    command: string,
    args: object,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    // The question has a deadline of its own.
    const patience = { clock: this.#clock, timeoutMs: Number.POSITIVE_INFINITY, signal };
    const schema = await settleWithin(this.schema(), patience, () => new Error());
    const lack = schema && findLack(command, args, { schema, version: this.version });
    if (lack) throw lack;
  }

  #isDoubtful(command: string, args: object): boolean {
    let may = this.#mayLack.get(command);
    if (may === undefined) {
      may = mayLack(command, this.version);
      this.#mayLack.set(command, may);
    }
    return may && mayLackIn(command, args, this.version);
  }

  async #call(command: string, args: object, options: WaitOptions): Promise<unknown> {
    const { timeoutMs = defaultTimeoutMs, signal } = options;
    signal?.throwIfAborted();
    if (this.#isDoubtful(command, args)) await this.#refuseWhatIsMissing(command, args, signal);
    if (this.#ending) throw this.#disconnectError(this.#ending, command);
    const told = [...this.#observers].map((observer) => observer.began(command, args));
    const end = (error?: unknown) => {
      for (const tell of told) tell(error);
    };
    try {
      const value = await this.#exchange(command, args, { timeoutMs, signal });
      end();
      return value;
    } catch (error) {
      end(error);
      throw error;
    }
  }

  async #exchange(
    command: string,
    args: object,
    { timeoutMs, signal }: WaitOptions & { readonly timeoutMs: number },
  ): Promise<unknown> {
    const id = `${this.#idPrefix}${++this.#lastId}`;
    const giveUp = (reason: Error) => this.#pending.get(id)?.reject(reason);
    const late = () =>
      giveUp(
        new QmpTimeoutError(
          'command-timeout',
          `${command} was not answered within ${timeoutMs} ms`,
        ),
      );
    const abort = () => giveUp(signal?.reason);
    const reply = new Promise<unknown>((resolve, reject) => {
      this.#pending.set(id, { command, resolve, reject });
    });
    this.#connection.send({
      execute: command,
      ...(Object.keys(args).length > 0 && { arguments: args }),
      id,
    });
    const inTime = this.#deadlines.set(timeoutMs, late);
    signal?.addEventListener('abort', abort);
    try {
      return await reply;
    } finally {
      inTime();
      signal?.removeEventListener('abort', abort);
      this.#pending.delete(id);
    }
  }

  async #firstEvent(name: string, options: WaitOptions): Promise<QmpEvent> {
    const { timeoutMs = defaultTimeoutMs, signal } = options;
    signal?.throwIfAborted();
    const events = this.events(name);
    try {
      const first = await settleWithin(
        events.next(),
        { clock: this.#clock, timeoutMs, signal },
        () => new QmpTimeoutError('event-timeout', `no ${name} event within ${timeoutMs} ms`),
      );
      if (first.done) throw this.#disconnectError(await this.#connection.closed);
      return first.value;
    } finally {
      await events.return?.();
    }
  }

  #receive(message: Message): void {
    if (message.kind === 'event') {
      for (const sink of this.#sinks) sink.push(message.event);
    } else if (message.kind === 'refusal' && message.id === undefined) {
      this.#connection.fail(
        new QmpProtocolError(`QEMU could not read a command: ${message.desc} (${message.class})`),
      );
    } else if (message.kind !== 'greeting' && typeof message.id === 'string') {
      const call = this.#pending.get(message.id);
      if (message.kind === 'reply') call?.resolve(message.value);
      else call?.reject(new QmpCommandError(call.command, message.class, message.desc));
    }
  }

  #end(ending: Ending): QmpDisconnectedError | undefined {
    this.#ending = ending;
    this.#deadlines.clear();
    for (const { command, reject } of this.#pending.values()) {
      reject(this.#disconnectError(ending, command));
    }
    for (const sink of this.#sinks) sink.end(this.#lossOf(ending));
    return this.#lossOf(ending);
  }

  #lossOf(ending: Ending): QmpDisconnectedError | undefined {
    return ending.ours ? undefined : this.#disconnectError(ending);
  }

  #disconnectError({ why, failure }: Ending, command?: string): QmpDisconnectedError {
    return new QmpDisconnectedError(this.#connection.address, why, {
      ...(command !== undefined && { command }),
      cause: failure,
    });
  }
}

async function openSession(address: QmpAddress, options: ConnectOptions): Promise<QmpClient> {
  const { greetingTimeoutMs: timeoutMs = 5000, signal, clock = systemClock } = options;
  signal?.throwIfAborted();
  const connection = new QmpConnection(address);
  try {
    const version = await settleWithin(connection.greeting, { clock, timeoutMs, signal }, () =>
      connection.connecting
        ? connectError(
            'connect-timeout',
            `cannot connect to ${connection.address} within ${timeoutMs} ms`,
          )
        : new QmpGreetingTimeout(connection.address, timeoutMs),
    );
    const client = new QmpClient(connection, version, clock);
    await client.execute('qmp_capabilities', {}, { timeoutMs, signal });
    return client;
  } catch (error) {
    await connection.close();
    throw error;
  }
}
