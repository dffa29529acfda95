import type { Size } from '../../screen/compare.ts';
import type { Region } from '../../screen/frame.ts';

const COLUMNS = 48;

/**
 * A small picture made of characters, for places that show no others: where on the screen it differs, a
 * character for a cell that is twice as high as wide. What is smaller than a cell still shows.
 */
export function sketchDifference(
  { width, height }: Size,
  boxes: readonly Region[],
  masks: readonly Region[] = [],
): string {
  const cellWidth = width / COLUMNS;
  const cellHeight = cellWidth * 2;
  const rows = Math.min(COLUMNS * 2, Math.max(1, Math.round(height / cellHeight)));
  const cells = Array.from({ length: rows }, () => Array<string>(COLUMNS).fill('·'));
  const fill = (areas: readonly Region[], mark: string) => {
    for (const area of areas) {
      const [left, right] = span(area.x, area.width, cellWidth, COLUMNS);
      const [top, bottom] = span(area.y, area.height, height / rows, rows);
      for (const row of cells.slice(top, bottom)) row.fill(mark, left, right);
    }
  };
  fill(masks, '░');
  fill(boxes, '█');
  return cells.map((row) => row.join('')).join('\n');
}

/** The cells that a stretch of pixels touches. */
function span(from: number, length: number, cell: number, cells: number): [number, number] {
  const first = Math.min(cells - 1, Math.max(0, Math.floor(from / cell)));
  const end = Math.min(cells, Math.ceil((from + length) / cell));
  return [first, Math.max(first + 1, end)];
}
