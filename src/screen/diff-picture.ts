import { type CompareRules, createComparer } from './compare.ts';
import type { Frame } from './frame.ts';

type Colour = readonly [red: number, green: number, blue: number];

/** A pixel that counts as different: dark, so that it stands out also for who sees no red. */
export const differentColour: Colour = [200, 0, 48];
/** Where only one of two frames of different size has pixels. */
export const missingColour: Colour = [48, 96, 208];
/** What a mask or a region leaves out is as much darker. */
const maskShade: Colour = [28, 52, 10];

/**
 * The expected frame faded to light grey, with exactly the pixels that `compareFrames` counts in crimson
 * and what is not compared in violet instead of grey. Frames of different size share their top left corner.
 * @throws ScenarioError as `createComparer`
 */
export function drawDiff(expected: Frame, actual: Frame, rules: CompareRules = {}): Frame {
  const comparer = createComparer(expected, rules);
  const width = Math.max(expected.width, actual.width);
  const height = Math.max(expected.height, actual.height);
  const sharedWidth = Math.min(expected.width, actual.width);
  const sharedHeight = Math.min(expected.height, actual.height);
  const { bitmap } = comparer.differences(placeOver(expected, actual));
  const covered = comparer.coverage.bitmap;
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    const to = y * width * 3;
    const inRow = y < sharedHeight ? sharedWidth : 0;
    const from = y * expected.width;
    if (inRow > 0) fadeRow(expected.data.subarray(from * 3, (from + inRow) * 3), data, to);
    for (let x = 0; x < inRow; x += 1) {
      if (bitmap[from + x] === 1) data.set(differentColour, to + x * 3);
      else if (covered[from + x] !== 1) shade(data, to + x * 3);
    }
    for (let x = inRow; x < width; x += 1) data.set(missingColour, to + x * 3);
  }
  return { width, height, data };
}

/** `actual` cut to the size of `expected`, which shows through where `actual` ends. */
function placeOver(expected: Frame, actual: Frame): Frame {
  if (actual.width === expected.width && actual.height === expected.height) return actual;
  const data = expected.data.slice();
  const width = Math.min(expected.width, actual.width);
  const height = Math.min(expected.height, actual.height);
  for (let y = 0; y < height; y += 1) {
    const from = y * actual.width * 3;
    data.set(actual.data.subarray(from, from + width * 3), y * expected.width * 3);
  }
  return { width: expected.width, height: expected.height, data };
}

const DARKEST = 190;
const shares = [0.299, 0.587, 0.114].map((share) =>
  Float64Array.from({ length: 256 }, (_, sample) => (sample * share * (255 - DARKEST)) / 255),
);
const [redShare = new Float64Array(), greenShare = redShare, blueShare = redShare] = shares;

/** Light greys: dark pixels stay visible, none is mistaken for a difference. */
function fadeRow(row: Uint8Array, data: Uint8Array, to: number): void {
  let before = -1;
  let grey = 0;
  for (let at = 0; at < row.length; at += 3) {
    const red = row[at] ?? 0;
    const green = row[at + 1] ?? 0;
    const blue = row[at + 2] ?? 0;
    const colour = (red << 16) | (green << 8) | blue;
    if (colour !== before) {
      before = colour;
      const light = (redShare[red] ?? 0) + (greenShare[green] ?? 0) + (blueShare[blue] ?? 0);
      grey = (DARKEST + 0.5 + light) | 0;
    }
    data[to + at] = grey;
    data[to + at + 1] = grey;
    data[to + at + 2] = grey;
  }
}

/** Of a pixel that is faded: what it shows stays readable. */
function shade(data: Uint8Array, at: number): void {
  for (let i = 0; i < 3; i += 1) data[at + i] = (data[at + i] ?? 0) - (maskShade[i] ?? 0);
}
