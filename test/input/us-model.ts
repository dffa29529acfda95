import type { Batch } from '../../src/input/batch.ts';
import type { QKeyCode } from '../../src/qmp/qkeycode.ts';

export const printable = Array.from({ length: 95 }, (_, i) => String.fromCharCode(0x20 + i));

/** A US keyboard, from the left: what a guest makes of a key, with and without shift. */
const rows: readonly (readonly [readonly QKeyCode[], string, string])[] = [
  [
    ['grave_accent', '1', '2', '3', '4', '5', '6', '7', '8', '9', '0', 'minus', 'equal'],
    '`1234567890-=',
    '~!@#$%^&*()_+',
  ],
  [
    ['q', 'w', 'e', 'r', 't', 'y', 'u', 'i', 'o', 'p', 'bracket_left', 'bracket_right'],
    'qwertyuiop[]',
    'QWERTYUIOP{}',
  ],
  [
    ['a', 's', 'd', 'f', 'g', 'h', 'j', 'k', 'l', 'semicolon', 'apostrophe', 'backslash'],
    "asdfghjkl;'\\",
    'ASDFGHJKL:"|',
  ],
  [['z', 'x', 'c', 'v', 'b', 'n', 'm', 'comma', 'dot', 'slash'], 'zxcvbnm,./', 'ZXCVBNM<>?'],
  [['spc', 'ret', 'tab'], ' \n\t', ' \n\t'],
];

const characters = new Map<QKeyCode, readonly [string, string]>(
  rows.flatMap(([keys, plain, shifted]) =>
    keys.map((key, i) => [key, [plain[i] ?? '', shifted[i] ?? '']] as const),
  ),
);

export interface KeyEdge {
  readonly key: QKeyCode;
  readonly down: boolean;
}

/** The key edges of a batch; anything else in it is an error. */
export function edgesOf({ events }: Pick<Batch, 'events'>): KeyEdge[] {
  return events.map((event) => {
    if (event.type !== 'key' || event.data.key.type !== 'qcode') throw new Error('not a qcode');
    return { key: event.data.key.data, down: event.data.down };
  });
}

/** Types what a guest with a US keyboard receives; fails on an edge that changes nothing. */
export function receive(edges: readonly KeyEdge[]) {
  const down = new Set<QKeyCode>();
  let text = '';
  let shifts = 0;
  for (const { key, down: isDown } of edges) {
    if (down.has(key) === isDown) throw new Error(`${key} is ${isDown ? 'down' : 'up'} already`);
    if (isDown) down.add(key);
    else down.delete(key);
    if (!isDown) continue;
    if (key === 'shift') shifts += 1;
    else text += characters.get(key)?.[down.has('shift') ? 1 : 0] ?? `<${key}>`;
  }
  return { text, shifts, stillDown: [...down] };
}
