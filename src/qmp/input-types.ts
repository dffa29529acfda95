import type { QKeyCode } from './qkeycode.ts';

/** QAPI `KeyValue` (1.3). A number is a scancode, and takes another path through QEMU than a qcode. */
export type KeyValue =
  | { readonly type: 'qcode'; readonly data: QKeyCode }
  | { readonly type: 'number'; readonly data: number };

/** QAPI `InputButton` (2.0). `side`, `extra` 2.9; `wheel-left`, `wheel-right` 7.0; `touch` 8.1. */
export type InputButton =
  | 'left'
  | 'middle'
  | 'right'
  | 'wheel-up'
  | 'wheel-down'
  | 'side'
  | 'extra'
  | 'wheel-left'
  | 'wheel-right'
  | 'touch';

/** QAPI `InputAxis` (2.0). */
export type InputAxis = 'x' | 'y';

/** QAPI `InputKeyEvent` (2.0). */
export interface InputKeyEvent {
  readonly key: KeyValue;
  readonly down: boolean;
}

/** QAPI `InputBtnEvent` (2.0). */
export interface InputBtnEvent {
  readonly button: InputButton;
  readonly down: boolean;
}

/** QAPI `InputMoveEvent` (2.0). Absolute values are 0 to 32767, which QEMU does not check. */
export interface InputMoveEvent {
  readonly axis: InputAxis;
  readonly value: number;
}

/** QAPI `InputMultiTouchEvent` (8.1): every member is mandatory, whatever the type. */
export interface InputMultiTouchEvent {
  readonly type: 'begin' | 'update' | 'end' | 'cancel' | 'data';
  readonly slot: number;
  readonly 'tracking-id': number;
  readonly axis: InputAxis;
  readonly value: number;
}

/** QAPI `InputEvent` (2.0; `mtt` 8.1): one element of an `input-send-event` batch. */
export type InputEvent =
  | { readonly type: 'key'; readonly data: InputKeyEvent }
  | { readonly type: 'btn'; readonly data: InputBtnEvent }
  | { readonly type: 'rel'; readonly data: InputMoveEvent }
  | { readonly type: 'abs'; readonly data: InputMoveEvent }
  | { readonly type: 'mtt'; readonly data: InputMultiTouchEvent };

/** QAPI `MouseInfo` (0.14). `current`: this one receives the pointer events. */
export interface MouseInfo {
  readonly name: string;
  readonly index: number;
  readonly current: boolean;
  readonly absolute: boolean;
}
