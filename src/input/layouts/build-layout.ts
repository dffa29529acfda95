import type { QKeyCode } from '../../qmp/qkeycode.ts';
import type { Layout, Stroke } from '../layout.ts';

/** Dead keys, the symbol after them, and the character that they make of it. */
export interface Sequence {
  readonly symbols: readonly string[];
  readonly character: string;
}

/** What a layout is made of: see data.ts, which has all of it as text. */
export interface LayoutSource {
  /** The keys of each level, a lower one preferred. */
  readonly keys: readonly QKeyCode[];
  /** What the keys give plain, with shift, with AltGr and with both. */
  readonly levels: readonly string[];
  /** Asked for only where the layout has dead keys. */
  readonly sequences: () => readonly Sequence[];
}

const NOTHING = '..';
const modifiersOfLevel: readonly (readonly QKeyCode[])[] = [
  [],
  ['shift'],
  ['alt_r'],
  ['shift', 'alt_r'],
];

/**
 * Every character with its cheapest strokes: one key before dead keys, then fewer modifiers, then
 * the lower key code.
 */
export function buildLayout(name: string, source: LayoutSource): Layout {
  const direct = readLevels(source);
  const strokes = new Map<string, readonly Stroke[]>([
    ['\n', [{ key: 'ret', modifiers: [] }]],
    ['\t', [{ key: 'tab', modifiers: [] }]],
  ]);
  for (const [symbol, stroke] of direct) {
    if (!isDeadKey(symbol)) strokes.set(readCharacter(symbol), [stroke]);
  }
  const sequences = [...direct.keys()].some(isDeadKey) ? source.sequences() : [];
  for (const { symbols, character } of sequences) {
    const known = strokes.get(character);
    if (known?.length === 1) continue;
    const sequence = symbols.map((symbol) => direct.get(symbol));
    if (!sequence.every((stroke) => stroke !== undefined)) continue;
    if (!known || isCheaper(sequence, known, source.keys)) strokes.set(character, sequence);
  }
  return { name, strokes };
}

/** The cheapest stroke of each symbol: levels come by their modifiers, keys by their codes. */
function readLevels({ keys, levels }: LayoutSource): Map<string, Stroke> {
  const found = new Map<string, Stroke>();
  levels.forEach((level, index) => {
    const modifiers = modifiersOfLevel[index] ?? [];
    level.split(' ').forEach((symbol, position) => {
      const key = keys[position];
      if (key && symbol !== NOTHING && !found.has(symbol)) found.set(symbol, { key, modifiers });
    });
  });
  return found;
}

/** By dead keys, what each symbol becomes after them: `acute` and `a á e é`. */
export function readSequences(text: Readonly<Record<string, string>>): Sequence[] {
  return Object.entries(text).flatMap(([prefix, pairs]) => {
    const dead = prefix.split(' ');
    return Array.from(pairs.matchAll(/(\S+) (\S+)/g), ([, last = '', result = '']) => ({
      symbols: [...dead, last],
      character: readCharacter(result),
    }));
  });
}

function isCheaper(one: readonly Stroke[], other: readonly Stroke[], keys: readonly QKeyCode[]) {
  const [costs, others] = [cost(one, keys), cost(other, keys)];
  const at = costs.findIndex((value, index) => value !== others[index]);
  return at !== -1 && (costs[at] ?? 0) < (others[at] ?? 0);
}

/** Strokes, modifiers, then the place of each key. */
function cost(strokes: readonly Stroke[], keys: readonly QKeyCode[]): number[] {
  const modifiers = strokes.reduce((sum, stroke) => sum + stroke.modifiers.length, 0);
  return [strokes.length, modifiers, ...strokes.map(({ key }) => keys.indexOf(key))];
}

/** A dead key, an invisible character and the space have names; other characters are themselves. */
function isDeadKey(symbol: string): boolean {
  return [...symbol].length > 1 && symbol !== 'space' && !symbol.startsWith('U+');
}

function readCharacter(symbol: string): string {
  if (symbol === 'space') return ' ';
  if (!symbol.startsWith('U+')) return symbol;
  return String.fromCodePoint(Number.parseInt(symbol.slice(2), 16));
}
