import type { Clock } from '../clock.ts';

interface Deadline {
  readonly dueMs: number;
  readonly late: () => void;
}

/**
 * The deadlines of many calls on one timer. Most calls end long before: that costs no timer of their own,
 * and none is stopped when they end.
 */
export class Deadlines {
  readonly #clock: Clock;
  readonly #pending = new Set<Deadline>();
  #timer: { readonly dueMs: number; readonly abort: AbortController } | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Calls `late` after `timeoutMs` (`Infinity`: never), unless what it returns is called before. */
  set(timeoutMs: number, late: () => void): () => void {
    const deadline = { dueMs: this.#clock.now() + timeoutMs, late };
    this.#pending.add(deadline);
    if (deadline.dueMs < (this.#timer?.dueMs ?? Number.POSITIVE_INFINITY))
      this.#arm(deadline.dueMs);
    return () => this.#pending.delete(deadline);
  }

  /** Forgets all of them, and leaves no timer behind. */
  clear(): void {
    this.#pending.clear();
    this.#timer?.abort.abort();
    this.#timer = undefined;
  }

  #arm(dueMs: number): void {
    this.#timer?.abort.abort();
    const abort = new AbortController();
    this.#timer = { dueMs, abort };
    const { signal } = abort;
    const ms = dueMs - this.#clock.now();
    (this.#clock.alarm?.(ms, signal) ?? this.#clock.wait(ms, signal)).then(
      () => this.#ring(dueMs),
      () => {},
    );
  }

  /** A timer may ring a little early: what it was set for is due. */
  #ring(dueMs: number): void {
    this.#timer = undefined;
    const reachedMs = Math.max(dueMs, this.#clock.now());
    for (const deadline of this.#pending) {
      if (deadline.dueMs > reachedMs) continue;
      this.#pending.delete(deadline);
      deadline.late();
    }
    const next = Math.min(...[...this.#pending].map((deadline) => deadline.dueMs));
    if (next < Number.POSITIVE_INFINITY) this.#arm(next);
  }
}
