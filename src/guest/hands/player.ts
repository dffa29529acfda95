import { type Clock, withDeadline } from '../../clock.ts';
import { MachineError, StepError } from '../../errors.ts';
import type { Batch } from '../../input/batch.ts';
import type { KeyboardQueue } from '../../input/keyboard-queue.ts';
import { Ledger, leavesDown } from '../../input/ledger.ts';
import type { QmpClient } from '../../qmp/client.ts';
import { QmpCommandError } from '../../qmp/errors.ts';
import type { InputEvent } from '../../qmp/types.ts';
import { explainStop } from '../explain-stop.ts';
import { KeyboardDrain, type Keyboards } from './keyboard-drain.ts';
import { isPs2Read, untilRead } from './until-read.ts';

/** A guest that has the host to itself reads a batch sooner. */
const SLOW_READ_MS = 6;
const LONGEST_BREATH_MS = 50;
/** How long releasing may take when everything else has already gone wrong. */
const RELEASE_DEADLINE_MS = 2000;

/** A display, as `input-send-event` names it. */
export interface InputRoute {
  readonly device?: string;
  readonly head?: number;
}

/** Sends planned batches to a machine, keeps their times, and knows what is down. */
export class Player {
  readonly ledger = new Ledger();
  readonly #client: QmpClient;
  readonly #queue: KeyboardQueue;
  readonly #clock: Clock;
  /** Whose devices the events are for; empty: those that are bound to no display. */
  readonly #route: InputRoute;
  readonly #keyboardDrain: KeyboardDrain;
  /** Hears what would have to be let go, before anything stays down and after it came up. */
  readonly #onHeld: ((release: readonly InputEvent[]) => void) | undefined;

  constructor(options: {
    client: QmpClient;
    queue: KeyboardQueue;
    clock: Clock;
    route?: InputRoute;
    keyboards?: Keyboards;
    onHeld?: (release: readonly InputEvent[]) => void;
  }) {
    this.#onHeld = options.onHeld;
    this.#keyboardDrain = new KeyboardDrain({ ...options, keyboards: options.keyboards ?? {} });
    this.#route = options.route ?? {};
    this.#client = options.client;
    this.#queue = options.queue;
    this.#clock = options.clock;
  }

  /**
   * Resolves when the last batch was taken and the guest has read its keyboard, as it has before each batch
   * that does not continue the one before.
   */
  async play(batches: readonly Batch[], signal?: AbortSignal): Promise<void> {
    const hasKeys = batches.some(({ queued }) => queued > 0);
    if (hasKeys) await this.#keyboardDrain.mark(signal);
    for (const batch of batches) {
      signal?.throwIfAborted();
      const { unread } = this.#keyboardDrain;
      if (unread + batch.queued > this.#queue.capacity) await this.#makeRoom(signal);
      const sent = this.#clock.now();
      await this.#send(batch, signal);
      if (hasKeys && !batch.continues) await this.#drain(signal);
      await this.#waitUntil(sent + batch.waitMs, signal);
    }
  }

  /**
   * Everything that is down comes up. For every way out, so it takes no signal but has its own deadline. A
   * `MachineError` `keys-left-down` tells what stays down in a machine that stands still.
   */
  async releaseAll(): Promise<void> {
    const late = () =>
      new MachineError('release-late', 'the machine did not take the release of its keys');
    const batches = this.ledger.planRelease(this.#queue);
    try {
      await withDeadline({ clock: this.#clock, ms: RELEASE_DEADLINE_MS, late }, (signal) =>
        this.play(batches, signal),
      );
    } catch (failure) {
      const error = await explainStop(this.#client, failure);
      if (!(error instanceof StepError)) throw error;
      const message = `${error.message}: ${this.ledger.list().join(', ')} left down`;
      const { hint } = error;
      throw new MachineError('keys-left-down', message, { cause: error, ...(hint && { hint }) });
    }
  }

  /** Waits until the guest has read all that a PS/2 keyboard or mouse has for it. */
  settle(signal?: AbortSignal): Promise<void> {
    return untilRead(this.#clock, () => isPs2Read(this.#client, signal), signal);
  }

  async #send({ events, queued }: Batch, signal: AbortSignal | undefined): Promise<void> {
    const takeBack = this.ledger.expect(events);
    if (leavesDown(events)) this.#tellHeld();
    this.#keyboardDrain.sending(queued);
    try {
      await this.#client.execute(
        'input-send-event',
        { ...this.#route, events: [...events] },
        signal && { signal },
      );
    } catch (error) {
      // QEMU refuses a batch whole; after any other failure it may have arrived.
      if (error instanceof QmpCommandError) {
        takeBack();
        this.#keyboardDrain.refused(queued);
      }
      throw await explainStop(this.#client, error);
    }
    this.ledger.confirm(events);
    this.#tellHeld();
    this.#keyboardDrain.sent();
  }

  #tellHeld(): void {
    this.#onHeld?.(this.ledger.planRelease(this.#queue).flatMap(({ events }) => events));
  }

  /**
   * Before more of the same goes. A guest that was slow to read its keyboard has not come to those who wait
   * for the keys yet: Linux's evdev ring has room for two batches, so that gets as long again.
   */
  async #makeRoom(signal: AbortSignal | undefined): Promise<void> {
    const start = this.#clock.now();
    await this.#drain(signal);
    const tookMs = this.#clock.now() - start;
    const isSlow = this.#queue.drain !== 'polls' && tookMs > SLOW_READ_MS;
    if (isSlow) await this.#clock.wait(Math.min(tookMs, LONGEST_BREATH_MS), signal);
  }

  async #drain(signal: AbortSignal | undefined): Promise<void> {
    if (this.#keyboardDrain.unread === 0) return;
    try {
      await this.#keyboardDrain.wait(signal);
    } catch (error) {
      throw await explainStop(this.#client, error);
    }
  }

  /** A timer may be early by a fraction of a millisecond; a hold never is. */
  async #waitUntil(due: number, signal: AbortSignal | undefined): Promise<void> {
    for (let rest = due - this.#clock.now(); rest > 0; rest = due - this.#clock.now()) {
      await this.#clock.wait(rest, signal);
    }
  }
}
