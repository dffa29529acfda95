/** What BullMQ puts before the keys of its queues; a run's queue is called like the run. */
export const PREFIX = 'guestwright';

/** The runs that were announced, some of which may be over. */
export const RUNS_KEY = 'guestwright-runs';

/** What a run has in Redis beside its queue. */
export function keysOf(run: string) {
  const key = (name: string) => `guestwright-run:${run}:${name}`;
  return {
    /** Where it stands; gone soon after the run's last sign of life. */
    notice: key('notice'),
    /** What it is about. */
    plan: key('plan'),
    /** What workers tell, in order. */
    stream: key('stream'),
    /** The names of the pictures that the run has already. */
    pictures: key('pictures'),
  };
}

/** The lock of a job that a worker holds, as BullMQ calls it. */
export function lockKeyOf(jobKey: string): string {
  return `${jobKey}:lock`;
}

/** How long data of a run outlive it, if nobody is left to remove them. Seconds. */
export const LEFTOVER_S = 3600;

/** How long a run counts as alive after its last sign of life. Milliseconds. */
export const NOTICE_MS = 15_000;

/** How long a scenario stays with a worker that gives no sign of life. Milliseconds. */
export const LOCK_MS = 5000;
