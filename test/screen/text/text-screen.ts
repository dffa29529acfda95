import fc from 'fast-check';
import type { Frame } from '../../../src/screen/frame.ts';

/** Shapes by code: `height` numbers each, bit x is pixel x. */
export interface TestFont {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly (readonly number[])[];
}

export interface TextScreen {
  readonly columns: number;
  readonly rows: number;
  /** A code byte and an attribute byte a cell. */
  readonly cells: Uint8Array;
}

/** What a VGA has for the 16 colour numbers. */
const palette = Array.from({ length: 16 }, (_, i): [number, number, number] => {
  const [low, high] = [i & 8 ? 0x55 : 0, i & 8 ? 0xff : 0xaa];
  return i === 6 ? [0xaa, 0x55, 0] : [i & 4 ? high : low, i & 2 ? high : low, i & 1 ? high : low];
});

/** A font of random shapes, all different, the first line and column empty; blanks are blank. */
export function randomFont(width: number, height: number, seed: number): TestFont {
  const mask = 2 ** width - 2;
  let state = seed >>> 0;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 8;
  };
  const shapes = Array.from({ length: 256 }, (_, code) =>
    Array.from({ length: height }, (_, row) => {
      if (code === 0 || code === 0x20 || code === 0xff || row === 0) return 0;
      return row === 1 ? (code << 1) & mask : next() & mask;
    }),
  );
  return { width, height, shapes };
}

/** The picture that a VGA makes; `cursor` is the cell whose last two lines are filled. */
export function drawScreen(screen: TextScreen, font: TestFont, cursor?: number): Frame {
  const { columns, rows, cells } = screen;
  const width = columns * font.width;
  const data = new Uint8Array(width * rows * font.height * 3);
  for (let cell = 0; cell < columns * rows; cell += 1) {
    const [code = 0, attribute = 0] = cells.subarray(cell * 2, cell * 2 + 2);
    for (let y = 0; y < font.height; y += 1) {
      const isCursor = cell === cursor && y >= font.height - 2;
      const bits = isCursor ? 2 ** font.width - 1 : (font.shapes[code]?.[y] ?? 0);
      const at = (Math.floor(cell / columns) * font.height + y) * width;
      for (let x = 0; x < font.width; x += 1) {
        const colour = palette[(bits >> x) & 1 ? attribute & 15 : attribute >> 4] ?? [0, 0, 0];
        data.set(colour, (at + (cell % columns) * font.width + x) * 3);
      }
    }
  }
  return { width, height: rows * font.height, data };
}

/** Text on black, in grey unless said otherwise. */
export function screenOf(
  lines: readonly string[],
  { columns = 80, rows = 25, attribute = 0x07 } = {},
): TextScreen {
  const cells = new Uint8Array(columns * rows * 2);
  for (let cell = 0; cell < columns * rows; cell += 1) {
    const code = lines[Math.floor(cell / columns)]?.charCodeAt(cell % columns);
    cells.set([Number.isNaN(code ?? Number.NaN) ? 0x20 : (code ?? 0x20), attribute], cell * 2);
  }
  return { columns, rows, cells };
}

/** A whole window of text memory with the screen at a place in it, and junk around it. */
export function memoryOf(screen: TextScreen, offset: number, junk = 0x20): Uint8Array {
  const memory = new Uint8Array(0x8000).fill(junk);
  memory.set(screen.cells, offset);
  return memory;
}

/** Screens of any codes in readable colours, some of them sparse. */
export function anyScreen(columns: number, rows: number): fc.Arbitrary<TextScreen> {
  const code = fc.oneof(
    { weight: 3, arbitrary: fc.constant(0x20) },
    { weight: 3, arbitrary: fc.integer({ min: 0x21, max: 0x7e }) },
    { weight: 1, arbitrary: fc.nat(255) },
  );
  const attribute = fc.constantFrom(0x07, 0x0f, 0x1e, 0x70, 0x4f, 0x97);
  const size = { minLength: 32, maxLength: 200 };
  return fc.array(fc.tuple(code, attribute), size).map((pattern) => {
    const cells = new Uint8Array(columns * rows * 2);
    for (let cell = 0; cell < columns * rows; cell += 1) {
      cells.set(pattern[(cell * 7 + (cell >> 5)) % pattern.length] ?? [0x20, 0x07], cell * 2);
    }
    return { columns, rows, cells };
  });
}

/** The lines that a screen has by a table of characters. */
export function textOf(screen: TextScreen, characters: readonly string[]): string[] {
  return Array.from({ length: screen.rows }, (_, row) =>
    Array.from({ length: screen.columns }, (_, column) => {
      const code = screen.cells[(row * screen.columns + column) * 2] ?? 0x20;
      return characters[code] ?? '';
    })
      .join('')
      .trimEnd(),
  );
}
