import type { Frame } from '../frame.ts';

/** So long a run of one colour, or of two in turn as in a dotted line, is paper or a frame, never a letter. Pixels. */
const PAPER_RUN = { across: 24, dotted: 48, down: 48 };
/** Contrast is stretched where nothing within about a letter has more, but for what is hardly to be seen. */
const TILE = 24;
const FAINT = 40;

/**
 * What is written on a frame, in black on white whatever its colours were: each pixel as dark as it differs
 * from the paper beside it. Buttons, selected lines and disabled words come out as plain text does. A byte a pixel.
 */
export function inkOf(frame: Frame): Uint8Array {
  const { width, height } = frame;
  const colours = coloursOf(frame);
  const isPaper = findPaper(colours, width, height);
  const ink = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const end = (y + 1) * width;
    for (let at = y * width; at < end; ) {
      if (isPaper[at]) {
        at += 1;
        continue;
      }
      let next = at;
      while (next < end && !isPaper[next]) next += 1;
      const right = next < end ? next : at - 1;
      const left = at > y * width ? at - 1 : right;
      // A row without any paper is a picture: it stays as bright as it is.
      const [a, b] = next - at === width ? [0, 0] : [colours[left] ?? 0, colours[right] ?? 0];
      for (; at < next; at += 1) {
        const colour = colours[at] as number;
        ink[at] = Math.min(distance(colour, a), distance(colour, b));
      }
    }
  }
  stretch(ink, width, height);
  return ink.map((dark) => 255 - dark);
}

/** A picture of these bytes. */
export function grey(samples: Uint8Array, width: number, height: number): Frame {
  const data = new Uint8Array(samples.length * 3);
  for (const [pixel, sample] of samples.entries()) data.fill(sample, pixel * 3, pixel * 3 + 3);
  return { width, height, data };
}

/** The same twice as wide and high, its edges smoothed. */
export function doubled(samples: Uint8Array, width: number, height: number): Frame {
  const data = new Uint8Array(width * height * 4 * 3);
  let at = 0;
  for (let y = 0; y < 2 * height; y += 1) {
    const near = (y >> 1) * width;
    const far = Math.max(0, Math.min(height - 1, (y >> 1) + (y % 2 === 0 ? -1 : 1))) * width;
    for (let x = 0; x < 2 * width; x += 1) {
      const i = x >> 1;
      const j = Math.max(0, Math.min(width - 1, i + (x % 2 === 0 ? -1 : 1)));
      const close = 3 * (samples[near + i] as number) + (samples[near + j] as number);
      const away = 3 * (samples[far + i] as number) + (samples[far + j] as number);
      const sample = (3 * close + away) >> 4;
      data[at] = sample;
      data[at + 1] = sample;
      data[at + 2] = sample;
      at += 3;
    }
  }
  return { width: 2 * width, height: 2 * height, data };
}

function coloursOf({ data, width, height }: Frame): Int32Array {
  const colours = new Int32Array(width * height);
  for (let pixel = 0, at = 0; pixel < colours.length; pixel += 1, at += 3) {
    const [red = 0, green = 0, blue = 0] = [data[at], data[at + 1], data[at + 2]];
    colours[pixel] = (red << 16) | (green << 8) | blue;
  }
  return colours;
}

function findPaper(colours: Int32Array, width: number, height: number): Uint8Array {
  const isPaper = new Uint8Array(width * height);
  const rows = { lines: height, length: width, lineStep: width, step: 1 };
  const columns = { lines: width, length: height, lineStep: 1, step: width };
  markRuns(colours, isPaper, { ...rows, period: 1, least: PAPER_RUN.across });
  markRuns(colours, isPaper, { ...rows, period: 2, least: PAPER_RUN.dotted });
  markRuns(colours, isPaper, { ...columns, period: 1, least: PAPER_RUN.down });
  return isPaper;
}

/** Marks the runs in which each pixel is what the one `period` before it is. */
function markRuns(
  colours: Int32Array,
  isPaper: Uint8Array,
  how: {
    readonly lines: number;
    readonly length: number;
    readonly lineStep: number;
    readonly step: number;
    readonly period: number;
    readonly least: number;
  },
): void {
  const { lines, length, lineStep, step, period, least } = how;
  const back = period * step;
  for (let line = 0; line < lines; line += 1) {
    const first = line * lineStep;
    let start = 0;
    for (let i = period; i <= length; i += 1) {
      const at = first + i * step;
      if (i < length && colours[at] === colours[at - back]) continue;
      if (i - start >= least) {
        for (let k = start; k < i; k += 1) isPaper[first + k * step] = 1;
      }
      start = i - period + 1;
    }
  }
}

/** Of the three samples, the largest difference. */
function distance(a: number, b: number): number {
  const red = Math.abs((a >> 16) - (b >> 16));
  const green = Math.abs(((a >> 8) & 255) - ((b >> 8) & 255));
  return Math.max(red, green, Math.abs((a & 255) - (b & 255)));
}

/** Makes the darkest of each neighbourhood black, and the others as much darker. */
function stretch(ink: Uint8Array, width: number, height: number): void {
  const columns = Math.ceil(width / TILE);
  const rows = Math.ceil(height / TILE);
  const darkest = new Uint8Array(columns * rows);
  const tileOf = (at: number) => {
    return Math.floor(at / width / TILE) * columns + Math.floor((at % width) / TILE);
  };
  for (const [at, dark] of ink.entries()) {
    if (dark === 0) continue;
    const tile = tileOf(at);
    if (dark > (darkest[tile] as number)) darkest[tile] = dark;
  }
  for (const [at, dark] of ink.entries()) {
    if (dark === 0) continue;
    const most = darkestAround(darkest, tileOf(at), columns, rows);
    ink[at] = Math.min(255, Math.round((dark * 255) / Math.max(FAINT, most)));
  }
}

function darkestAround(darkest: Uint8Array, tile: number, columns: number, rows: number): number {
  const row = Math.floor(tile / columns);
  const column = tile % columns;
  let most = 0;
  for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y += 1) {
    for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x += 1) {
      most = Math.max(most, darkest[y * columns + x] as number);
    }
  }
  return most;
}
