import type { QKeyCode } from '../../src/qmp/qkeycode.ts';
import type { KeyEdge } from '../input/us-model.ts';

/** Set 1, by position: keys in the order of their codes from `first` on. */
const runs: readonly (readonly [first: number, keys: readonly QKeyCode[]])[] = [
  [0x01, ['esc', '1', '2', '3', '4', '5', '6', '7', '8', '9', '0', 'minus', 'equal', 'backspace']],
  [0x0f, ['tab', 'q', 'w', 'e', 'r', 't', 'y', 'u', 'i', 'o', 'p', 'bracket_left']],
  [0x1b, ['bracket_right', 'ret', 'ctrl', 'a', 's', 'd', 'f', 'g', 'h', 'j', 'k', 'l']],
  [0x27, ['semicolon', 'apostrophe', 'grave_accent', 'shift', 'backslash', 'z', 'x', 'c', 'v']],
  [0x30, ['b', 'n', 'm', 'comma', 'dot', 'slash', 'shift_r']],
  [0x38, ['alt', 'spc', 'caps_lock']],
];

const codes = new Map<QKeyCode, number>(
  runs.flatMap(([first, keys]) => keys.map((key, i) => [key, first + i] as const)),
);

/** What a guest reads for these edges, as it tells it: `2a`, `1e`, `9e`. */
export function scansOf(edges: readonly KeyEdge[]): string[] {
  return edges.map(({ key, down }) => {
    const code = codes.get(key);
    if (code === undefined) throw new Error(`the table has no ${key}`);
    return (down ? code : code | 0x80).toString(16).padStart(2, '0');
  });
}
