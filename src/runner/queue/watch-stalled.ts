import type { Worker } from 'bullmq';
import type { QueueServer } from './connect.ts';
import { LOCK_MS, PREFIX } from './keys.ts';

const INTERVAL_MS = 1000;

/**
 * Gives back to a run's queue, until it is closed, what the workers that held it have given no sign of life for.
 * The run does so itself: a worker's BullMQ would leave keys in Redis that outlive the run.
 */
export function watchStalled(queue: string, { bullmq, redis }: QueueServer): Worker {
  const watch = new bullmq.Worker(queue, undefined, {
    ...{ connection: redis, prefix: PREFIX, autorun: false },
    lockDuration: LOCK_MS,
    stalledInterval: INTERVAL_MS,
    maxStalledCount: Number.MAX_SAFE_INTEGER,
  });
  watch.on('error', () => {});
  void watch.startStalledCheckTimer();
  return watch;
}
