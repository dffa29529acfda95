import type { Frame, Region } from '../frame.ts';
import { BLANK, type CellGrid, type Cells, gridFits, MANY_COLOURS, readCells } from './cells.ts';
import { findCornerGrid, findInk, searchGrid } from './find-grid.ts';
import { type Font, withNinthColumn } from './font.ts';
import { findCharacter, GlyphIndex } from './glyph-index.ts';
import { linesOf, type ReadText, UNKNOWN } from './read-text.ts';

/** Below this share of recognised cells, what is on the screen is not text of that font. */
const ENOUGH = 0.6;
/** From here on nothing better is searched for. */
const SURE = 0.9;

/** Text on a frame, by the exact pixels of fonts' characters. */
export interface GlyphText {
  /** The one that was found first; others with cells of the same size have helped. */
  readonly font: Font;
  readonly grid: CellGrid;
  readonly characters: readonly string[];
  /** Share of the cells with something in them that were recognised. */
  readonly confidence: number;
}

const indexes = new WeakMap<Font, readonly GlyphIndex[]>();

/**
 * What the fonts find on a frame, all those of one size together, the first one first. `likely` is
 * what found something last, and is tried first.
 */
export function findGlyphText(
  frame: Frame,
  fonts: readonly Font[],
  likely?: Pick<GlyphText, 'font' | 'grid'>,
): GlyphText | undefined {
  const all = likely ? [...new Set([...fonts, likely.font])] : fonts;
  const candidates = all.flatMap((font) => indexesOf(font, frame));
  const first = candidates.find(({ font }) => hasCells(font, likely?.grid));
  let best = likely && first && readAt(frame, likely.grid, first, candidates);
  if (best && best.confidence >= SURE) return best;
  const samples = findInk(frame);
  for (const find of [findCornerGrid, searchGrid]) {
    for (const index of candidates) {
      if (best?.confidence === 1) return best;
      const grid = find(frame, index, samples);
      if (!grid || (best && isSameGrid(grid, best.grid))) continue;
      const found = readAt(frame, grid, index, candidates);
      if (found && found.confidence > (best?.confidence ?? 0)) best = found;
    }
    if (best && best.confidence >= SURE) return best;
  }
  return best && best.confidence >= ENOUGH ? best : undefined;
}

/** Its lines, with `UNKNOWN` for what was not recognised. */
export function readGlyphText(text: GlyphText, region?: Region): ReadText {
  const { characters, grid, confidence } = text;
  return { reader: 'glyphs', ...linesOf(characters, grid, region), confidence, grid };
}

/**
 * A font of the characters that are known to stand in these cells of a frame, from its top left cell
 * on. What is not one colour on another is left out; so are blanks.
 */
export function learnFont(
  frame: Frame,
  grid: CellGrid,
  lines: readonly string[],
  name: string,
): Font {
  const { cellWidth: width, cellHeight: height } = grid;
  const cells = gridFits(grid, frame.width, frame.height) ? readCells(frame, grid) : undefined;
  if (!cells) return { name, width, height, glyphs: [] };
  const paper = paperOf(cells);
  const glyphs = lines.slice(0, grid.rows).flatMap((line, row) =>
    Array.from(line).flatMap((text, column) => {
      const cell = row * grid.columns + column;
      const second = cells.second[cell] as number;
      if (column >= grid.columns || text.trim() === '' || text === UNKNOWN || second < 0) return [];
      const rows = cells.shapes.subarray(cell * height, (cell + 1) * height);
      const isInverse = second === paper && cells.first[cell] !== paper;
      const flip = isInverse ? 2 ** width - 1 : 0;
      return [{ text, shape: Array.from(rows, (bits) => (bits ^ flip) >>> 0) }];
    }),
  );
  return { name, width, height, glyphs };
}

function indexesOf(font: Font, frame: Frame): readonly GlyphIndex[] {
  const known = indexes.get(font);
  const made =
    known ??
    [font, ...(font.width === 8 ? [withNinthColumn(font)] : [])].map((one) => new GlyphIndex(one));
  if (!known) indexes.set(font, made);
  return made.filter((index) => index.font.width !== 9 || frame.width % 9 === 0);
}

function readAt(
  frame: Frame,
  grid: CellGrid,
  { font }: GlyphIndex,
  candidates: readonly GlyphIndex[],
): GlyphText | undefined {
  const cells = gridFits(grid, frame.width, frame.height) ? readCells(frame, grid) : undefined;
  if (!cells) return undefined;
  const fitting = candidates.filter((index) => hasCells(index.font, grid));
  const paper = paperOf(cells);
  const characters: string[] = [];
  let shaped = 0;
  let unknown = 0;
  for (let cell = 0; cell < cells.count; cell += 1) {
    const text = findCharacter(fitting, cells, cell, paper);
    characters.push(text);
    if (cells.second[cell] !== BLANK) shaped += 1;
    if (text === UNKNOWN) unknown += 1;
  }
  const confidence = shaped === 0 ? 0 : (shaped - unknown) / shaped;
  return { font, grid, characters, confidence };
}

function hasCells({ width, height }: Font, grid: CellGrid | undefined): boolean {
  return width === grid?.cellWidth && height === grid.cellHeight;
}

function isSameGrid(a: CellGrid, b: CellGrid): boolean {
  return a.x === b.x && a.y === b.y && a.cellWidth === b.cellWidth && a.cellHeight === b.cellHeight;
}

/** The colour that most cells are drawn on. */
function paperOf(cells: Cells): number | undefined {
  const counts = new Map<number, number>();
  for (let cell = 0; cell < cells.count; cell += 1) {
    if (cells.second[cell] === MANY_COLOURS) continue;
    const colour = cells.first[cell] as number;
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  let best: number | undefined;
  for (const [colour, count] of counts) {
    if (best === undefined || count > (counts.get(best) ?? 0)) best = colour;
  }
  return best;
}
