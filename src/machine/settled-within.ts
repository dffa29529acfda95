import type { Clock } from '../clock.ts';

/** Whether `work`, which must not reject, is done within `ms`. Leaves no timer behind. */
export async function settledWithin(
  work: Promise<unknown>,
  ms: number,
  clock: Clock,
  signal?: AbortSignal,
): Promise<boolean> {
  const over = new AbortController();
  const either = signal ? AbortSignal.any([signal, over.signal]) : over.signal;
  try {
    return await Promise.race([
      work.then(() => true),
      clock.wait(ms, either).then(
        () => false,
        (reason) => {
          if (signal?.aborted) throw reason;
          return false;
        },
      ),
    ]);
  } finally {
    over.abort();
  }
}
