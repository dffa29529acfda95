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

/** The size of a console's cells, which begin in the corner, and what its lines begin with. */
interface Place {
  readonly cellWidth: number;
  readonly cellHeight: number;
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
    const size = { cellWidth: run.cellWidth, cellHeight };
    const typedRow = Math.floor(run.top / cellHeight);
    const prompt = shapesOf(typed, partOfLine(size, typedRow, 0, promptCells));
    const ruler = shapesOf(typed, partOfLine(size, typedRow, run.column, 1));
    const place = { ...size, promptCells, prompt, ruler, row: typedRow };
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
  const { cellWidth, cellHeight, promptCells, ruler } = place;
  const column = promptCells + COMMENT.length;
  const chunks = Array.from({ length: Math.ceil(characters.length / CHUNK) }, (_, index) =>
    characters.slice(index * CHUNK, (index + 1) * CHUNK).join(''),
  );
  const end = Array.from({ length: END_CELLS }, () => ruler).join();
  const glyphs: Glyph[] = [];
  let { row } = place;
  for (const [index, chunk] of chunks.entries()) {
    if (index > 0) {
      await type(guest, '\n', options);
      row = await see(guest, options, PROMPT, (frame) => findPrompt(frame, { ...place, row }));
    }
    await type(guest, COMMENT + chunk.padEnd(CHUNK, RULER) + RULER.repeat(END_CELLS), options);
    const part = partOfLine(place, row, column, CHUNK);
    const endPart = partOfLine(place, row, column + CHUNK, END_CELLS);
    const font = await see(guest, options, `the line of ${chunk}`, (frame) =>
      shapesOf(frame, endPart) === end ? learnFont(frame, part, [chunk], options.name) : undefined,
    );
    glyphs.push(...font.glyphs);
  }
  return { name: options.name, width: cellWidth, height: cellHeight, glyphs };
}

/** The line in which the prompt stands with nothing behind it: below the last one, or there if that has moved up. */
function findPrompt(frame: Frame, place: Place): number | undefined {
  const { promptCells, prompt, row } = place;
  // The cell behind the prompt may have the cursor.
  const column = promptCells + COMMENT.length;
  return [row, row + 1].find(
    (row) =>
      shapesOf(frame, partOfLine(place, row, 0, promptCells)) === prompt &&
      BLANK_SHAPES.test(shapesOf(frame, partOfLine(place, row, column, CHUNK + END_CELLS))),
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

function partOfLine(
  { cellWidth, cellHeight }: Pick<Place, 'cellWidth' | 'cellHeight'>,
  row: number,
  column: number,
  columns: number,
): CellGrid {
  const place = { x: column * cellWidth, y: row * cellHeight };
  return { ...place, columns, rows: 1, cellWidth, cellHeight };
}

/** The shapes in cells; nothing where the frame has no such cells. */
function shapesOf(frame: Frame, grid: CellGrid): string {
  const cells = gridFits(grid, frame.width, frame.height) ? readCells(frame, grid) : undefined;
  return cells?.shapes.join() ?? '';
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
