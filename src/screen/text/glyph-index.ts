import { BLANK, type Cells, MANY_COLOURS } from './cells.ts';
import type { Font } from './font.ts';
import { UNKNOWN } from './read-text.ts';

/** A shape as cells have it, seen from its first pixel, and what it is. */
interface Entry {
  readonly shape: readonly number[];
  /** If the first pixel is paper. */
  text?: string;
  /** If the first pixel is ink. */
  inverse?: string;
}

/** Finds the character of a cell by its exact pixels, whatever its two colours are. */
export class GlyphIndex {
  readonly font: Font;
  readonly #entries = new Map<number, Entry[]>();
  readonly #wholeRow: number;

  constructor(font: Font) {
    this.font = font;
    this.#wholeRow = 2 ** font.width - 1;
    for (const { shape, text } of font.glyphs) this.#add(shape, text);
  }

  /** Its character by all of its pixels; undefined for one that the font does not have. */
  find(cells: Cells, cell: number, paper: number | undefined): string | undefined {
    return textOf(this.#entry(shapeOf(cells, cell)), cells, cell, paper);
  }

  /** Its character by what is above the text cursor, if that tells enough. */
  findUnderCursor(cells: Cells, cell: number, paper: number | undefined): string | undefined {
    return textOf(this.#entryAboveCursor(shapeOf(cells, cell)), cells, cell, paper);
  }

  #entry(shape: ArrayLike<number>): Entry | undefined {
    return this.#entries.get(hashOf(shape))?.find((entry) => isSame(entry.shape, shape));
  }

  #add(ink: readonly number[], text: string): void {
    const isInverse = ((ink[0] ?? 0) & 1) !== 0;
    const shape = isInverse ? ink.map((row) => (row ^ this.#wholeRow) >>> 0) : ink;
    let entry = this.#entry(shape);
    if (!entry) {
      entry = { shape };
      const hash = hashOf(shape);
      this.#entries.set(hash, [...(this.#entries.get(hash) ?? []), entry]);
    }
    const key = isInverse ? 'inverse' : 'text';
    const known = entry[key];
    if (known === undefined || text < known) entry[key] = text;
  }

  /** The text cursor fills the last lines of a cell; what is above them may tell enough. */
  #entryAboveCursor(shape: Uint32Array): Entry | undefined {
    const half = Math.floor(shape.length / 2);
    let end = shape.length;
    while (end > half && shape[end - 1] === 0) end -= 1;
    let start = end;
    while (start > half && shape[start - 1] === this.#wholeRow) start -= 1;
    if (start === end) return undefined;
    const isOutside = (_: number, row: number) => row < start || row >= end;
    const visible = shape.filter(isOutside);
    const fitting = [...this.#entries.values()]
      .flat()
      .filter((entry) => isSame(entry.shape.filter(isOutside), visible));
    return fitting.length === 1 ? fitting[0] : fitting.find(({ shape }) => isEmpty(shape));
  }
}

/**
 * The character of a cell in the first font that has it, `UNKNOWN` where none does. `paper`, the
 * colour of what is behind the text, decides where a shape and its inverse are both characters.
 */
export function findCharacter(
  indexes: readonly GlyphIndex[],
  cells: Cells,
  cell: number,
  paper?: number,
): string {
  if (cells.second[cell] === BLANK) return ' ';
  if (cells.second[cell] === MANY_COLOURS) return UNKNOWN;
  for (const index of indexes) {
    const text = index.find(cells, cell, paper);
    if (text !== undefined) return text;
  }
  for (const index of indexes) {
    const text = index.findUnderCursor(cells, cell, paper);
    if (text !== undefined) return text;
  }
  return UNKNOWN;
}

function shapeOf({ shapes, grid: { cellHeight } }: Cells, cell: number): Uint32Array {
  return shapes.subarray(cell * cellHeight, (cell + 1) * cellHeight);
}

function textOf(
  entry: Entry | undefined,
  { first, second }: Cells,
  cell: number,
  paper: number | undefined,
): string | undefined {
  const isInverse = second[cell] === paper && first[cell] !== paper;
  return isInverse ? (entry?.inverse ?? entry?.text) : (entry?.text ?? entry?.inverse);
}

const isEmpty = (shape: readonly number[]) => shape.every((row) => row === 0);

function hashOf(shape: ArrayLike<number>): number {
  let hash = 0x811c9dc5;
  for (let row = 0; row < shape.length; row += 1) {
    hash = Math.imul(hash ^ (shape[row] as number), 0x01000193);
    hash ^= hash >>> 15;
  }
  return hash;
}

function isSame(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  for (let row = 0; row < b.length; row += 1) {
    if (a[row] !== b[row]) return false;
  }
  return a.length === b.length;
}
