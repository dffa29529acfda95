import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { keysOf, LEFTOVER_S, lockKeyOf, NOTICE_MS, RUNS_KEY } from './keys.ts';
import { type Message, messageSchema, type Notice, type Plan, QUEUE_VERSION } from './messages.ts';

/** What BullMQ keeps of a queue beside its jobs, but for what has a time to live of its own. */
const QUEUE_KEYS = [
  ...['meta', 'id', 'wait', 'active', 'paused', 'delayed', 'prioritized', 'pc', 'completed'],
  ...['failed', 'stalled', 'events', 'marker', 'repeat'],
];

/** Each may have a large picture beside it. */
const READ_AT_ONCE = 20;
/** The data's time to live is set again so often, in signs of life. */
const BEATS_BETWEEN_EXPIRES = 40;

/** Where a job stands. */
export interface Standing {
  /** Whether it is in the queue, waiting or taken. */
  readonly isThere: boolean;
  /** Whether a worker holds it that lives. */
  readonly isHeld: boolean;
}

/** A run's own data in Redis. */
export class RunPost {
  readonly #run: string;
  readonly #redis: Redis;
  readonly #queue: Queue;
  #beats = 0;
  #read: string[] = [];
  #last = '0-0';

  constructor(run: string, redis: Redis, queue: Queue) {
    this.#run = run;
    this.#redis = redis;
    this.#queue = queue;
  }

  get #keys() {
    return keysOf(this.#run);
  }

  async announce(plan: Plan): Promise<void> {
    await this.#queue.waitUntilReady();
    await this.#redis.set(this.#keys.plan, JSON.stringify(plan), 'EX', LEFTOVER_S);
    await this.showLife('open', []);
    await this.#redis.sadd(RUNS_KEY, this.#run);
  }

  /** Tells workers that the run goes on, or is to end; and lets its data outlive it for a while only. */
  async showLife(state: Notice['state'], jobIds: readonly string[]): Promise<void> {
    const notice: Notice = { version: QUEUE_VERSION, state };
    const pipeline = this.#redis.pipeline();
    pipeline.set(this.#keys.notice, JSON.stringify(notice), 'PX', NOTICE_MS);
    if (this.#beats % BEATS_BETWEEN_EXPIRES === 0) {
      const { notice: _, ...others } = this.#keys;
      const names = [...QUEUE_KEYS, ...jobIds].map((name) => this.#queue.toKey(name));
      for (const key of [...names, ...Object.values(others), RUNS_KEY]) {
        pipeline.expire(key, LEFTOVER_S);
      }
      pipeline.sadd(RUNS_KEY, this.#run);
    }
    // The first ones come before the jobs are there.
    this.#beats += jobIds.length > 0 || this.#beats > 0 ? 1 : 0;
    await pipeline.exec();
  }

  /** Whether Redis still has what the run put there. */
  async isThere(): Promise<boolean> {
    return (await this.#redis.exists(this.#keys.plan)) === 1;
  }

  /** In the order of the ids. */
  async findStandings(jobIds: readonly string[]): Promise<Standing[]> {
    const pipeline = this.#redis.pipeline();
    for (const key of jobIds.map((id) => this.#queue.toKey(id))) {
      pipeline.exists(key);
      pipeline.exists(lockKeyOf(key));
    }
    const answers = ((await pipeline.exec()) ?? []).map(([, count]) => count === 1);
    return jobIds.map((_, index) => ({
      isThere: answers[2 * index] ?? false,
      isHeld: answers[2 * index + 1] ?? false,
    }));
  }

  /** What workers have told since the last call; what is no message is left out. */
  async read(): Promise<{ readonly message: Message; readonly bytes: Buffer }[]> {
    const answer = await this.#redis.xreadBuffer(
      ...(['COUNT', READ_AT_ONCE, 'STREAMS', this.#keys.stream, this.#last] as const),
    );
    const entries = (answer as unknown as [Buffer, [Buffer, Buffer[]][]][] | null)?.[0]?.[1] ?? [];
    this.#read = entries.map(([id]) => id.toString());
    this.#last = this.#read.at(-1) ?? this.#last;
    return entries.flatMap(([, fields]) => {
      const [, text, , bytes = Buffer.alloc(0)] = fields;
      const message = messageSchema.safeParse(parse(text?.toString() ?? ''));
      return message.success ? [{ message: message.data, bytes }] : [];
    });
  }

  async forgetRead(): Promise<void> {
    if (this.#read.length > 0) await this.#redis.xdel(this.#keys.stream, ...this.#read);
    this.#read = [];
  }

  async notePicture(name: string): Promise<void> {
    await this.#redis.sadd(this.#keys.pictures, name);
  }

  /** Leaves nothing behind. Workers see that the run is gone, and let go of it. */
  async remove(): Promise<void> {
    await this.#redis.srem(RUNS_KEY, this.#run);
    await this.#redis.del(this.#keys.notice);
    await this.#queue.obliterate({ force: true });
    await this.#redis.del(...Object.values(this.#keys));
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
