import { exitCodes } from './exit-code.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs `work` with a signal that aborts on Ctrl-C, or when the process is asked to end. Asked once more,
 * the process ends at once; the guardian takes the guests along.
 */
export async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const interrupt = new AbortController();
  const stop = () => {
    if (interrupt.signal.aborted) process.exit(exitCodes.interrupted);
    console.error('\nStopping. Once more stops at once.');
    interrupt.abort(new Error('interrupted'));
  };
  for (const name of signals) process.on(name, stop);
  try {
    return await work(interrupt.signal);
  } finally {
    for (const name of signals) process.off(name, stop);
  }
}

/** Resolves on Ctrl-C, or when the process is asked to end: for what has no other end. */
export function untilAsked(): Promise<void> {
  return new Promise((done) => {
    const stop = () => {
      for (const name of signals) process.off(name, stop);
      done();
    };
    for (const name of signals) process.on(name, stop);
  });
}
