import { type Clock, systemClock, withDeadline } from '../clock.ts';
import type { EventSink, QmpClient } from '../qmp/client.ts';
import { findMisfit } from '../qmp/match-members.ts';
import type { EventName, QmpEvent } from '../qmp/types.ts';

/** Older ones are forgotten first. */
export const KEPT_EVENTS = 10_000;
const TIMEOUT_MS = 30_000;

/** A moment among a machine's events: how many had come. */
export type EventMark = number;

/** Members that an event's data must have, with these values (`findMisfit`). */
export type EventMembers = Readonly<Record<string, unknown>>;

export interface EventWait {
  /** Only events after this mark count. Default: now. */
  readonly since?: EventMark;
  /** Default 30000. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** What a machine's monitor has told by itself, the last 10,000 events, also after it is gone. */
export class EventLog implements EventSink {
  readonly #clock: Clock;
  #kept: QmpEvent[] = [];
  #forgotten = 0;
  #stepMarks: readonly [previous: EventMark, current: EventMark] = [0, 0];
  #inBlock = false;
  #watchers = new Set<() => void>();
  #ended = false;
  #endExpected = false;
  #loss: Error | undefined;

  /** Listens from now on. */
  constructor(client: QmpClient, clock: Clock = systemClock) {
    this.#clock = clock;
    client.subscribe(this);
  }

  mark(): EventMark {
    return this.#forgotten + this.#kept.length;
  }

  /** Those after a mark, all without one. */
  since(mark: EventMark = 0): readonly QmpEvent[] {
    return this.#kept.slice(Math.max(0, mark - this.#forgotten));
  }

  /** The first such event after a mark. */
  find<N extends EventName>(
    name: N,
    match?: EventMembers,
    since?: EventMark,
  ): QmpEvent<N> | undefined;
  find(name: string, match?: EventMembers, since?: EventMark): QmpEvent | undefined;
  find(name: string, match: EventMembers = {}, since: EventMark = 0): QmpEvent | undefined {
    return this.since(since).find(
      (event) => event.event === name && findMisfit(match, event.data) === undefined,
    );
  }

  /**
   * The first such event after the mark; undefined when the time is up, or the machine was ended without
   * it. Rejects with the signal's reason, and with `QmpDisconnectedError` when the monitor is lost.
   */
  async wait(
    name: string,
    match: EventMembers = {},
    options: EventWait = {},
  ): Promise<QmpEvent | undefined> {
    const { since = this.mark(), timeoutMs = TIMEOUT_MS, signal } = options;
    const late = new Error('late');
    const limits = { clock: this.#clock, ms: timeoutMs, late: () => late, signal };
    try {
      return await withDeadline(limits, (either) => this.#first(name, match, since, either));
    } catch (error) {
      if (error !== late) throw error;
      return undefined;
    }
  }

  /**
   * To be called when a step begins: `wait-for-event` counts from the one before it. For the first step
   * of a block that is the one before the block.
   */
  beginStep({ isBlock = false } = {}): void {
    const [previous, current] = this.#stepMarks;
    this.#stepMarks = [this.#inBlock ? previous : current, this.mark()];
    this.#inBlock = isBlock;
  }

  /** To be called before the machine is ended on purpose: the loss of its monitor is none then. */
  expectEnd(): void {
    this.#endExpected = true;
  }

  /** When the step before the present one began. */
  get stepBefore(): EventMark {
    return this.#stepMarks[0];
  }

  push(event: QmpEvent): void {
    this.#kept.push(event);
    if (this.#kept.length >= 2 * KEPT_EVENTS) {
      this.#forgotten += this.#kept.length - KEPT_EVENTS;
      this.#kept = this.#kept.slice(-KEPT_EVENTS);
    }
    this.#wake();
  }

  end(loss?: Error): void {
    this.#ended = true;
    this.#loss = loss;
    this.#wake();
  }

  async #first(
    name: string,
    match: EventMembers,
    since: EventMark,
    signal: AbortSignal,
  ): Promise<QmpEvent | undefined> {
    let seen = since;
    for (;;) {
      const found = this.find(name, match, seen);
      if (found) return found;
      seen = this.mark();
      signal.throwIfAborted();
      if (this.#loss && !this.#endExpected) throw this.#loss;
      if (this.#ended) return undefined;
      const change = this.#change(signal);
      await (this.#clock.whileWaiting?.(change) ?? change);
    }
  }

  #change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.#watchers.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.#watchers.add(done);
      signal.addEventListener('abort', done);
    });
  }

  #wake(): void {
    for (const wake of [...this.#watchers]) wake();
  }
}
