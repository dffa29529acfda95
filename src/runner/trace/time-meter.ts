import type { Clock } from '../../clock.ts';
import type { CallObserver } from '../../qmp/client.ts';
import type { StepTimes } from '../events.ts';

/**
 * Adds up where the time of one guest's session goes: QMP commands in flight; waited with none in flight;
 * the rest, which is ours. Its clock is the one to wait with, its `began` hears of the commands.
 */
export class TimeMeter implements CallObserver {
  readonly clock: Clock;
  readonly #source: Clock;
  #inFlight = 0;
  #waiting = 0;
  #sinceMs: number;
  #guestMs = 0;
  #waitMs = 0;
  #oursMs = 0;

  constructor(source: Clock) {
    this.#source = source;
    this.#sinceMs = source.now();
    const alarm = (ms: number, signal?: AbortSignal) =>
      source.alarm?.(ms, signal) ?? source.wait(ms, signal);
    this.clock = {
      now: () => source.now(),
      wait: (ms, signal) => this.#whileWaiting(source.wait(ms, signal)),
      alarm,
      whileWaiting: (work) => this.#whileWaiting(work),
    };
  }

  began(): () => void {
    this.#settle();
    this.#inFlight += 1;
    return () => {
      this.#settle();
      this.#inFlight -= 1;
    };
  }

  /** Since it was made; not rounded. */
  totals(): StepTimes {
    this.#settle();
    return { guestMs: this.#guestMs, waitMs: this.#waitMs, oursMs: this.#oursMs };
  }

  async #whileWaiting<T>(work: Promise<T>): Promise<T> {
    this.#settle();
    this.#waiting += 1;
    try {
      return await work;
    } finally {
      this.#settle();
      this.#waiting -= 1;
    }
  }

  #settle(): void {
    const nowMs = this.#source.now();
    const ms = nowMs - this.#sinceMs;
    this.#sinceMs = nowMs;
    if (this.#inFlight > 0) this.#guestMs += ms;
    else if (this.#waiting > 0) this.#waitMs += ms;
    else this.#oursMs += ms;
  }
}

/** What lies between two readings of a meter, in tenths of a millisecond. */
export function timesBetween(before: StepTimes, after: StepTimes): StepTimes {
  const between = (key: keyof StepTimes) => Math.round((after[key] - before[key]) * 10) / 10;
  return { guestMs: between('guestMs'), waitMs: between('waitMs'), oursMs: between('oursMs') };
}
