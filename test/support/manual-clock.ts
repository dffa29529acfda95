import type { Clock } from '../../src/clock.ts';

/** Time that moves only when a test says so. `waiting` shows what would have leaked. */
export class ManualClock implements Clock {
  #now = 0;
  readonly #waits = new Map<() => void, number>();
  #onWait = (): void => {};

  now(): number {
    return this.#now;
  }

  get waiting(): number {
    return this.#waits.size;
  }

  wait(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const abort = () => {
        this.#waits.delete(wake);
        reject(signal?.reason);
      };
      const wake = () => {
        this.#waits.delete(wake);
        signal?.removeEventListener('abort', abort);
        resolve();
      };
      signal?.addEventListener('abort', abort, { once: true });
      this.#waits.set(wake, this.#now + ms);
      this.#onWait();
    });
  }

  advance(ms: number): void {
    this.#now += ms;
    for (const [wake, due] of this.#waits) if (due <= this.#now) wake();
  }

  /** Resolves once so many wait. For one caller at a time. */
  async untilWaiting(count: number): Promise<void> {
    while (this.waiting < count) {
      await new Promise<void>((resolve) => {
        this.#onWait = resolve;
      });
    }
  }

  /**
   * Settles as `work` does: whenever it waits, time moves on to when the wait is over. `standing` waits,
   * such as a deadline, do not move it by themselves.
   */
  async run<T>(work: Promise<T>, { standing = 0 } = {}): Promise<T> {
    let settled = false;
    const end = () => {
      settled = true;
    };
    const ended = work.then(end, end);
    while (!settled) {
      await Promise.race([ended, this.untilWaiting(standing + 1)]);
      if (!settled) this.advance(Math.min(...this.#waits.values()) - this.#now);
    }
    return work;
  }
}
