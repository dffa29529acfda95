import type { Frame } from '../frame.ts';

/** Where equal characters stand side by side in one line of a console whose cells begin at 0,0. */
export interface EqualRun {
  readonly cellWidth: number;
  /** The cells that are surely such a character: how many, and the column of the first one. */
  readonly cells: number;
  readonly column: number;
  /** The rows of pixels that have ink. */
  readonly top: number;
  readonly bottom: number;
}

const NARROWEST = 4;
const WIDEST = 32;
const LOWEST = 6;
/** How high a line can be, measured by a capital letter's ink: more is two lines. */
const MOST_INKS = 2.2;

/**
 * Finds, in what differs between two frames of one size, at least so many equal characters side by
 * side; undefined where there are not so many (yet).
 */
export function findEqualRun(before: Frame, after: Frame, atLeast: number): EqualRun | undefined {
  const changed = boundsOfChange(before, after);
  if (!changed) return undefined;
  const middle = Math.floor((changed.left + changed.right) / 2);
  for (let width = NARROWEST; width <= WIDEST; width += 1) {
    const isSame = (x: number) =>
      x >= 0 && x + width < after.width && sameColumns(after, x, x + width, changed);
    if (!isSame(middle)) continue;
    let left = middle;
    let right = middle;
    while (isSame(left - 1)) left -= 1;
    while (isSame(right + 1)) right += 1;
    const column = Math.ceil(left / width);
    const cells = Math.floor((right + width + 1) / width) - column;
    const area = { ...changed, left: column * width, right: (column + cells) * width - 1 };
    const ink = inkRows(after, area);
    if (ink && cells >= atLeast) {
      return { cellWidth: width, cells, column, ...ink };
    }
  }
  return undefined;
}

/**
 * How far below the run's line the same prompt, so many cells wide, stands once more with nothing behind it:
 * the height of a cell. Undefined while it does not.
 */
export function findCellHeight(
  typed: Frame,
  frame: Frame,
  run: EqualRun,
  promptCells: number,
): number | undefined {
  if (frame.width !== typed.width || frame.height !== typed.height) return undefined;
  const { top, bottom, cellWidth } = run;
  const ink = bottom - top + 1;
  const { left, right } = edgesOf(run);
  const line = { left: 0, right, top, bottom };
  const prompt = { left: 0, right: promptCells * cellWidth - 1, top, bottom };
  if (!inkRows(typed, prompt)) return undefined;
  for (let step = Math.max(LOWEST, ink); step <= ink * MOST_INKS; step += 1) {
    for (const first of [top, top - step]) {
      const second = first + step;
      if (first < 0 || second + ink > frame.height) continue;
      if (!sameArea(typed, line, frame, first) || !sameArea(typed, prompt, frame, second)) continue;
      if (inkRows(frame, { left, right, top: second, bottom: second + ink - 1 })) continue;
      const fits = Math.floor(first / step) === Math.floor((first + ink - 1) / step);
      if (fits) return step;
    }
  }
  return undefined;
}

interface Bounds {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function boundsOfChange(before: Frame, after: Frame): Bounds | undefined {
  const { width, height } = after;
  if (before.width !== width || before.height !== height) return undefined;
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let y = 0; y < height; y += 1) {
    const start = y * width * 3;
    const end = start + width * 3;
    if (Buffer.compare(before.data.subarray(start, end), after.data.subarray(start, end)) === 0) {
      continue;
    }
    for (let x = 0; x < width; x += 1) {
      if (pixel(before, x, y) === pixel(after, x, y)) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
    }
    top = Math.min(top, y);
    bottom = y;
  }
  return right < 0 ? undefined : { left, right, top, bottom };
}

function sameColumns(frame: Frame, a: number, b: number, { top, bottom }: Bounds): boolean {
  for (let y = top; y <= bottom; y += 1) {
    if (pixel(frame, a, y) !== pixel(frame, b, y)) return false;
  }
  return true;
}

function inkRows(frame: Frame, area: Bounds): { top: number; bottom: number } | undefined {
  const rows = Array.from({ length: area.bottom - area.top + 1 }, (_, row) => area.top + row);
  const inked = rows.filter((y) => !isPlainRow(frame, area, y));
  const [top, bottom] = [inked[0], inked.at(-1)];
  return top === undefined || bottom === undefined ? undefined : { top, bottom };
}

function isPlainRow(frame: Frame, { left, right }: Bounds, y: number): boolean {
  const paper = pixel(frame, left, y);
  for (let x = left; x <= right; x += 1) if (pixel(frame, x, y) !== paper) return false;
  return true;
}

/** Whether an area of one frame stands in the other one too, so far from its top. */
function sameArea(one: Frame, area: Bounds, other: Frame, top: number): boolean {
  for (let row = 0; row <= area.bottom - area.top; row += 1) {
    for (let x = area.left; x <= area.right; x += 1) {
      if (pixel(one, x, area.top + row) !== pixel(other, x, top + row)) return false;
    }
  }
  return true;
}

function edgesOf({ cellWidth, column, cells }: EqualRun) {
  return { left: column * cellWidth, right: (column + cells) * cellWidth - 1 };
}

function pixel({ data, width }: Frame, x: number, y: number): number {
  const at = (y * width + x) * 3;
  return ((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0);
}
