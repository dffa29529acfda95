import type { QKeyCode } from '../qmp/qkeycode.ts';
import type { InputButton, InputEvent } from '../qmp/types.ts';

/**
 * One `input-send-event`, and what must pass before the next one.
 * QEMU takes a batch whole, with one sync at its end.
 */
export interface Batch {
  readonly events: readonly InputEvent[];
  /** The time to the next batch, at least: a hold, a gap, a pace. Milliseconds. */
  readonly waitMs: number;
  /** Entries it takes in the keyboard's queue, which must drain before the next batch. */
  readonly queued: number;
  /** The next one may share the queue with it, if there is room. Default: false. */
  readonly continues?: boolean;
}

export function keyEvent(key: QKeyCode, down: boolean): InputEvent {
  return { type: 'key', data: { down, key: { type: 'qcode', data: key } } };
}

export function buttonEvent(button: InputButton, down: boolean): InputEvent {
  return { type: 'btn', data: { down, button } };
}
