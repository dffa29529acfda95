import type { Job } from 'bullmq';
import type { Clock } from '../../clock.ts';
import { settledWithin } from '../../machine/settled-within.ts';
import { LOCK_MS, lockKeyOf } from './keys.ts';
import { type JobData, type Message, progressSchema } from './messages.ts';
import type { WorkerPost } from './worker-post.ts';

const RENEW_MS = 1000;
/** A run that is slower than its workers is waited for. */
const MOST_WAITING = 100;
const LOOK_MS = 100;

/** What is told of the scenario that was taken, without saying each time which one that is. */
type Telling = Unaddressed<Extract<Message, { readonly lease: string }>>;
type Unaddressed<M> = M extends unknown ? Omit<M, 'scenario' | 'lease'> : never;

/** One taking of a scenario: kept up until it has ended, or Redis has not heard of us for too long. */
export class Lease {
  readonly #job: Job<JobData>;
  readonly #post: WorkerPost;
  readonly #lock: { readonly key: string; readonly token: string };
  readonly #clock: Clock;
  readonly #lost = new AbortController();
  readonly #ended = new AbortController();
  readonly #kept: Promise<void>;

  constructor(
    job: Job<JobData>,
    options: { token: string; key: string; post: WorkerPost; clock: Clock },
  ) {
    this.#job = job;
    this.#post = options.post;
    this.#lock = { key: lockKeyOf(options.key), token: options.token };
    this.#clock = options.clock;
    this.#kept = this.#keep();
  }

  /** Aborts when somebody else may have the scenario, or nobody wants it any more. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  get scenario(): string {
    return this.#job.data.scenario;
  }

  /** How many workers were lost while they had it. */
  get losses(): number {
    return this.#job.stalledCounter;
  }

  /** How often it was tried in vain, by whomever. */
  get tried(): number {
    const progress = progressSchema.safeParse(this.#job.progress);
    return progress.success ? progress.data.tried : 0;
  }

  async noteTried(): Promise<void> {
    await this.#job.updateProgress({ tried: this.tried + 1 });
  }

  passesOf(issue: string): number {
    return this.#job.data.passes[issue] ?? 0;
  }

  /**
   * Tells the run, with bytes beside it, if it is still ours to tell; waits while the run has not read what
   * came before.
   */
  async tell(telling: Telling, bytes?: Buffer): Promise<void> {
    const about = { scenario: this.scenario, lease: this.#lock.token };
    await this.#send({ ...telling, ...about } as Message, bytes);
  }

  /** `name` is its content's. */
  async tellPicture(name: string, readBytes: () => Promise<Buffer>): Promise<void> {
    if (this.lost.aborted || (await this.#post.hasPicture(name))) return;
    await this.#send({ kind: 'picture', name }, await readBytes());
  }

  async #send(message: Message, bytes?: Buffer): Promise<void> {
    if (this.lost.aborted) return;
    const outcome = await this.#post.tell(message, { lock: this.#lock, ...(bytes && { bytes }) });
    if (outcome.kind !== 'posted') return this.lose(new Error(outcome.kind));
    let { waiting } = outcome;
    while (waiting > MOST_WAITING && !this.lost.aborted) {
      await this.#clock.wait(LOOK_MS, this.lost).catch(() => undefined);
      waiting = await this.#post.countWaiting();
    }
  }

  /** It is over: nobody shall take it again. What the run was told counts, whatever Redis says. */
  async finish(): Promise<void> {
    await this.#end();
    if (this.lost.aborted) return;
    await this.#job.moveToCompleted(undefined, this.#lock.token, false).catch(() => undefined);
  }

  /** Somebody else shall take it: at once, or when the lock is over. */
  async giveBack(): Promise<void> {
    await this.#end();
    if (this.lost.aborted) return;
    await this.#job.moveToWait(this.#lock.token).catch(() => undefined);
  }

  /** Whoever is at it shall stop. */
  lose(reason: unknown): void {
    this.#lost.abort(reason);
    this.#ended.abort();
  }

  async #end(): Promise<void> {
    this.#ended.abort();
    await this.#kept;
  }

  async #keep(): Promise<void> {
    let heldUntilMs = this.#clock.now() + LOCK_MS;
    while (!this.#ended.signal.aborted) {
      await this.#clock.wait(RENEW_MS, this.#ended.signal).catch(() => undefined);
      if (this.#ended.signal.aborted) return;
      let isHeld: boolean | undefined;
      const renewal = this.#job.extendLock(this.#lock.token, LOCK_MS).then(
        (count) => {
          isHeld = count === 1;
        },
        () => undefined,
      );
      await settledWithin(renewal, heldUntilMs - this.#clock.now(), this.#clock);
      if (isHeld) heldUntilMs = this.#clock.now() + LOCK_MS;
      else if (isHeld === false || this.#clock.now() >= heldUntilMs) {
        this.lose(new Error('the lock was lost'));
      }
    }
  }
}
