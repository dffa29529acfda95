import type { QKeyCode } from '../qmp/qkeycode.ts';
import type { InputButton, InputEvent } from '../qmp/types.ts';
import type { Batch } from './batch.ts';
import type { KeyboardQueue } from './keyboard-queue.ts';
import { planEdges } from './plan-keys.ts';
import { planButton } from './plan-pointer.ts';
import { planLift } from './plan-touch.ts';

/** Remembers which keys, buttons and fingers are down, so that all of them can be released. */
export class Ledger {
  readonly #keys = new Set<QKeyCode>();
  readonly #buttons = new Set<InputButton>();
  /** By their slots. */
  readonly #fingers = new Set<number>();

  isKeyDown(key: QKeyCode): boolean {
    return this.#keys.has(key);
  }

  isButtonDown(button: InputButton): boolean {
    return this.#buttons.has(button);
  }

  /** What is down, for people, the keys first. */
  list(): readonly string[] {
    const buttons = [...this.#buttons].map((button) => `the ${button} button`);
    const fingers = [...this.#fingers].map((slot) => `finger ${slot}`);
    return [...this.#keys, ...buttons, ...fingers];
  }

  get holdsAnything(): boolean {
    return this.#keys.size + this.#buttons.size + this.#fingers.size > 0;
  }

  get holdsButton(): boolean {
    return this.#buttons.size > 0;
  }

  /**
   * Before a batch is sent: one whose reply is lost may have arrived all the same. The function that
   * it returns takes it back, for a batch that was refused.
   */
  expect(events: readonly InputEvent[]): () => void {
    const keys = [...this.#keys];
    const buttons = [...this.#buttons];
    const fingers = [...this.#fingers];
    for (const event of events) if (isDown(event)) this.#note(event);
    return () => {
      restore(this.#keys, keys);
      restore(this.#buttons, buttons);
      restore(this.#fingers, fingers);
    };
  }

  /** After a batch was taken: only now is what it released up. */
  confirm(events: readonly InputEvent[]): void {
    for (const event of events) this.#note(event);
  }

  /** Batches that release everything, last pressed first. */
  planRelease(queue: KeyboardQueue): Batch[] {
    const fingers = [...this.#fingers];
    return [
      ...(fingers.length > 0 ? [{ events: planLift(fingers), waitMs: 0, queued: 0 }] : []),
      ...[...this.#buttons].toReversed().flatMap((button) => planButton(button, false)),
      ...planEdges([...this.#keys].toReversed(), false, queue),
    ];
  }

  #note(event: InputEvent): void {
    if (event.type === 'btn' && event.data.button !== 'touch') {
      change(this.#buttons, event.data.button, event.data.down);
    }
    if (event.type === 'mtt' && event.data.type === 'begin') this.#fingers.add(event.data.slot);
    if (event.type === 'mtt' && /^(end|cancel)$/.test(event.data.type)) {
      this.#fingers.delete(event.data.slot);
    }
    if (event.type === 'key' && event.data.key.type === 'qcode') {
      change(this.#keys, event.data.key.data, event.data.down);
    }
  }
}

/** Whether something that these events press is not let go by them, too. */
export function leavesDown(events: readonly InputEvent[]): boolean {
  const ledger = new Ledger();
  ledger.confirm(events);
  return ledger.holdsAnything;
}

function isDown(event: InputEvent): boolean {
  if (event.type === 'mtt') return event.data.type === 'begin';
  return (event.type === 'key' || event.type === 'btn') && event.data.down;
}

function change<T>(pressed: Set<T>, item: T, down: boolean): void {
  if (down) pressed.add(item);
  else pressed.delete(item);
}

function restore<T>(pressed: Set<T>, before: readonly T[]): void {
  for (const item of pressed) if (!before.includes(item)) pressed.delete(item);
}
