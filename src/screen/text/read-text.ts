import type { Region } from '../frame.ts';
import type { CellGrid } from './cells.ts';

export type ReaderName = 'vga-memory' | 'glyphs' | 'ocr';

/** What a screen says. */
export interface ReadText {
  readonly reader: ReaderName;
  /** From top to bottom, without the blanks at their ends. */
  readonly lines: readonly string[];
  /** For each line whether its last column is filled, so that it may go on in the next line. */
  readonly full: readonly boolean[];
  /** Share of what is on the screen that was recognised, 0..1; vga-memory: always 1. */
  readonly confidence: number;
  /** Where the characters of the whole screen are; absent where nothing is known of cells. */
  readonly grid?: CellGrid;
  /** The cell of the first line's first character, where only a region was read. Default: 0, 0. */
  readonly firstCell?: { readonly column: number; readonly row: number };
  /** Where each character of each line is, for blanks null: OCR only. */
  readonly boxes?: readonly (readonly (Region | null)[])[];
  /** One attribute byte a cell of the whole screen (`decodeAttribute`): vga-memory only. */
  readonly attributes?: Uint8Array;
}

/** Stands for what is on the screen and was not recognised. */
export const UNKNOWN = '\ufffd';

/** The lines of a grid of characters; of a region, the cells whose middle is inside. */
export function linesOf(
  characters: readonly string[],
  grid: CellGrid,
  region?: Region,
): Pick<ReadText, 'lines' | 'full' | 'firstCell'> {
  const { columns, rows, cellWidth, cellHeight } = grid;
  const [left, right] = cut(grid.x, cellWidth, columns, region?.x, region?.width);
  const [top, bottom] = cut(grid.y, cellHeight, rows, region?.y, region?.height);
  const lines: string[] = [];
  const full: boolean[] = [];
  for (let row = top; row < bottom; row += 1) {
    const start = row * columns;
    lines.push(
      characters
        .slice(start + left, start + right)
        .join('')
        .trimEnd(),
    );
    full.push(right > left && characters[start + right - 1]?.trim() !== '');
  }
  return { lines, full, ...(region && { firstCell: { column: left, row: top } }) };
}

/** The cells from which to before which the middle is inside. */
function cut(origin: number, size: number, count: number, from = 0, length = Infinity) {
  const clamp = (n: number) => Math.min(count, Math.max(0, n));
  return [
    clamp(Math.ceil((from - origin) / size - 0.5)),
    clamp(Math.ceil((from + length - origin) / size - 0.5)),
  ] as const;
}
