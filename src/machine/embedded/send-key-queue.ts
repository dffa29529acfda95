import type { QKeyCode } from '../../qmp/qkeycode.ts';

/** Events and delays beyond this are dropped, each for itself (QEMU ui/input.c). */
const LIMIT = 1024;
const DEFAULT_HOLD_MS = 10;
const ITEMS_PER_EVENT = 2;

type Item = { readonly key: QKeyCode; readonly down: boolean } | { readonly delayMs: number };

/** The queue of `send-key`: an edge of a key, a delay, the next edge. It stands still while the guest does. */
export class SendKeyQueue {
  readonly #send: (key: QKeyCode, down: boolean) => void;
  #items: Item[] = [];
  #timer: NodeJS.Timeout | undefined;
  #running = true;

  constructor(send: (key: QKeyCode, down: boolean) => void) {
    this.#send = send;
  }

  chord(keys: readonly QKeyCode[], holdMs: number): void {
    for (const key of keys) {
      this.key(key, true);
      this.#delay(holdMs);
    }
    for (const key of keys.toReversed()) {
      this.key(key, false);
      this.#delay(holdMs);
    }
  }

  /** At once if nothing waits, else in its turn. */
  key(key: QKeyCode, down: boolean): void {
    if (this.#items.length > 0) this.#push({ key, down });
    else if (this.#running) this.#send(key, down);
  }

  pause(): void {
    this.#running = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  resume(): void {
    this.#running = true;
    this.#next();
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#items = [];
  }

  #delay(holdMs: number): void {
    if (!this.#running) return;
    this.#push({ delayMs: holdMs === 0 ? DEFAULT_HOLD_MS : holdMs });
    this.#next();
  }

  #push(item: Item): void {
    const count = this.#items.reduce((sum, item) => sum + ('key' in item ? ITEMS_PER_EVENT : 1), 0);
    if (count < LIMIT) this.#items.push(item);
  }

  #next(): void {
    if (this.#timer !== undefined) return;
    const item = this.#items[0];
    if (item === undefined) return;
    if ('delayMs' in item) {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.#items.shift();
        this.#next();
      }, item.delayMs);
      return;
    }
    this.#items.shift();
    this.#send(item.key, item.down);
    this.#next();
  }
}
