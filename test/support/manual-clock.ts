import type { Clock } from '../../src/clock.ts';

/** Time that moves only when a test says so. `waiting` shows what would have leaked. */
export class ManualClock implements Clock {
  #now = 0;
  readonly #waits = new Map<() => void, number>();

  now(): number {
    return this.#now;
  }

  get waiting(): number {
    return this.#waits.size;
  }

  wait(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const wake = () => {
        this.#waits.delete(wake);
        resolve();
      };
      signal?.addEventListener('abort', () => {
        this.#waits.delete(wake);
        reject(signal.reason);
      });
      this.#waits.set(wake, this.#now + ms);
    });
  }

  advance(ms: number): void {
    this.#now += ms;
    for (const [wake, due] of this.#waits) if (due <= this.#now) wake();
  }
}
