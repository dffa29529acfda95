import { keys, levelsByLayout, sequencesOfDeadKeys } from '../../src/input/layouts/data.ts';
import type { LayoutName } from '../../src/input/layouts/load-layout.ts';
import type { QKeyCode } from '../../src/qmp/qkeycode.ts';
import type { KeyEdge } from './us-model.ts';

const afterDeadKeys = new Map<string, string>();
for (const [prefix, pairs] of Object.entries(sequencesOfDeadKeys)) {
  const symbols = pairs.split(' ');
  for (let at = 0; at < symbols.length; at += 2) {
    afterDeadKeys.set(`${prefix} ${symbols[at]}`, readSymbol(symbols[at + 1] ?? ''));
  }
}
const prefixes = new Set(
  Object.keys(sequencesOfDeadKeys).flatMap((prefix) => {
    const dead = prefix.split(' ');
    return dead.map((_, i) => dead.slice(0, i + 1).join(' '));
  }),
);

function readSymbol(symbol: string): string {
  if (symbol === 'space') return ' ';
  const code = /^U\+(.+)$/.exec(symbol)?.[1];
  return code === undefined ? symbol : String.fromCodePoint(Number.parseInt(code, 16));
}

/** Types what a guest with this layout receives; fails on an edge that changes nothing. */
export function receiveWith(name: LayoutName, edges: readonly KeyEdge[]) {
  const levels: readonly string[] = levelsByLayout[name];
  const down = new Set<QKeyCode>();
  let pending = '';
  let text = '';
  for (const { key, down: isDown } of edges) {
    if (down.has(key) === isDown) throw new Error(`${key} is ${isDown ? 'down' : 'up'} already`);
    if (isDown) down.add(key);
    else down.delete(key);
    if (!isDown || key === 'shift' || key === 'alt_r') continue;

    const level = (down.has('shift') ? 1 : 0) + (down.has('alt_r') ? 2 : 0);
    const symbol = symbolOf(key, levels[level]);
    const sequence = pending === '' ? symbol : `${pending} ${symbol}`;
    if (prefixes.has(sequence)) {
      pending = sequence;
      continue;
    }
    text += pending === '' ? readSymbol(symbol) : (afterDeadKeys.get(sequence) ?? `<${sequence}>`);
    pending = '';
  }
  return { text, pending, stillDown: [...down] };
}

function symbolOf(key: QKeyCode, level: string | undefined): string {
  if (key === 'ret') return '\n';
  if (key === 'tab') return '\t';
  return level?.split(' ')[keys.indexOf(key)] ?? `<${key}>`;
}
