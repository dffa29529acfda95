import type { Differences } from './differences.ts';
import type { Region } from './frame.ts';

const cellSize = 8;
/** Cells up to this far apart share a box: pixels with 8 between them always, with 24 never. */
const reach = 2;

/**
 * Surrounds differing pixels that lie close together with tight boxes, largest area first. When
 * there are more than `atMost`, the smallest are joined into one. Linear in the pixels.
 */
export function boxDifferences(differences: Differences, atMost = 20): Region[] {
  const boxes = joinCells(fillCells(differences)).sort(byArea);
  const kept = boxes.length <= atMost ? boxes : joinSmallest(boxes, atMost);
  return kept.map(asRegion);
}

/** The differing pixels inside; inclusive on all sides. */
interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

interface Cells {
  readonly columns: number;
  readonly rows: number;
  readonly boxes: (Box | undefined)[];
}

function fillCells({ width, height, bitmap }: Differences): Cells {
  const columns = Math.ceil(width / cellSize);
  const rows = Math.ceil(height / cellSize);
  const boxes = new Array<Box | undefined>(columns * rows).fill(undefined);
  for (let y = 0; y < height; y += 1) {
    const row = y * width;
    if (bitmap.subarray(row, row + width).indexOf(1) < 0) continue;
    const cells = Math.floor(y / cellSize) * columns;
    for (let column = 0; column < columns; column += 1) {
      const start = row + column * cellSize;
      const end = Math.min(start + cellSize, row + width);
      let first = start;
      while (first < end && bitmap[first] !== 1) first += 1;
      if (first === end) continue;
      let last = end - 1;
      while (bitmap[last] !== 1) last -= 1;
      const line = { left: first - row, top: y, right: last - row, bottom: y };
      const box = boxes[cells + column];
      if (box) grow(box, line);
      else boxes[cells + column] = line;
    }
  }
  return { columns, rows, boxes };
}

/** Takes each group of neighbouring cells out of the grid and joins it into one box. */
function joinCells(cells: Cells): Box[] {
  const joined: Box[] = [];
  for (let first = 0; first < cells.boxes.length; first += 1) {
    const box = cells.boxes[first];
    if (!box) continue;
    cells.boxes[first] = undefined;
    const queue = [first];
    for (let cell = queue.pop(); cell !== undefined; cell = queue.pop()) {
      takeNeighbours(cells, cell, box, queue);
    }
    joined.push(box);
  }
  return joined;
}

function takeNeighbours({ columns, rows, boxes }: Cells, cell: number, into: Box, queue: number[]) {
  const column = cell % columns;
  const row = Math.floor(cell / columns);
  const bottom = Math.min(rows - 1, row + reach);
  const right = Math.min(columns - 1, column + reach);
  for (let r = Math.max(0, row - reach); r <= bottom; r += 1) {
    for (let c = Math.max(0, column - reach); c <= right; c += 1) {
      const near = r * columns + c;
      const box = boxes[near];
      if (!box) continue;
      boxes[near] = undefined;
      grow(into, box);
      queue.push(near);
    }
  }
}

function grow(box: Box, by: Box): void {
  if (by.left < box.left) box.left = by.left;
  if (by.top < box.top) box.top = by.top;
  if (by.right > box.right) box.right = by.right;
  if (by.bottom > box.bottom) box.bottom = by.bottom;
}

function joinSmallest(boxes: readonly Box[], atMost: number): Box[] {
  const kept = boxes.slice(0, atMost - 1);
  const [rest, ...others] = boxes.slice(atMost - 1);
  if (!rest) return kept;
  for (const box of others) grow(rest, box);
  return [...kept, rest].sort(byArea);
}

function byArea(a: Box, b: Box): number {
  return area(b) - area(a) || a.top - b.top || a.left - b.left;
}

function area(box: Box): number {
  return (box.right - box.left + 1) * (box.bottom - box.top + 1);
}

function asRegion({ left, top, right, bottom }: Box): Region {
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}
