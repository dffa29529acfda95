export interface Work<T> {
  readonly jobs: readonly T[];
  /** How many at a time. */
  readonly workers: number;
  /** What a job needs for itself alone while it runs. */
  readonly needs: (job: T) => readonly string[];
  /** Whether what it comes after has happened. Default: always. */
  readonly isReady?: (job: T) => boolean;
  /** Is handed what to call when a job may have become ready that was not. */
  readonly onChange?: (look: () => void) => void;
  /** Whether no further job should be begun. */
  readonly isOver: () => boolean;
  /** `worker` is from 1. */
  readonly run: (job: T, worker: number) => Promise<void>;
}

/**
 * Does all jobs, each once, so many at a time and in their order, but for those that are not ready or need what
 * another one has. Rejects with the first job's error, when those under way have ended.
 */
export async function workThrough<T>({
  jobs,
  workers,
  needs,
  isReady = () => true,
  onChange,
  isOver,
  run,
}: Work<T>): Promise<void> {
  const waiting = [...jobs];
  const taken = new Set<string>();
  let failed = false;
  let wake: (() => void)[] = [];

  const takeNext = (): T | undefined => {
    const index = waiting.findIndex(
      (job) => isReady(job) && needs(job).every((need) => !taken.has(need)),
    );
    const [job] = index < 0 ? [] : waiting.splice(index, 1);
    return job;
  };
  const wakeAll = () => {
    const woken = wake;
    wake = [];
    for (const go of woken) go();
  };
  onChange?.(wakeAll);
  const work = async (worker: number) => {
    while (!failed && !isOver() && waiting.length > 0) {
      const job = takeNext();
      if (job === undefined) {
        await new Promise<void>((resolve) => wake.push(resolve));
        continue;
      }
      for (const need of needs(job)) taken.add(need);
      try {
        await run(job, worker);
      } catch (error) {
        failed = true;
        throw error;
      } finally {
        for (const need of needs(job)) taken.delete(need);
        wakeAll();
      }
    }
  };
  const ends = await Promise.allSettled(
    Array.from({ length: Math.min(workers, jobs.length) }, (_, index) => work(index + 1)),
  );
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
