import { ScenarioError } from '../../errors.ts';
import { type RedisAddress, readRedisUrl } from '../../runner/queue/redis-url.ts';
import { readDuration } from './flag-values.ts';

/** The flags of `run` that have it done by workers elsewhere. */
export interface QueueFlags {
  /** True without an address: that is in the environment. */
  readonly queue?: string | true;
  readonly queueWait?: string;
  readonly workers?: string;
  readonly live?: string;
}

export interface QueueSettings {
  readonly address: RedisAddress;
  /** How long to wait for a worker: in milliseconds, and as it was written. */
  readonly wait: { readonly ms: number; readonly shown: string };
}

const USUAL_WAIT = '5m';

/** @throws ScenarioError `bad-flag` */
export function readQueueFlags(
  { queue, queueWait, workers, live }: QueueFlags,
  env: NodeJS.ProcessEnv = process.env,
): QueueSettings | undefined {
  if (queue === undefined) {
    if (queueWait === undefined) return undefined;
    throw badFlag('--queue-wait says how long to wait for workers: there is no --queue');
  }
  if (workers !== undefined) {
    throw badFlag(
      '--workers and --queue: each worker says how many guests it takes (guestwright worker --workers)',
    );
  }
  if (live !== undefined) throw badFlag('--live and --queue: the guests run on other hosts');
  const shown = queueWait ?? USUAL_WAIT;
  return {
    address: readRedisUrl(queue === true ? undefined : queue, env),
    wait: { ms: readDuration('--queue-wait', shown), shown },
  };
}

function badFlag(message: string): ScenarioError {
  return new ScenarioError('bad-flag', message);
}
