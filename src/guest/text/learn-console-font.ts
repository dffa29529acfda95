import { withDeadline } from '../../clock.ts';
import { StepError } from '../../errors.ts';
import type { Frame } from '../../screen/frame.ts';
import { type CellGrid, gridFits, readCells } from '../../screen/text/cells.ts';
import type { Font, Glyph } from '../../screen/text/font.ts';
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
/** What a shell shows when it is ready for the next line. */
const PROMPT = 'its prompt again, with nothing behind it';
/** So many rulers behind the characters say that all of them have arrived. */
const END_CELLS = 4;
const BLANK_SHAPES = /^[0,]+$/;

/**
 * Learns a console's font from the console itself: types known characters at a shell's prompt, as
 * comments, and cuts them out of the picture. Cells must begin in the screen's corner and the prompt
 * must be one line that stays the same. A `StepError` `font-not-learned` says what was missing.
 */
export async function learnConsoleFont(guest: Guest, options: LearnOptions): Promise<Font> {
  const wanted = [...new Set(ASCII + (options.characters ?? '').replaceAll(/\s/g, ''))];
  const before = await guest.screen.capture(options.signal);
  await type(guest, COMMENT + RULER.repeat(RULER_CELLS), options);
  const { run, typed } = await see(guest, options, 'the line that was typed', (frame) => {
    const run = findEqualRun(before, frame, RULER_CELLS);
    return run && { run, typed: frame };
  });
  try {
    const place = await measureConsole(guest, options, typed, run);
    return expectAll(await learnLines(guest, options, place, wanted), wanted);
  } finally {
    // The comment that stands at the prompt is ended, whatever came of it.
    await type(guest, '\n', options);
  }
}

/** A console's cells, and what its lines begin with. */
interface Place {
  readonly grid: CellGrid;
  /** How many cells the prompt has, and its shapes. */
  readonly promptCells: number;
  readonly prompt: string;
  /** The shape of a ruler's cell. */
  readonly ruler: string;
  /** The line of the prompt at which the next characters are to be typed. */
  readonly row: number;
}

/** Ends the line that was typed. What stands where is known once the prompt is back below it. */
async function measureConsole(
  guest: Guest,
  options: LearnOptions,
  typed: Frame,
  run: EqualRun,
): Promise<Place> {
  const promptCells = run.column - COMMENT.length;
  await type(guest, '\n', options);
  return see(guest, options, PROMPT, (frame) => {
    const cellHeight = findCellHeight(typed, frame, run, promptCells);
    if (cellHeight === undefined) return undefined;
    const grid = gridOf(typed, run, cellHeight);
    const typedRow = Math.floor(run.top / cellHeight);
    const prompt = shapesOf(typed, grid, typedRow, 0, promptCells);
    const ruler = shapesOf(typed, grid, typedRow, run.column, 1);
    const place = { grid, promptCells, prompt, ruler, row: typedRow };
    const row = findPrompt(frame, place);
    return row === undefined ? undefined : { ...place, row };
  });
}

/**
 * The glyphs of some characters, typed line by line: a shell that is still about the line before
 * would show what is typed ahead in front of its prompt.
 */
async function learnLines(
  guest: Guest,
  options: LearnOptions,
  place: Place,
  characters: readonly string[],
): Promise<Font> {
  const { grid, promptCells, ruler } = place;
  const column = promptCells + COMMENT.length;
  const chunks = Array.from({ length: Math.ceil(characters.length / CHUNK) }, (_, index) =>
    characters.slice(index * CHUNK, (index + 1) * CHUNK).join(''),
  );
  const glyphs: Glyph[] = [];
  let { row } = place;
  for (const [index, chunk] of chunks.entries()) {
    if (index > 0) {
      await type(guest, '\n', options);
      row = await see(guest, options, PROMPT, (frame) => findPrompt(frame, { ...place, row }));
    }
    await type(guest, COMMENT + chunk.padEnd(CHUNK, RULER) + RULER.repeat(END_CELLS), options);
    const end = Array.from({ length: END_CELLS }, () => ruler).join();
    const lines = [...Array.from({ length: row }, () => ''), ' '.repeat(column) + chunk];
    const font = await see(guest, options, `the line of ${chunk}`, (frame) => {
      const isWhole = shapesOf(frame, grid, row, column + CHUNK, END_CELLS) === end;
      return isWhole ? learnFont(frame, grid, lines, options.name) : undefined;
    });
    glyphs.push(...font.glyphs);
  }
  return { name: options.name, width: grid.cellWidth, height: grid.cellHeight, glyphs };
}

/** The line in which the prompt stands with nothing behind it: below the last one, or there if that has moved up. */
function findPrompt(frame: Frame, { grid, promptCells, prompt, row }: Place): number | undefined {
  // The cell behind the prompt may have the cursor.
  const column = promptCells + COMMENT.length;
  return [row, row + 1].find(
    (row) =>
      row < grid.rows &&
      shapesOf(frame, grid, row, 0, promptCells) === prompt &&
      BLANK_SHAPES.test(shapesOf(frame, grid, row, column, CHUNK + END_CELLS)),
  );
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

/** The shapes of so many cells of a line; nothing where the frame has no such cells. */
function shapesOf(frame: Frame, grid: CellGrid, row: number, column: number, count: number) {
  const cells = gridFits(grid, frame.width, frame.height) ? readCells(frame, grid) : undefined;
  const first = row * grid.columns + column;
  const { cellHeight } = grid;
  return cells?.shapes.subarray(first * cellHeight, (first + count) * cellHeight).join() ?? '';
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
