import type { Clock } from '../../clock.ts';
import { StepError } from '../../errors.ts';
import type { KeyboardQueue } from '../../input/keyboard-queue.ts';
import type { Machine } from '../../machine/machine.ts';
import type { QmpClient } from '../../qmp/client.ts';
import { isPs2Read, untilRead } from './until-read.ts';
import { queryRing, type RingState } from './virtio-ring.ts';

/** What a usb-kbd and a virtio ring need for an entry where nothing tells: their own time and some more. */
const USB_MS_PER_ENTRY = 8.25;
const VIRTIO_MS_PER_ENTRY = 1.25;
/** How long a guest may be late with its polls. */
const STALL_MS = 100;

/** What a machine knows of its keyboards. */
export type Keyboards = Pick<Machine, 'virtioKeyboards' | 'keyboardTrace'>;

interface DrainOptions {
  readonly client: QmpClient;
  readonly keyboards: Keyboards;
  readonly queue: KeyboardQueue;
  readonly clock: Clock;
}

/**
 * Knows what the guest may not have read yet. Which keyboard got the keys is seen, not supposed: a virtio
 * ring that moved, else the one that the queue is of.
 */
export class KeyboardDrain {
  readonly #client: QmpClient;
  readonly #keyboards: Keyboards;
  readonly #queue: KeyboardQueue;
  readonly #clock: Clock;
  readonly #rings = new Map<string, RingState>();
  /** Buffers in each ring when all was read. */
  readonly #mostFree = new Map<string, number>();
  #unread = 0;
  /** Whether all of it came after the queue had been seen empty. */
  #certain = true;
  #lastSent = 0;
  /** Whether the queue became empty while the last batch was under way: before it, or after it. */
  #mayBeRead = false;
  #emptied = 0;
  #overflowed = 0;

  constructor({ client, keyboards, queue, clock }: DrainOptions) {
    this.#client = client;
    this.#keyboards = keyboards;
    this.#queue = queue;
    this.#clock = clock;
  }

  /** Entries that may be in the queue, at most: an abort leaves some. */
  get unread(): number {
    return this.#unread;
  }

  /** To be called before keys are sent, if it is some time since the last ones. */
  async mark(signal: AbortSignal | undefined): Promise<void> {
    // What somebody else's keys met with is not ours to tell.
    this.#overflowed = this.#keyboards.keyboardTrace?.read().overflowed ?? 0;
    if (this.#hasEmptied()) this.#readAll();
    this.#certain = this.#unread === 0;
    if (!this.#certain) return;
    await this.#lookAtRings(signal);
    for (const [path, ring] of this.#rings) {
      this.#mostFree.set(path, ring.kind === 'up' ? ring.free : 0);
    }
  }

  /** To be called just before a batch is sent. */
  sending(entries: number): void {
    if (this.#hasEmptied()) this.#unread = 0;
    this.#unread += entries;
    this.#lastSent = entries;
    this.#mayBeRead = false;
  }

  /** To be called when it was taken. */
  sent(): void {
    if (!this.#hasEmptied()) return;
    this.#unread = Math.min(this.#unread, this.#lastSent);
    this.#mayBeRead = true;
  }

  /** To be called instead, when QEMU refused it. */
  refused(entries: number): void {
    this.#unread = Math.max(0, this.#unread - entries);
  }

  /**
   * Resolves when the guest has read what was sent. A `StepError` `keyboard-not-read` after 5 s, and
   * `keyboard-overflow` where QEMU dropped keys.
   */
  async wait(signal: AbortSignal | undefined): Promise<void> {
    const before = new Map(this.#rings);
    await this.#lookAtRings(signal);
    const up = [...this.#rings].filter(
      ([path, { kind }]) => kind === 'up' && before.get(path)?.kind === 'up',
    );
    const gotKeys = up.some(([path, ring]) => usedOf(ring) !== usedOf(before.get(path)));
    const isRing = this.#queue.drain === 'ring';
    // With its driver up, a virtio keyboard gets every key; what its ring has no room for is dropped.
    if (isRing && this.#certain && up.length > 0 && !gotKeys) throw overflow('ring');
    if (gotKeys || (isRing && up.length > 0)) {
      await this.#untilRefilled(
        up.map(([path]) => path),
        signal,
      );
    } else if (this.#queue.drain === 'polls') {
      return this.#waitForPolls(signal);
    } else {
      if (isRing && this.#isHidden()) {
        await this.#clock.wait(this.#unread * VIRTIO_MS_PER_ENTRY, signal);
      }
      await untilRead(this.#clock, () => isPs2Read(this.#client, signal), signal);
    }
    this.#readAll();
  }

  #readAll(): void {
    this.#unread = 0;
    this.#certain = true;
  }

  /** Whether a virtio keyboard may have got keys without our seeing it. */
  #isHidden(): boolean {
    return this.#rings.size === 0 || [...this.#rings.values()].some(({ kind }) => kind !== 'down');
  }

  async #lookAtRings(signal: AbortSignal | undefined): Promise<void> {
    for (const path of this.#keyboards.virtioKeyboards ?? []) await this.#lookAtRing(path, signal);
  }

  async #lookAtRing(path: string, signal: AbortSignal | undefined): Promise<RingState> {
    const ring = await queryRing(this.#client, path, signal);
    this.#rings.set(path, ring);
    return ring;
  }

  /** Until the guest has given back what it had put into these rings before the keys were sent. */
  async #untilRefilled(paths: readonly string[], signal: AbortSignal | undefined): Promise<void> {
    for (const path of paths) {
      const isRefilled = async () => {
        const ring = await this.#lookAtRing(path, signal);
        return ring.kind !== 'up' || ring.free >= (this.#mostFree.get(path) ?? 0);
      };
      await untilRead(this.#clock, isRefilled, signal);
    }
  }

  /**
   * A usb-kbd gives an entry to each poll of the guest, every 8 ms. Where QEMU does not say when the last
   * one went, or said it while the last batch was under way, time has to; those few count as unread then.
   */
  async #waitForPolls(signal: AbortSignal | undefined): Promise<void> {
    const enoughMs = this.#unread * USB_MS_PER_ENTRY;
    if (!this.#keyboards.keyboardTrace) {
      await this.#clock.wait(enoughMs, signal);
      return this.#readAll();
    }
    const start = this.#clock.now();
    let wasEmptied = false;
    const isRead = () => {
      wasEmptied = this.#hasEmptied();
      return wasEmptied || (this.#mayBeRead && this.#clock.now() - start > enoughMs + STALL_MS);
    };
    await untilRead(this.#clock, isRead, signal);
    if (wasEmptied) this.#readAll();
  }

  /** Whether a USB keyboard's queue became empty since this was asked last. */
  #hasEmptied(): boolean {
    const trace = this.#queue.drain === 'polls' ? this.#keyboards.keyboardTrace : undefined;
    if (!trace) return false;
    const { emptied, overflowed } = trace.read();
    const isNew = emptied > this.#emptied;
    const isLost = overflowed > this.#overflowed;
    this.#emptied = emptied;
    this.#overflowed = overflowed;
    if (isLost) throw overflow('queue');
    return isNew;
  }
}

function usedOf(ring: RingState | undefined): number | undefined {
  return ring?.kind === 'up' ? ring.used : undefined;
}

function overflow(what: string): StepError {
  return new StepError('keyboard-overflow', `the keyboard's ${what} was full: keys were lost`, {
    hint: 'does somebody else type too?',
  });
}
