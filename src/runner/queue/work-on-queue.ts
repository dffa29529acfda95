import { type Clock, systemClock } from '../../clock.ts';
import { MachineError } from '../../errors.ts';
import { settledWithin } from '../../machine/settled-within.ts';
import { doTaken } from './do-taken.ts';
import { findRuns } from './find-runs.ts';
import { type JoinOptions, joinRun } from './join-run.ts';
import type { JoinedRun } from './joined-run.ts';
import type { Notice } from './messages.ts';
import { describeQueueError } from './queue-trouble.ts';

export interface WorkOptions extends Omit<JoinOptions, 'clock'> {
  /** How long there may be nothing to do before it ends. Milliseconds. */
  readonly idleMs: number;
  /** Aborted, it gives back what it has, after the step under way, and ends. */
  readonly signal: AbortSignal;
  readonly clock?: Clock;
}

const POLL_MS = 100;
const LOOK_MS = 500;
const LEAVE_MS = 1000;
/** Somebody may have brought the worker's files up to date. */
const REFUSED_MS = 10_000;

/**
 * Takes scenarios of whatever runs are there, and does them here, in this host's own copy of the project.
 * @throws MachineError `results-not-writable`, after what was taken was given back
 */
export async function workOnQueue(options: WorkOptions): Promise<void> {
  const worker = new QueueWorker(options);
  try {
    await worker.work();
  } catch (error) {
    // Nobody waits for Redis any more: whoever asked us to end knows.
    if (options.server.lost.aborted) return;
    const trouble = describeQueueError(error, options.server);
    if (!trouble) throw error;
    throw new MachineError(trouble.code, trouble.message, { cause: error });
  } finally {
    await worker.leave();
  }
}

class QueueWorker {
  readonly #options: WorkOptions;
  readonly #clock: Clock;
  readonly #runs = new Map<string, JoinedRun>();
  /** When runs were last refused. */
  readonly #refused = new Map<string, number>();
  readonly #underWay = new Map<number, Promise<void>>();
  #failure: unknown;

  constructor(options: WorkOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  async work(): Promise<void> {
    const { signal, idleMs } = this.#options;
    let lookedMs = Number.NEGATIVE_INFINITY;
    let busyMs = this.#clock.now();
    while (!this.#isOver || this.#underWay.size > 0) {
      if (this.#clock.now() - lookedMs >= LOOK_MS) {
        await this.#look();
        lookedMs = this.#clock.now();
      }
      const hasTaken = !this.#isOver && (await this.#takeNext());
      if (this.#underWay.size > 0) busyMs = this.#clock.now();
      else if (this.#clock.now() - busyMs >= idleMs) break;
      const wait = this.#isOver ? undefined : signal;
      if (!hasTaken) await this.#clock.wait(POLL_MS, wait).catch(() => {});
    }
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Of no run is anything under way any more. */
  async leave(): Promise<void> {
    const leaving = Promise.all([...this.#runs.values()].map((run) => run.leave()));
    await settledWithin(leaving, LEAVE_MS, this.#clock);
    await Promise.all(this.#underWay.values());
  }

  get #isOver(): boolean {
    return this.#options.signal.aborted || this.#failure !== undefined;
  }

  /** Which runs there are, and how they stand. */
  async #look(): Promise<void> {
    const found = await findRuns(this.#options.server.redis);
    for (const [name, run] of this.#runs) {
      const notice = found.get(name);
      if (notice) run.note(notice);
      else {
        this.#runs.delete(name);
        await run.leave();
      }
    }
    for (const name of this.#refused.keys()) if (!found.has(name)) this.#refused.delete(name);
    for (const [name, notice] of found) {
      if (!this.#isOver && !this.#runs.has(name)) await this.#join(name, notice);
    }
  }

  async #join(name: string, { state }: Notice): Promise<void> {
    const refusedMs = this.#refused.get(name) ?? Number.NEGATIVE_INFINITY;
    if (state !== 'open' || this.#clock.now() - refusedMs < REFUSED_MS) return;
    const run = await joinRun(name, { ...this.#options, clock: this.#clock });
    if (run) this.#runs.set(name, run);
    else this.#refused.set(name, this.#clock.now());
  }

  /** Takes a scenario, of the oldest run that has one, if there is room. */
  async #takeNext(): Promise<boolean> {
    for (const run of this.#runs.values()) {
      if (run.stopping.aborted || this.#underWay.size >= run.slots) continue;
      const lease = await run.take();
      if (!lease) continue;
      const slot = this.#findFreeSlot();
      const work = doTaken(run, lease, { ...this.#options, clock: this.#clock, slot })
        .catch((error) => {
          this.#failure ??= error;
        })
        .finally(() => {
          run.letGo(lease);
          this.#underWay.delete(slot);
        });
      this.#underWay.set(slot, work);
      return true;
    }
    return false;
  }

  #findFreeSlot(): number {
    let slot = 1;
    while (this.#underWay.has(slot)) slot += 1;
    return slot;
  }
}
