import { withDeadline } from '../../clock.ts';
import { StepError } from '../../errors.ts';
import type { Frame } from '../../screen/frame.ts';
import { type CellGrid, type Cells, readCells } from '../../screen/text/cells.ts';
import type { Font } from '../../screen/text/font.ts';
import { type EqualRun, findCellHeight, findEqualRun } from '../../screen/text/measure-cells.ts';
import { learnFont } from '../../screen/text/read-glyphs.ts';
import { lookRepeatedly } from '../eyes/look.ts';
import type { Guest } from '../guest.ts';

export interface LearnOptions {
  /** For reports. */
  readonly name: string;
  /** What to learn beside the printable ASCII characters. */
  readonly characters?: string;
  /** How long the console may take for each thing that is typed. Default: 20 s. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

const TIMEOUT_MS = 20_000;
const ASCII = Array.from({ length: 94 }, (_, code) => String.fromCharCode(0x21 + code)).join('');
/** Makes a line a comment: no shell does anything about it. */
const COMMENT = '# ';
const RULER = 'H';
const RULER_CELLS = 24;
const CHUNK = 16;
/** So many rulers behind the characters say that all of them have arrived. */
const END_CELLS = 4;

/**
 * Learns a console's font from the console itself: types known characters at a shell's prompt, as
 * comments, and cuts them out of the picture. Cells must begin in the screen's corner and the prompt
 * must be one line that stays the same. A `StepError` `font-not-learned` says what was missing.
 */
export async function learnConsoleFont(guest: Guest, options: LearnOptions): Promise<Font> {
  const wanted = [...new Set(ASCII + (options.characters ?? '').replaceAll(/\s/g, ''))];
  const chunks = Array.from({ length: Math.ceil(wanted.length / CHUNK) }, (_, index) =>
    wanted.slice(index * CHUNK, (index + 1) * CHUNK).join(''),
  );
  const ruler = COMMENT + RULER.repeat(RULER_CELLS);
  const before = await guest.screen.capture(options.signal);
  await type(guest, ruler, options);
  const { run, ruled } = await see(guest, options, 'the line that was typed', (frame) => {
    const found = findEqualRun(before, frame, RULER_CELLS);
    return found && { run: found, ruled: frame };
  });
  await type(guest, `\n${ruler}`, options);
  const cellHeight = await see(guest, options, 'the line once more, below the first', (frame) =>
    findCellHeight(frame, run),
  );
  const lines = chunks.map(
    (chunk) => COMMENT + chunk.padEnd(CHUNK, RULER) + RULER.repeat(END_CELLS),
  );
  await type(guest, `\n${lines.join('\n')}`, options);
  const shape = shapeAt(ruled, gridOf(ruled, run, cellHeight), run);
  const learned = await see(guest, options, 'all lines of characters', (frame) => {
    const grid = gridOf(frame, run, cellHeight);
    const rows = findEnds(frame, grid, run.column + CHUNK, shape);
    const isWhole = rows.length >= chunks.length;
    return isWhole ? cutOut(frame, grid, run.column, chunks, rows, options.name) : undefined;
  });
  await type(guest, '\n', options);
  return expectAll(learned, wanted);
}

function type(guest: Guest, text: string, { signal }: LearnOptions): Promise<void> {
  return guest.keyboard.type(text, signal && { signal });
}

/** Looks until the frame has something to say. */
async function see<T>(
  { screen, clock }: Guest,
  { timeoutMs = TIMEOUT_MS, signal }: LearnOptions,
  what: string,
  find: (frame: Frame) => T | undefined,
): Promise<T> {
  const late = () =>
    new StepError('font-not-learned', `the console does not show ${what}`, { hint });
  return withDeadline({ clock, ms: timeoutMs, late, signal }, async (signal) => {
    const looks = lookRepeatedly(screen.eyes(signal), clock, { signal });
    for await (const { changed, confirm } of looks) {
      const found = changed ? find(await confirm()) : undefined;
      if (found !== undefined) return found;
    }
    throw new Error('looking has no end of its own');
  });
}

const hint =
  'the guest must show a text console with a shell (sh, bash, busybox) at a short prompt, and nothing else may be written meanwhile';

function gridOf({ width, height }: Frame, { cellWidth }: EqualRun, cellHeight: number): CellGrid {
  const columns = Math.floor(width / cellWidth);
  return { x: 0, y: 0, columns, rows: Math.floor(height / cellHeight), cellWidth, cellHeight };
}

/** The ruler's shape, as cells have it. */
function shapeAt(frame: Frame, grid: CellGrid, { column, top }: EqualRun): string | undefined {
  const cells = readCells(frame, grid);
  const row = Math.floor(top / grid.cellHeight);
  return cells && shapeOf(cells, row * grid.columns + column);
}

function shapeOf({ shapes, grid: { cellHeight } }: Cells, cell: number): string {
  return shapes.subarray(cell * cellHeight, (cell + 1) * cellHeight).join();
}

/** The lines in which exactly so many rulers as end a line stand from that column on. */
function findEnds(
  frame: Frame,
  grid: CellGrid,
  column: number,
  ruler: string | undefined,
): number[] {
  const cells = readCells(frame, grid);
  const { columns, rows } = grid;
  if (!cells || ruler === undefined || column + END_CELLS > columns) return [];
  const isRuler = (row: number, at: number) =>
    at < columns && shapeOf(cells, row * columns + at) === ruler;
  const ends = Array.from({ length: END_CELLS }, (_, index) => column + index);
  return Array.from({ length: rows }, (_, row) => row).filter(
    (row) => ends.every((at) => isRuler(row, at)) && !isRuler(row, column + END_CELLS),
  );
}

/** The characters that stand in the last of these rows, from that column on. */
function cutOut(
  frame: Frame,
  grid: CellGrid,
  column: number,
  chunks: readonly string[],
  rows: readonly number[],
  name: string,
): Font {
  const lines = Array.from({ length: grid.rows }, () => '');
  for (const [index, row] of rows.slice(-chunks.length).entries()) {
    lines[row] = ' '.repeat(column) + chunks[index];
  }
  return learnFont(frame, grid, lines, name);
}

function expectAll(font: Font, wanted: readonly string[]): Font {
  const glyphs = [...new Map(font.glyphs.map((glyph) => [glyph.text, glyph])).values()];
  const missing = wanted.filter((text) => !glyphs.some((glyph) => glyph.text === text));
  if (missing.length > 0) {
    const message = `the console shows nothing that can be learned for ${missing.join(' ')}`;
    throw new StepError('font-not-learned', message, { hint });
  }
  return { ...font, glyphs };
}
