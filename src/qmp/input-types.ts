import { bool, enumeration, int, type Of, str, struct, union } from './definitions.ts';
import { QKeyCode } from './qkeycode.ts';

/** QAPI `KeyValue` (1.3). A number is a scancode, and takes another path through QEMU than a qcode. */
export const KeyValue = union('KeyValue', '1.3', {
  tag: 'type',
  variants: { number: { data: int }, qcode: { data: QKeyCode } },
});
export type KeyValue = Of<typeof KeyValue>;

/** QAPI `InputButton` (2.0). `side`, `extra` 2.9; `wheel-left`, `wheel-right` 7.0; `touch` 8.1. */
export const InputButton = enumeration('InputButton', {
  '2.0': ['left', 'middle', 'right', 'wheel-up', 'wheel-down'],
  '2.9': ['side', 'extra'],
  '7.0': ['wheel-left', 'wheel-right'],
  '8.1': ['touch'],
});
export type InputButton = Of<typeof InputButton>;

/** QAPI `InputAxis` (2.0). */
export const InputAxis = enumeration('InputAxis', { '2.0': ['x', 'y'] });
export type InputAxis = Of<typeof InputAxis>;

/** QAPI `InputKeyEvent` (2.0). */
export const InputKeyEvent = struct('InputKeyEvent', '2.0', { key: KeyValue, down: bool });
export type InputKeyEvent = Of<typeof InputKeyEvent>;

/** QAPI `InputBtnEvent` (2.0). */
export const InputBtnEvent = struct('InputBtnEvent', '2.0', { button: InputButton, down: bool });
export type InputBtnEvent = Of<typeof InputBtnEvent>;

/** QAPI `InputMoveEvent` (2.0). Absolute values are 0 to 32767, which QEMU does not check. */
export const InputMoveEvent = struct('InputMoveEvent', '2.0', { axis: InputAxis, value: int });
export type InputMoveEvent = Of<typeof InputMoveEvent>;

/** QAPI `InputMultiTouchType` (8.1). */
export const InputMultiTouchType = enumeration('InputMultiTouchType', {
  '8.1': ['begin', 'update', 'end', 'cancel', 'data'],
});
export type InputMultiTouchType = Of<typeof InputMultiTouchType>;

/** QAPI `InputMultiTouchEvent` (8.1): every member is mandatory, whatever the type. */
export const InputMultiTouchEvent = struct('InputMultiTouchEvent', '8.1', {
  type: InputMultiTouchType,
  slot: int,
  'tracking-id': int,
  axis: InputAxis,
  value: int,
});
export type InputMultiTouchEvent = Of<typeof InputMultiTouchEvent>;

/** QAPI `InputEvent` (2.0; `mtt` 8.1): one element of an `input-send-event` batch. */
export const InputEvent = union('InputEvent', '2.0', {
  tag: 'type',
  variants: {
    key: { data: InputKeyEvent },
    btn: { data: InputBtnEvent },
    rel: { data: InputMoveEvent },
    abs: { data: InputMoveEvent },
    mtt: { data: InputMultiTouchEvent },
  },
  later: { mtt: '8.1' },
});
export type InputEvent = Of<typeof InputEvent>;

/** QAPI `MouseInfo` (0.14). `current`: this one receives the pointer events. */
export const MouseInfo = struct('MouseInfo', '0.14', {
  name: str,
  index: int,
  current: bool,
  absolute: bool,
});
export type MouseInfo = Of<typeof MouseInfo>;
