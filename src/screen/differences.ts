import pixelmatch from 'pixelmatch';
import type { Frame } from './frame.ts';
import type { Coverage } from './regions.ts';

/** Which pixels of two frames of one size differ. */
export interface Differences {
  readonly width: number;
  readonly height: number;
  /** One byte a pixel, row by row: 1 differs, 0 does not. */
  readonly bitmap: Uint8Array;
  readonly pixels: number;
}

/** Whether all covered pixels have the same bytes. The frames and the coverage are of one size. */
export function sameBytes(expected: Frame, actual: Frame, coverage: Coverage): boolean {
  const a = asBuffer(expected.data);
  const b = asBuffer(actual.data);
  const { runs } = coverage;
  for (let i = 0; i < runs.length; i += 2) {
    const start = runs[i] ?? 0;
    // Rows that are compared as a whole lie side by side, and one long compare is faster than many.
    while (runs[i + 1] === runs[i + 2]) i += 2;
    if (differsInRun(a, b, start, runs[i + 1] ?? 0)) return false;
  }
  return true;
}

/** The covered pixels of which any byte differs. */
export function findExactDifferences(
  expected: Frame,
  actual: Frame,
  coverage: Coverage,
): Differences {
  const { width, height, runs } = coverage;
  const a = asBuffer(expected.data);
  const b = asBuffer(actual.data);
  const bitmap = new Uint8Array(width * height);
  let pixels = 0;
  for (let i = 0; i < runs.length; i += 2) {
    const start = runs[i] ?? 0;
    const end = runs[i + 1] ?? 0;
    if (!differsInRun(a, b, start, end)) continue;
    for (let pixel = start, at = start * 3; pixel < end; pixel += 1, at += 3) {
      if (a[at] !== b[at] || a[at + 1] !== b[at + 1] || a[at + 2] !== b[at + 2]) {
        bitmap[pixel] = 1;
        pixels += 1;
      }
    }
  }
  return { width, height, bitmap, pixels };
}

/**
 * The covered pixels whose colours are further apart than `threshold` (0 to 1, pixelmatch's YIQ
 * distance). Anti-aliased pixels count like any other.
 */
export function findVisibleDifferences(
  expected: Frame,
  actual: Frame,
  coverage: Coverage,
  threshold: number,
): Differences {
  const exact = findExactDifferences(expected, actual, coverage);
  const places = listPlaces(exact);
  // Without anti-aliasing detection no pixel depends on its neighbours, so those that differ at all
  // can stand side by side in one row.
  const a = gatherRgba(expected.data, places);
  const b = gatherRgba(actual.data, places);
  const row = new Uint8Array(a.length);
  const options = { threshold, includeAA: true, diffMask: true };
  const pixels = pixelmatch(a, b, row, places.length, 1, options);
  const bitmap = new Uint8Array(exact.bitmap.length);
  for (let i = 0; i < places.length; i += 1) {
    if (row[i * 4 + 3] !== 0) bitmap[places[i] ?? 0] = 1;
  }
  return { width: exact.width, height: exact.height, bitmap, pixels };
}

function listPlaces({ bitmap, pixels }: Differences): Uint32Array {
  const places = new Uint32Array(pixels);
  for (let place = 0, i = 0; i < pixels; place += 1) {
    if (bitmap[place] === 1) {
      places[i] = place;
      i += 1;
    }
  }
  return places;
}

function gatherRgba(rgb: Uint8Array, places: Uint32Array): Uint8Array {
  const rgba = new Uint8Array(places.length * 4).fill(255);
  for (let i = 0; i < places.length; i += 1) {
    const from = (places[i] ?? 0) * 3;
    rgba[i * 4] = rgb[from] ?? 0;
    rgba[i * 4 + 1] = rgb[from + 1] ?? 0;
    rgba[i * 4 + 2] = rgb[from + 2] ?? 0;
  }
  return rgba;
}

function differsInRun(a: Buffer, b: Buffer, start: number, end: number): boolean {
  return a.compare(b, start * 3, end * 3, start * 3, end * 3) !== 0;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
