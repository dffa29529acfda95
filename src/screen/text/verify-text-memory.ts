import { BLANK, type Cells, MANY_COLOURS } from './cells.ts';

/** Text memory that the picture bears out. */
export interface Verified {
  /** How many different characters have a shape that speaks for the memory. */
  readonly shapes: number;
  /** The cell with the text cursor, where it hides or changes a shape. */
  readonly cursor: number | undefined;
}

/**
 * Whether text memory (a code byte and an attribute byte a cell, from `offset` on) can have made
 * this picture: blanks are blank, the same character has the same pixels, different printable ones
 * have different pixels, the same colour number has the same colour. One cell may have the cursor.
 */
export function verifyTextMemory(
  cells: Cells,
  memory: Uint8Array,
  offset: number,
): Verified | undefined {
  if (offset < 0 || offset + cells.count * 2 > memory.length) return undefined;
  return new Verification(cells, memory, offset).run();
}

const isBlankCode = (code: number) => code === 0x20 || code === 0;
const isPrintable = (code: number) => code > 0x20 && code < 0x7f;
const NOTHING = -1;

class Verification {
  readonly #cells: Cells;
  readonly #memory: Uint8Array;
  readonly #offset: number;
  /** By colour number: 0xRRGGBB. */
  readonly #colours = new Int32Array(16).fill(NOTHING);
  /** By code, with attribute bit 3 as the ninth bit: it may choose a second font. */
  readonly #cellOf = new Int32Array(512).fill(NOTHING);
  readonly #wholeRow: number;
  #cursor: number | undefined;

  constructor(cells: Cells, memory: Uint8Array, offset: number) {
    this.#cells = cells;
    this.#memory = memory;
    this.#offset = offset;
    this.#wholeRow = 2 ** cells.grid.cellWidth - 1;
  }

  run(): Verified | undefined {
    const { count } = this.#cells;
    for (let cell = 0; cell < count; cell += 1) {
      if (!this.#isBlankAsDrawn(cell)) return undefined;
    }
    for (let cell = 0; cell < count; cell += 1) {
      if (!this.#isDrawnAsOthers(cell)) return undefined;
    }
    return this.#areDistinct() ? { shapes: this.#countShapes(), cursor: this.#cursor } : undefined;
  }

  /** Blanks first: they tell the colours of backgrounds. */
  #isBlankAsDrawn(cell: number): boolean {
    const code = this.#code(cell);
    const { foreground, background } = this.#attribute(cell);
    const second = this.#cells.second[cell] as number;
    if (second === MANY_COLOURS) return false;
    if (!isBlankCode(code) && foreground !== background) return true;
    if (second !== BLANK) return this.#isBand(cell) && this.#takeCursor(cell);
    return this.#agree(background, this.#cells.first[cell] as number) || this.#takeCursor(cell);
  }

  #isDrawnAsOthers(cell: number): boolean {
    const code = this.#code(cell);
    const { foreground, background } = this.#attribute(cell);
    if (isBlankCode(code) || foreground === background) return true;
    const first = this.#cells.first[cell] as number;
    const second = this.#cells.second[cell] as number;
    const ground = this.#colours[background] as number;
    if (second === BLANK) {
      if (!isPrintable(code)) return true;
      return ground !== NOTHING && ground !== first && this.#takeCursor(cell);
    }
    if (ground !== NOTHING && ground !== first && ground !== second) return false;
    if (ground !== NOTHING && !this.#agree(foreground, ground === first ? second : first)) {
      return false;
    }
    const key = this.#key(cell);
    const reference = this.#cellOf[key] as number;
    if (reference !== NOTHING) return this.#sameOrCursor(cell, reference);
    this.#cellOf[key] = cell;
    return true;
  }

  /** Lines of the one colour and lines of the other, as a cursor on a blank. */
  #isBand(cell: number): boolean {
    const height = this.#cells.grid.cellHeight;
    const rows = this.#cells.shapes.subarray(cell * height, (cell + 1) * height);
    return rows.every((row) => row === 0 || row === this.#wholeRow);
  }

  /** Equal shapes; or one of the two has the cursor, which fills whole lines. */
  #sameOrCursor(cell: number, reference: number): boolean {
    const { shapes, grid } = this.#cells;
    const height = grid.cellHeight;
    let inCell = true;
    let inReference = true;
    let same = true;
    for (let row = 0; row < height; row += 1) {
      const a = shapes[cell * height + row];
      const b = shapes[reference * height + row];
      if (a === b) continue;
      same = false;
      inCell &&= a === this.#wholeRow;
      inReference &&= b === this.#wholeRow;
    }
    if (same) return true;
    if (inCell) return this.#takeCursor(cell);
    if (!inReference || !this.#takeCursor(reference)) return false;
    this.#cellOf[this.#key(cell)] = cell;
    return true;
  }

  #takeCursor(cell: number): boolean {
    if (this.#cursor !== undefined && this.#cursor !== cell) return false;
    this.#cursor = cell;
    return true;
  }

  #agree(number: number, colour: number): boolean {
    if (this.#colours[number] === NOTHING) this.#colours[number] = colour;
    return this.#colours[number] === colour;
  }

  /** Two printable characters of one font never look the same. */
  #areDistinct(): boolean {
    const seen = new Set<string>();
    const { shapes, grid } = this.#cells;
    for (let key = 0; key < 512; key += 1) {
      const cell = this.#cellOf[key] as number;
      if (cell === NOTHING || cell === this.#cursor || !isPrintable(key & 0xff)) continue;
      const start = cell * grid.cellHeight;
      const shape = `${key >> 8}:${shapes.subarray(start, start + grid.cellHeight).join()}`;
      if (seen.has(shape)) return false;
      seen.add(shape);
    }
    return true;
  }

  #countShapes(): number {
    return this.#cellOf.reduce((count, cell) => count + (cell === NOTHING ? 0 : 1), 0);
  }

  #code(cell: number): number {
    return this.#memory[this.#offset + cell * 2] as number;
  }

  #key(cell: number): number {
    const attribute = this.#memory[this.#offset + cell * 2 + 1] as number;
    return this.#code(cell) | ((attribute & 8) << 5);
  }

  /** QEMU draws bit 7 as a bright background, never as blinking. */
  #attribute(cell: number): { foreground: number; background: number } {
    const attribute = this.#memory[this.#offset + cell * 2 + 1] as number;
    return { foreground: attribute & 15, background: attribute >> 4 };
  }
}
