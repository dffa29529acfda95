import type { CellGrid } from './cells.ts';

/** Pixels of a character in VGA text modes: 9 or 8 wide, 16 where 40 columns fill the screen. */
const widths = [9, 8, 16];
const heights = [16, 8, 14, 10, 12, 20, 32];
const MOST_CELLS = 16_384;

/** The text modes that make a picture of this size, the usual ones first. */
export function vgaGrids(width: number, height: number): CellGrid[] {
  return heights
    .flatMap((cellHeight) => widths.map((cellWidth) => ({ cellWidth, cellHeight })))
    .map((cell) => ({
      x: 0,
      y: 0,
      columns: width / cell.cellWidth,
      rows: height / cell.cellHeight,
      ...cell,
    }))
    .filter(({ columns, rows }) => isTextMode(columns, rows))
    .sort((a, b) => rank(a) - rank(b));
}

function isTextMode(columns: number, rows: number): boolean {
  if (!Number.isInteger(columns) || !Number.isInteger(rows)) return false;
  return columns >= 40 && columns <= 180 && rows >= 12 && columns * rows <= MOST_CELLS;
}

/** 80 columns and 16 lines a character are what nearly every text mode has. */
function rank({ columns, cellHeight }: CellGrid): number {
  const usual = [80, 40, 132].indexOf(columns);
  return (usual < 0 ? 3 : usual) * heights.length + heights.indexOf(cellHeight);
}
