import type { Clock } from '../clock.ts';

export interface Deadline {
  readonly clock: Clock;
  /** `Infinity` waits for ever. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Without a reason of its own, each abort would make an error, with its stack. */
const over = 'over';

/**
 * Settles as `work` does, unless the time is up first (rejects with `onTimeout()`) or the signal
 * aborts (rejects with its reason). Leaves no timer and no listener behind.
 */
export async function settleWithin<T>(
  work: Promise<T>,
  { clock, timeoutMs, signal }: Deadline,
  onTimeout: () => Error,
): Promise<T> {
  const settled = new AbortController();
  try {
    return await new Promise<T>((resolve, reject) => {
      work.then(resolve, reject);
      if (signal?.aborted) return reject(signal.reason);
      signal?.addEventListener('abort', () => reject(signal.reason), { signal: settled.signal });
      if (timeoutMs === Number.POSITIVE_INFINITY) return;
      clock.wait(timeoutMs, settled.signal).then(
        () => reject(onTimeout()),
        () => {},
      );
    });
  } finally {
    settled.abort(over);
  }
}
