import type { Frame } from '../frame.ts';

/** Where the character cells are on a frame. Pixels; `x`, `y` is the top left of the first cell. */
export interface CellGrid {
  readonly x: number;
  readonly y: number;
  readonly columns: number;
  readonly rows: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
}

/** No cell is wider: its row of pixels is one number. */
export const MAX_CELL_WIDTH = 32;

/** The shapes in the cells of a frame, row by row. */
export interface Cells {
  readonly grid: CellGrid;
  readonly count: number;
  /** `cellHeight` numbers a cell: bit x is set where the pixel differs from the cell's first pixel. */
  readonly shapes: Uint32Array;
  /** The colour of each cell's first pixel, 0xRRGGBB. */
  readonly first: Uint32Array;
  /** The other colour; -1: there is none, the cell is blank; -2: there are several. */
  readonly second: Int32Array;
}

export const BLANK = -1;
export const MANY_COLOURS = -2;

/** Shapes and colours of all cells; undefined at the first cell of several colours if `onlyTwo`. */
export function readCells(
  frame: Frame,
  grid: CellGrid,
  { onlyTwo = false } = {},
): Cells | undefined {
  const { columns, rows, cellWidth, cellHeight } = grid;
  const count = columns * rows;
  const shapes = new Uint32Array(count * cellHeight);
  const first = new Uint32Array(count);
  const second = new Int32Array(count);
  const { data, width } = frame;
  const stride = width * 3;
  for (let cell = 0; cell < count; cell += 1) {
    if (cell % columns === 0 && isPlainLine(frame, grid, cell / columns)) {
      const at = (grid.y + (cell / columns) * cellHeight) * stride;
      const colour =
        ((data[at] as number) << 16) | ((data[at + 1] as number) << 8) | (data[at + 2] as number);
      first.fill(colour, cell, cell + columns);
      second.fill(BLANK, cell, cell + columns);
      cell += columns - 1;
      continue;
    }
    const left = grid.x + (cell % columns) * cellWidth;
    const top = grid.y + Math.floor(cell / columns) * cellHeight;
    const corner = top * stride + left * 3;
    const red = data[corner] as number;
    const green = data[corner + 1] as number;
    const blue = data[corner + 2] as number;
    let other = BLANK;
    for (let row = 0; row < cellHeight; row += 1) {
      let at = corner + row * stride;
      let bits = 0;
      for (let x = 0; x < cellWidth; x += 1, at += 3) {
        if (data[at] === red && data[at + 1] === green && data[at + 2] === blue) continue;
        bits |= 1 << x;
        const colour =
          ((data[at] as number) << 16) | ((data[at + 1] as number) << 8) | (data[at + 2] as number);
        if (other === BLANK) other = colour;
        else if (other !== colour) other = MANY_COLOURS;
      }
      shapes[cell * cellHeight + row] = bits;
    }
    if (other === MANY_COLOURS && onlyTwo) return undefined;
    first[cell] = (red << 16) | (green << 8) | blue;
    second[cell] = other;
  }
  return { grid, count, shapes, first, second };
}

/** Whether all of the frame beside a line of cells has one colour, as empty lines have. */
function isPlainLine({ data, width }: Frame, grid: CellGrid, row: number): boolean {
  const stride = width * 3;
  const start = (grid.y + row * grid.cellHeight) * stride;
  const end = start + grid.cellHeight * stride;
  return Buffer.compare(data.subarray(start + 3, end), data.subarray(start, end - 3)) === 0;
}

/** Whether the grid's cells are all on a frame of this size and not wider than a number has bits. */
export function gridFits(grid: CellGrid, width: number, height: number): boolean {
  const { x, y, columns, rows, cellWidth, cellHeight } = grid;
  const numbers = [x, y, columns - 1, rows - 1, cellWidth - 1, cellHeight - 1];
  if (!numbers.every((n) => Number.isInteger(n) && n >= 0)) return false;
  const inside = x + columns * cellWidth <= width && y + rows * cellHeight <= height;
  return inside && cellWidth <= MAX_CELL_WIDTH;
}
