import type { QKeyCode } from '../qmp/qkeycode.ts';
import type { InputButton, InputEvent } from '../qmp/types.ts';
import type { Batch } from './batch.ts';
import type { KeyboardQueue } from './keyboard-queue.ts';
import { planEdges } from './plan-keys.ts';
import { planButton } from './plan-pointer.ts';

/** Remembers which keys and buttons are down, so that all of them can be released. */
export class Ledger {
  readonly #keys = new Set<QKeyCode>();
  readonly #buttons = new Set<InputButton>();

  isKeyDown(key: QKeyCode): boolean {
    return this.#keys.has(key);
  }

  isButtonDown(button: InputButton): boolean {
    return this.#buttons.has(button);
  }

  /**
   * Before a batch is sent: one whose reply is lost may have arrived all the same. The function that
   * it returns takes it back, for a batch that was refused.
   */
  expect(events: readonly InputEvent[]): () => void {
    const keys = [...this.#keys];
    const buttons = [...this.#buttons];
    for (const event of events) if (isDown(event)) this.#note(event);
    return () => {
      restore(this.#keys, keys);
      restore(this.#buttons, buttons);
    };
  }

  /** After a batch was taken: only now is what it released up. */
  confirm(events: readonly InputEvent[]): void {
    for (const event of events) this.#note(event);
  }

  /** Batches that release everything, last pressed first. */
  planRelease(queue: KeyboardQueue): Batch[] {
    return [
      ...[...this.#buttons].toReversed().flatMap((button) => planButton(button, false)),
      ...planEdges([...this.#keys].toReversed(), false, queue),
    ];
  }

  #note(event: InputEvent): void {
    if (event.type === 'btn') change(this.#buttons, event.data.button, event.data.down);
    if (event.type === 'key' && event.data.key.type === 'qcode') {
      change(this.#keys, event.data.key.data, event.data.down);
    }
  }
}

function isDown(event: InputEvent): boolean {
  return (event.type === 'key' || event.type === 'btn') && event.data.down;
}

function change<T>(pressed: Set<T>, item: T, down: boolean): void {
  if (down) pressed.add(item);
  else pressed.delete(item);
}

function restore<T>(pressed: Set<T>, before: readonly T[]): void {
  for (const item of pressed) if (!before.includes(item)) pressed.delete(item);
}
