import type * as BullMQ from 'bullmq';
import type { Redis } from 'ioredis';
import { type Clock, systemClock } from '../../clock.ts';
import { MachineError } from '../../errors.ts';
import type { RedisAddress } from './redis-url.ts';
import { RESUME_HINT } from './resume-hint.ts';

/** A connection to Redis, which is made again by itself when it is lost, and the queues on it. */
export interface QueueServer {
  readonly redis: Redis;
  readonly bullmq: typeof BullMQ;
  readonly shown: string;
  /** Aborts, with a MachineError `queue-lost`, when Redis was gone for so long that nobody waits any more. */
  readonly lost: AbortSignal;
  close(): Promise<void>;
}

export interface ConnectOptions {
  /** What a person should know while it goes on: that Redis is gone, and that it is back. */
  readonly tell: (line: string) => void;
  /** How long Redis may be gone. Milliseconds. Default: for ever. */
  readonly patienceMs?: number;
  /** Aborted, nobody waits for Redis to come back any more. */
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
}

const LONGEST_PAUSE_MS = 1000;
const CONNECT_MS = 10_000;
const NO_ANSWER = 'no answer';

/** @throws MachineError `queue-not-installed`, `queue-unreachable` */
export async function connectQueue(
  { options, shown }: RedisAddress,
  { tell, patienceMs = Number.POSITIVE_INFINITY, signal, clock = systemClock }: ConnectOptions,
): Promise<QueueServer> {
  const { bullmq, ioredis } = await loadPackages();
  let hasConnected = false;
  /** Of the first connection the first error, those behind it come of it; of one that was lost the last. */
  let reason = '';
  let gone: AbortController | undefined;
  const lost = new AbortController();
  const redis = new ioredis.Redis({
    ...options,
    lazyConnect: true,
    connectTimeout: CONNECT_MS,
    socketTimeout: CONNECT_MS,
    maxRetriesPerRequest: null,
    retryStrategy: (times) =>
      hasConnected && !lost.signal.aborted ? Math.min(times * 50, LONGEST_PAUSE_MS) : null,
  });
  const giveUp = () => {
    lost.abort(queueLost(shown, reason || NO_ANSWER));
    // While ioredis waits for its next try, it would forget what is under way: that try is its last.
    if (redis.status !== 'reconnecting') redis.disconnect();
  };
  redis.on('error', (error) => {
    reason = gone ? describe(error) : reason || describe(error);
  });
  redis.on('close', () => {
    if (!hasConnected || gone || lost.signal.aborted) return;
    if (signal?.aborted) return giveUp();
    gone = new AbortController();
    tell(`Lost Redis at ${shown}. Trying again.`);
    if (patienceMs < Number.POSITIVE_INFINITY) {
      clock.wait(patienceMs, gone.signal).then(giveUp, () => undefined);
    }
  });
  redis.on('ready', () => {
    if (lost.signal.aborted) return redis.disconnect();
    if (gone) tell(`Redis at ${shown} is back.`);
    reason = '';
    gone?.abort();
    gone = undefined;
  });
  try {
    await redis.connect();
    await redis.ping();
  } catch (cause) {
    redis.disconnect();
    const told = reason || describe(cause) || NO_ANSWER;
    throw new MachineError('queue-unreachable', `cannot use Redis at ${shown}: ${told}`, {
      hint: options.tls
        ? 'does it run there, are user, password and database right, and is its certificate trusted, see NODE_EXTRA_CA_CERTS?'
        : 'does it run there, and are user, password and database right?',
    });
  }
  hasConnected = true;
  const stop = () => gone && giveUp();
  signal?.addEventListener('abort', stop);
  const close = async () => {
    // Nobody is told that what we end is gone.
    hasConnected = false;
    signal?.removeEventListener('abort', stop);
    gone?.abort();
    if (redis.status === 'ready') await redis.quit().catch(() => {});
    redis.disconnect();
  };
  return { redis, bullmq, shown, lost: lost.signal, close };
}

function queueLost(shown: string, reason: string): MachineError {
  return new MachineError('queue-lost', `Redis at ${shown} is gone: ${reason}`, {
    hint: RESUME_HINT,
  });
}

/** Where a name has several addresses, the error of all of them has no message. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || ('code' in error ? String(error.code) : '');
}

async function loadPackages() {
  try {
    const [bullmq, ioredis] = await Promise.all([import('bullmq'), import('ioredis')]);
    return { bullmq, ioredis };
  } catch (cause) {
    const isMissing =
      cause instanceof Error && 'code' in cause && cause.code === 'ERR_MODULE_NOT_FOUND';
    if (!isMissing) throw cause;
    throw new MachineError('queue-not-installed', '--queue: bullmq or ioredis is not installed', {
      hint: 'npm install --save-dev bullmq ioredis',
    });
  }
}
