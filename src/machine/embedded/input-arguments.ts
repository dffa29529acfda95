import { qKeyCodes } from '../../qmp/qkeycode.ts';
import {
  optional,
  type Reader,
  readArray,
  readBoolean,
  readEnum,
  readInteger,
  readObject,
  readString,
  readUnion,
} from './arguments.ts';

/** As in QEMU 7.2, without `touch` and `mtt`. */
const buttons = [
  ...(['left', 'middle', 'right', 'wheel-up', 'wheel-down', 'side', 'extra'] as const),
  ...(['wheel-left', 'wheel-right'] as const),
];

const readKey = readUnion({ number: readInteger, qcode: readEnum(qKeyCodes) });
const readMove = readObject({ axis: readEnum(['x', 'y']), value: readInteger });

const readEvent = readUnion({
  key: readObject({ key: readKey, down: readBoolean }),
  btn: readObject({ button: readEnum(buttons), down: readBoolean }),
  rel: readMove,
  abs: readMove,
});

type Read<R> = R extends Reader<infer T> ? T : never;
export type Key = Read<typeof readKey>;
export type BatchEvent = Read<typeof readEvent>;

export const readInputSendEvent = readObject({
  device: optional(readString),
  head: optional(readInteger),
  events: readArray(readEvent),
});

export const readSendKey = readObject({
  keys: readArray(readKey),
  'hold-time': optional(readInteger),
});
