import { glyphs as drawn } from './caption-glyphs.ts';

/** Pixels from the top of a capital to the bottom of a descender. */
export const lineHeight = 13;
const GAP = 2;

interface Glyph {
  readonly width: number;
  /** A number a row; bit x is set where pixel x is ink. */
  readonly shape: readonly number[];
}

export interface PlacedGlyph extends Glyph {
  readonly x: number;
}

/** What the font of the demo guest lacks: the dots of a secret, and a box for all else. */
const dot: Glyph = { width: 5, shape: [0, 0, 0, 14, 31, 31, 31, 14, 0, 0, 0, 0, 0] };
const box: Glyph = { width: 6, shape: [63, 33, 33, 33, 33, 33, 33, 33, 33, 63, 0, 0, 0] };

const glyphs: ReadonlyMap<string, Glyph> = new Map([
  ...drawn.map(([character, width, shape]) => [character, { width, shape }] as const),
  ['•', dot] as const,
]);

const plain: ReadonlyMap<string, string> = new Map([
  ...[...'‘’‚'].map((quote) => [quote, "'"] as const),
  ...[...'“”„«»'].map((quote) => [quote, '"'] as const),
  ...[...'‐‑–—−'].map((dash) => [dash, '-'] as const),
  ['…', '...'],
  ['ß', 'ss'],
  ['→', '->'],
  ['\t', ' '],
  ['\n', ' '],
  ['\u00a0', ' '],
]);

/** The same in characters that the font has, as near as they come: accents go, a box stands for the rest. */
export function inCaptionFont(text: string): string {
  const bare = text.normalize('NFD').replace(/\p{M}|\p{Cf}|(?![\t\n])\p{Cc}/gu, '');
  return [...bare].map((character) => plain.get(character) ?? character).join('');
}

/** Its characters in a row, from 0. */
export function placeText(text: string): PlacedGlyph[] {
  let x = 0;
  return [...inCaptionFont(text)].map((character) => {
    const glyph = glyphs.get(character) ?? box;
    const placed = { ...glyph, x };
    x += glyph.width + GAP;
    return placed;
  });
}

/** In pixels of the font. */
export function measureText(text: string): number {
  const last = placeText(text).at(-1);
  return last ? last.x + last.width : 0;
}

/** As much of the text as has room, with three dots where some is missing: at its end, or at its start. */
export function fitText(text: string, width: number, cutAt: 'end' | 'start' = 'end'): string {
  // A glyph is at least one pixel wide, with its gap.
  const most = Math.ceil(width / (1 + GAP)) + 1;
  const characters = [...inCaptionFont(text)];
  const isLong = characters.length > most;
  let kept = cutAt === 'end' ? characters.slice(0, most) : characters.slice(-most);
  if (!isLong && measureText(kept.join('')) <= width) return kept.join('');
  const cut = (shown: readonly string[]) =>
    cutAt === 'end' ? `${shown.join('')}...` : `...${shown.join('')}`;
  while (kept.length > 0 && measureText(cut(kept)) > width) {
    kept = cutAt === 'end' ? kept.slice(0, -1) : kept.slice(1);
  }
  return kept.length > 0 ? cut(kept) : '';
}
