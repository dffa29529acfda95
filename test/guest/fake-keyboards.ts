import { keyboardQueues } from '../../src/input/keyboard-queue.ts';
import type { KeyboardTrace } from '../../src/machine/qemu/keyboard-trace.ts';
import type { InputEvent } from '../../src/qmp/types.ts';

/** The edges of keys in a batch: `+a`, `-a`, with what they cost a USB keyboard. */
function edgesOf(events: readonly InputEvent[]) {
  return events.flatMap((event) => {
    if (event.type !== 'key' || event.data.key.type !== 'qcode') return [];
    const { down, key } = event.data;
    const name = (down ? '+' : '-') + key.data;
    return [{ name, cost: keyboardQueues.usb.cost(key.data, down) }];
  });
}

/**
 * QEMU's usb-kbd (hw/input/hid.c): 16 entries, an edge that does not fit is dropped whole, and each poll of
 * the guest takes one entry. It says when the last one went.
 */
export class FakeUsbKeyboard implements KeyboardTrace {
  readonly received: string[] = [];
  readonly dropped: string[] = [];
  readonly #now: () => number;
  readonly #pollMs: number;
  /** One for each entry; the last of an edge carries its name. */
  readonly #queue: (string | undefined)[] = [];
  #polls = 0;
  #emptied = 0;

  constructor(now: () => number, pollMs: number) {
    this.#now = now;
    this.#pollMs = pollMs;
  }

  send(events: readonly InputEvent[]): void {
    this.#poll();
    for (const { name, cost } of edgesOf(events)) {
      if (this.#queue.length + cost > 16) this.dropped.push(name);
      else this.#queue.push(...Array<undefined>(cost - 1).fill(undefined), name);
    }
  }

  read() {
    this.#poll();
    return { emptied: this.#emptied, overflowed: this.dropped.length };
  }

  #poll(): void {
    const polls = Math.floor(this.#now() / this.#pollMs);
    for (; this.#polls < polls; this.#polls += 1) {
      if (this.#queue.length === 0) continue;
      const name = this.#queue.shift();
      if (name !== undefined) this.received.push(name);
      if (this.#queue.length === 0) this.#emptied += 1;
    }
  }
}

/**
 * QEMU's virtio-keyboard (hw/input/virtio-input.c): a batch takes a buffer for each event and one for its
 * sync, or is dropped whole. The guest gives some buffers back whenever somebody looks at the ring.
 */
export class FakeVirtioKeyboard {
  readonly received: string[] = [];
  readonly dropped: string[] = [];
  givesBack: number;
  isUp = true;
  #available = 64;
  #used = 0;
  #unread = 0;

  constructor(givesBack: number) {
    this.givesBack = givesBack;
  }

  send(events: readonly InputEvent[]): void {
    const names = edgesOf(events).map(({ name }) => name);
    const needed = events.length + 1;
    if (this.#available - this.#used < needed) {
      this.dropped.push(...names);
      return;
    }
    this.received.push(...names);
    this.#used += needed;
    this.#unread += needed;
  }

  /** What `x-query-virtio-queue-element` returns. */
  look() {
    const back = Math.min(this.#unread, this.givesBack);
    this.#unread -= back;
    this.#available += back;
    return {
      avail: { idx: this.#available & 0xffff, flags: 0, ring: 0 },
      used: { idx: this.#used & 0xffff, flags: 0 },
    };
  }
}
