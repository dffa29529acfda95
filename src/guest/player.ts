import { type Clock, withDeadline } from '../clock.ts';
import { MachineError, StepError } from '../errors.ts';
import type { Batch } from '../input/batch.ts';
import type { KeyboardQueue } from '../input/keyboard-queue.ts';
import { Ledger } from '../input/ledger.ts';
import type { QmpClient } from '../qmp/client.ts';
import { QmpCommandError } from '../qmp/errors.ts';

/** A guest that has not read its keyboard for this long does not read it. */
const DRAIN_DEADLINE_MS = 5000;
const DRAIN_POLL_MS = 0.5;
/** How long releasing may take when everything else has already gone wrong. */
const RELEASE_DEADLINE_MS = 2000;

/** Sends planned batches to a machine, keeps their times, and knows what is down. */
export class Player {
  readonly ledger = new Ledger();
  readonly #client: QmpClient;
  readonly #queue: KeyboardQueue;
  readonly #clock: Clock;
  /** Entries in the keyboard's queue that the guest may not have read: an abort leaves some. */
  #unread = 0;

  constructor(options: { client: QmpClient; queue: KeyboardQueue; clock: Clock }) {
    this.#client = options.client;
    this.#queue = options.queue;
    this.#clock = options.clock;
  }

  /** Resolves when the last batch was taken and the keyboard's queue is empty again. */
  async play(batches: readonly Batch[], signal?: AbortSignal): Promise<void> {
    for (const batch of batches) {
      signal?.throwIfAborted();
      if (this.#unread + batch.queued > this.#queue.capacity) await this.#drain(signal);
      const sent = this.#clock.now();
      await this.#send(batch, signal);
      if (batch.queued > 0) await this.#drain(signal);
      const rest = sent + batch.waitMs - this.#clock.now();
      if (rest > 0) await this.#clock.wait(rest, signal);
    }
  }

  /** Everything that is down comes up. For every way out, so it takes no signal but has its own deadline. */
  async releaseAll(): Promise<void> {
    const late = () =>
      new MachineError('release-late', 'the machine did not take the release of its keys');
    await withDeadline({ clock: this.#clock, ms: RELEASE_DEADLINE_MS, late }, (signal) =>
      this.play(this.ledger.planRelease(this.#queue), signal),
    );
  }

  async #send({ events, queued }: Batch, signal: AbortSignal | undefined): Promise<void> {
    const takeBack = this.ledger.expect(events);
    this.#unread += queued;
    try {
      await this.#client.execute('input-send-event', { events: [...events] }, signal && { signal });
    } catch (error) {
      // QEMU refuses a batch whole; after any other failure it may have arrived.
      if (error instanceof QmpCommandError) {
        takeBack();
        this.#unread -= queued;
      }
      throw error;
    }
    this.ledger.confirm(events);
  }

  async #drain(signal: AbortSignal | undefined): Promise<void> {
    const { drain, msPerEntry } = this.#queue;
    if (drain !== 'port-0x64') await this.#clock.wait(this.#unread * msPerEntry, signal);
    if (drain !== 'time') await this.#waitForEmptyPort(signal);
    this.#unread = 0;
  }

  /** Bit 0 of the i8042's status port is set while the guest has bytes to read; reading it has no effect. */
  async #waitForEmptyPort(signal: AbortSignal | undefined): Promise<void> {
    const deadline = this.#clock.now() + DRAIN_DEADLINE_MS;
    while (true) {
      const answer = await this.#client.execute(
        'human-monitor-command',
        { 'command-line': 'i /b 0x64' },
        signal && { signal },
      );
      const status = /= (0x[0-9a-f]+)/i.exec(answer)?.[1];
      if (status === undefined) {
        throw new MachineError(
          'no-i8042',
          `the machine has no port 0x64 to ask: ${answer.trim()}`,
          {
            hint: 'say which keyboard the machine has: keyboard: usb or keyboard: virtio',
          },
        );
      }
      if ((Number(status) & 1) === 0) return;
      if (this.#clock.now() > deadline) {
        throw new StepError(
          'keyboard-not-read',
          `the guest has not read its keyboard for ${DRAIN_DEADLINE_MS / 1000} s`,
          { hint: 'does the guest still run, and does it have a driver for this keyboard?' },
        );
      }
      await this.#clock.wait(DRAIN_POLL_MS, signal);
    }
  }
}
