/** Where all time comes from: tests put their own in. Milliseconds, monotonic. */
export interface Clock {
  now(): number;
  /** Resolves after `ms`; rejects with the signal's reason as soon as it aborts. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
  /** The same, for a deadline beside work: who adds up the waiting leaves it out. Default: `wait`. */
  alarm?(ms: number, signal?: AbortSignal): Promise<void>;
  /** Has work that only waits for somebody added up as waiting. Default: nobody adds up. */
  whileWaiting?<T>(work: Promise<T>): Promise<T>;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  wait: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const abort = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', abort);
        resolve();
      }, ms);
      signal?.addEventListener('abort', abort, { once: true });
    }),
};

/**
 * Runs `work` with a signal that aborts after `ms` (reason: what `late()` gives), or as soon as
 * `signal` does. The work decides how it ends; no timer is left behind.
 */
export async function withDeadline<T>(
  options: { clock: Clock; ms: number; late: () => Error; signal?: AbortSignal | undefined },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { clock, ms, late, signal } = options;
  const deadline = new AbortController();
  const finished = new AbortController();
  const timer = (clock.alarm?.(ms, finished.signal) ?? clock.wait(ms, finished.signal)).then(
    () => deadline.abort(late()),
    () => {},
  );
  try {
    return await work(signal ? AbortSignal.any([signal, deadline.signal]) : deadline.signal);
  } finally {
    finished.abort();
    await timer;
  }
}
