import type { Frame } from '../frame.ts';
import { type CellGrid, gridFits, readCells } from './cells.ts';
import { findCharacter, type GlyphIndex } from './glyph-index.ts';
import { UNKNOWN } from './read-text.ts';

/** So many places with ink are looked at, and at least this share of them must be characters. */
const SAMPLES = 48;
/** No divisor in common with the samples. */
const MIX = 29;
const ENOUGH = 0.5;
/** So many without a single character are enough to give a place up. */
const HOPELESS = 8;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** All cells of this size that a frame has room for, the first one at `x`, `y`. */
function gridAt(frame: Frame, { font }: GlyphIndex, { x, y }: Point): CellGrid {
  const columns = Math.floor((frame.width - x) / font.width);
  const rows = Math.floor((frame.height - y) / font.height);
  return { x, y, columns, rows, cellWidth: font.width, cellHeight: font.height };
}

/** Places with ink on a frame, by which grids are judged. */
export type Samples = readonly Point[];

/** Whether the font's characters are in cells from the frame's corner on, where consoles have them. */
export function findCornerGrid(
  frame: Frame,
  index: GlyphIndex,
  samples: Samples,
): CellGrid | undefined {
  const corner = { x: 0, y: 0 };
  const isThere = scoreOf(frame, index, samples, corner) >= ENOUGH;
  return isThere ? gridAt(frame, index, corner) : undefined;
}

/** Where else a font's cells are on a frame: where its characters fit best, if they do. */
export function searchGrid(
  frame: Frame,
  index: GlyphIndex,
  samples: Samples,
): CellGrid | undefined {
  const { width, height } = index.font;
  let best: { origin: Point; score: number } | undefined;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const score = scoreOf(frame, index, samples, { x, y });
      if (score >= ENOUGH && score > (best?.score ?? 0)) best = { origin: { x, y }, score };
    }
  }
  return best && gridAt(frame, index, best.origin);
}

/** Share of the places with ink that are inside a known character, if cells start at `origin`. */
function scoreOf(frame: Frame, index: GlyphIndex, samples: Samples, origin: Point): number {
  const { width, height } = index.font;
  let known = 0;
  for (const [i, { x, y }] of samples.entries()) {
    if (i === HOPELESS && known === 0) return 0;
    const left = origin.x + Math.floor((x - origin.x) / width) * width;
    const top = origin.y + Math.floor((y - origin.y) / height) * height;
    const size = { columns: 1, rows: 1, cellWidth: width, cellHeight: height };
    const grid = { x: left, y: top, ...size };
    if (!gridFits(grid, frame.width, frame.height)) continue;
    const cells = readCells(frame, grid, { onlyTwo: true });
    const text = cells && findCharacter([index], cells, 0);
    if (text !== undefined && text !== UNKNOWN && text !== ' ') known += 1;
  }
  return samples.length === 0 ? 0 : known / samples.length;
}

/** Pixels unlike their left neighbour, in an order that mixes the whole frame. */
export function findInk({ data, width, height }: Frame): Samples {
  const edges: number[] = [];
  for (let y = 0; y < height; y += 1) {
    for (let x = 1; x < width; x += 1) {
      const at = (y * width + x) * 3;
      if (
        data[at] !== data[at - 3] ||
        data[at + 1] !== data[at - 2] ||
        data[at + 2] !== data[at - 1]
      ) {
        edges.push(y * width + x);
      }
    }
  }
  const step = Math.max(1, Math.floor(edges.length / SAMPLES));
  return Array.from({ length: Math.min(SAMPLES, edges.length) }, (_, i) => {
    const pixel = edges[((i * MIX) % SAMPLES) * step] ?? edges[i] ?? 0;
    return { x: pixel % width, y: Math.floor(pixel / width) };
  });
}
