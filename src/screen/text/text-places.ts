import type { Region } from '../frame.ts';
import type { ReadText } from './read-text.ts';
import type { TextMatch } from './text-pattern.ts';

/** Where on the screen a text stands, in guest pixels. */
export interface TextPlace extends Region {
  readonly text: string;
}

/**
 * The places of matches on the screen, in reading order. A match that goes on in another line has
 * the place of its longest part. What has no extent has no place.
 */
export function placesOf(text: ReadText, matches: readonly TextMatch[]): TextPlace[] {
  return matches.flatMap((match) => {
    const [longest] = partsOf(text, match).toSorted((a, b) => b.to - b.from - (a.to - a.from));
    const box = longest && boxOf(text, longest);
    return box ? [{ ...box, text: match.text }] : [];
  });
}

/** Columns `from` to before `to` of a line. */
interface Part {
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

function partsOf({ lines }: ReadText, { start, last }: TextMatch): Part[] {
  if (!last) return [];
  const rows = Array.from({ length: last.line - start.line + 1 }, (_, i) => start.line + i);
  return rows.flatMap((line) => {
    const columns = Array.from(lines[line] ?? '').length;
    const from = line === start.line ? start.column : 0;
    const to = line === last.line ? Math.min(last.column + 1, columns) : columns;
    return to > from ? [{ line, from, to }] : [];
  });
}

function boxOf(text: ReadText, { line, from, to }: Part): Region | undefined {
  const { grid, firstCell = { column: 0, row: 0 }, boxes } = text;
  if (boxes) return surround((boxes[line] ?? []).slice(from, to).filter((box) => box !== null));
  if (!grid) return undefined;
  return {
    x: grid.x + (firstCell.column + from) * grid.cellWidth,
    y: grid.y + (firstCell.row + line) * grid.cellHeight,
    width: (to - from) * grid.cellWidth,
    height: grid.cellHeight,
  };
}

function surround(boxes: readonly Region[]): Region | undefined {
  if (boxes.length === 0) return undefined;
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}
