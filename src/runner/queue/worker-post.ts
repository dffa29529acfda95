import type { Redis } from 'ioredis';
import { keysOf } from './keys.ts';
import type { Message } from './messages.ts';

/**
 * Puts a message into a run's stream: nothing once the run is gone, so that nothing outlives it, and nothing
 * of a scenario that has been given to somebody else.
 */
const POST = `
if redis.call('EXISTS', KEYS[1]) == 0 then return -1 end
if ARGV[1] ~= '' and redis.call('GET', KEYS[3]) ~= ARGV[1] then return -2 end
redis.call('XADD', KEYS[2], '*', 'message', ARGV[2], 'bytes', ARGV[3])
return redis.call('XLEN', KEYS[2])
`;

export type PostOutcome =
  /** `waiting`: messages that the run has not read. */
  | { readonly kind: 'posted'; readonly waiting: number }
  | { readonly kind: 'run-gone' }
  | { readonly kind: 'lock-lost' };

/** What a worker tells a run. */
export class WorkerPost {
  readonly #redis: Redis;
  readonly #keys: ReturnType<typeof keysOf>;

  constructor(redis: Redis, run: string) {
    this.#redis = redis;
    this.#keys = keysOf(run);
  }

  /** With `lock`, only while that lock is held by that token. */
  async tell(
    message: Message,
    {
      bytes = Buffer.alloc(0),
      lock,
    }: { bytes?: Buffer; lock?: { key: string; token: string } } = {},
  ): Promise<PostOutcome> {
    const { notice, stream } = this.#keys;
    const keys = [notice, stream, lock?.key ?? notice];
    const values = [lock?.token ?? '', JSON.stringify(message), bytes];
    const answer = Number(await this.#redis.eval(POST, keys.length, ...keys, ...values));
    if (answer === -1) return { kind: 'run-gone' };
    if (answer === -2) return { kind: 'lock-lost' };
    return { kind: 'posted', waiting: answer };
  }

  async countWaiting(): Promise<number> {
    return this.#redis.xlen(this.#keys.stream);
  }

  /** Whether the run has a picture of that name. */
  async hasPicture(name: string): Promise<boolean> {
    return (await this.#redis.sismember(this.#keys.pictures, name)) === 1;
  }
}
