import { QmpEventOverflow } from './errors.ts';
import type { QmpEvent } from './types.ts';

/** Events that one iterator keeps for a slow reader; beyond it fails rather than lose one in silence. */
export const maxQueuedEvents = 65_536;

interface Waiter {
  readonly resolve: (result: IteratorResult<QmpEvent, undefined>) => void;
  readonly reject: (error: Error) => void;
}

const done = { done: true, value: undefined } as const;

/** One reader's events, in order of arrival. What is queued is still delivered after the end. */
export class EventQueue implements AsyncIterableIterator<QmpEvent, undefined> {
  readonly #names: ReadonlySet<string>;
  readonly #unregister: (queue: EventQueue) => void;
  #arriving: QmpEvent[] = [];
  #leaving: QmpEvent[] = [];
  #waiters: Waiter[] = [];
  #ended = false;
  #failure: Error | undefined;

  /** No `names` means every event. */
  constructor(names: readonly string[], unregister: (queue: EventQueue) => void) {
    this.#names = new Set(names);
    this.#unregister = unregister;
  }

  push(event: QmpEvent): void {
    if (this.#ended || (this.#names.size > 0 && !this.#names.has(event.event))) return;
    const waiter = this.#waiters.shift();
    if (waiter) {
      waiter.resolve({ done: false, value: event });
    } else if (this.#arriving.length + this.#leaving.length < maxQueuedEvents) {
      this.#arriving.push(event);
    } else {
      this.end(new QmpEventOverflow(maxQueuedEvents));
    }
  }

  /** No event comes after this one; with a failure, the reader is told once. */
  end(failure?: Error): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#unregister(this);
    const waiters = this.#waiters;
    this.#waiters = [];
    if (failure && waiters.length > 0) waiters.shift()?.reject(failure);
    else this.#failure = failure;
    for (const waiter of waiters) waiter.resolve(done);
  }

  async next(): Promise<IteratorResult<QmpEvent, undefined>> {
    if (this.#leaving.length === 0) {
      this.#leaving = this.#arriving.reverse();
      this.#arriving = [];
    }
    const event = this.#leaving.pop();
    if (event) return { done: false, value: event };
    if (!this.#ended) {
      return new Promise((resolve, reject) => this.#waiters.push({ resolve, reject }));
    }
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure) throw failure;
    return done;
  }

  async return(): Promise<IteratorResult<QmpEvent, undefined>> {
    this.end();
    this.#arriving = [];
    this.#leaving = [];
    this.#failure = undefined;
    return done;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
