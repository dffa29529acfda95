import type { QKeyCode } from '../../qmp/qkeycode.ts';
import type { Layout, Stroke } from '../layout.ts';

/** Key, its character, its character with shift. */
const rows: readonly (readonly [QKeyCode, string, string])[] = [
  ['grave_accent', '`', '~'],
  ['1', '1', '!'],
  ['2', '2', '@'],
  ['3', '3', '#'],
  ['4', '4', '$'],
  ['5', '5', '%'],
  ['6', '6', '^'],
  ['7', '7', '&'],
  ['8', '8', '*'],
  ['9', '9', '('],
  ['0', '0', ')'],
  ['minus', '-', '_'],
  ['equal', '=', '+'],
  ['q', 'q', 'Q'],
  ['w', 'w', 'W'],
  ['e', 'e', 'E'],
  ['r', 'r', 'R'],
  ['t', 't', 'T'],
  ['y', 'y', 'Y'],
  ['u', 'u', 'U'],
  ['i', 'i', 'I'],
  ['o', 'o', 'O'],
  ['p', 'p', 'P'],
  ['bracket_left', '[', '{'],
  ['bracket_right', ']', '}'],
  ['backslash', '\\', '|'],
  ['a', 'a', 'A'],
  ['s', 's', 'S'],
  ['d', 'd', 'D'],
  ['f', 'f', 'F'],
  ['g', 'g', 'G'],
  ['h', 'h', 'H'],
  ['j', 'j', 'J'],
  ['k', 'k', 'K'],
  ['l', 'l', 'L'],
  ['semicolon', ';', ':'],
  ['apostrophe', "'", '"'],
  ['z', 'z', 'Z'],
  ['x', 'x', 'X'],
  ['c', 'c', 'C'],
  ['v', 'v', 'V'],
  ['b', 'b', 'B'],
  ['n', 'n', 'N'],
  ['m', 'm', 'M'],
  ['comma', ',', '<'],
  ['dot', '.', '>'],
  ['slash', '/', '?'],
];

const strokes = new Map<string, readonly Stroke[]>([
  [' ', [{ key: 'spc', modifiers: [] }]],
  ['\n', [{ key: 'ret', modifiers: [] }]],
  ['\t', [{ key: 'tab', modifiers: [] }]],
]);
for (const [key, plain, shifted] of rows) {
  strokes.set(plain, [{ key, modifiers: [] }]);
  strokes.set(shifted, [{ key, modifiers: ['shift'] }]);
}

export const us: Layout = { name: 'us', strokes };
