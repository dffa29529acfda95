import { colourDelta } from '../colours.ts';
import type { Frame } from '../frame.ts';
import type { Block, Likeness } from './likeness.ts';
import { LUMA_RANGE, lumaOf } from './luma.ts';

/**
 * What of a frame can be summed up over any rectangle at once, and of each block of a picture where its
 * corners are in the sums and what is expected there.
 */
export interface BlockSums {
  /** For every corner, the sum of what is above and left of it; where that overflows, differences do not. */
  readonly sums: Int32Array;
  readonly entries: Int32Array;
}

/** How many numbers `entries` has of each block: four corners and two more. */
const ENTRY = 6;

/** How many pixels look like the picture's ground: at places that show a screen, that says most. */
export function sumGround(colours: Int32Array, frame: Frame, likeness: Likeness): BlockSums {
  const { ground, delta } = likeness;
  const { width, height } = frame;
  const stride = width + 1;
  const sums = new Int32Array(stride * (height + 1));
  let before = ground;
  let alike = 1;
  for (let y = 0, pixel = 0; y < height; y += 1) {
    let inRow = 0;
    for (let x = 1, at = (y + 1) * stride + 1; x <= width; x += 1, at += 1, pixel += 1) {
      const colour = colours[pixel] ?? 0;
      if (colour !== before) {
        alike = colour === ground || colourDelta(colour, ground) <= delta ? 1 : 0;
        before = colour;
      }
      inRow += alike;
      sums[at] = (sums[at - stride] ?? 0) + inRow;
    }
  }
  const fewestAndMost = ({ ground, width, height, unlike }: Block) =>
    [ground, width * height - unlike] as const;
  return { sums, entries: listEntries(likeness, stride, fewestAndMost) };
}

/**
 * How light pixels are: one that is alike changes a block's sum by little, one that differs by the whole
 * range at most. That tells photographs apart, which have no ground.
 */
export function sumLuma(colours: Int32Array, frame: Frame, likeness: Likeness): BlockSums {
  const { lumaDelta } = likeness;
  const { width, height } = frame;
  const stride = width + 1;
  const sums = new Int32Array(stride * (height + 1));
  for (let y = 0, pixel = 0; y < height; y += 1) {
    let inRow = 0;
    for (let x = 1, at = (y + 1) * stride + 1; x <= width; x += 1, at += 1, pixel += 1) {
      inRow += lumaOf(colours[pixel] ?? 0);
      sums[at] = (sums[at - stride] ?? 0) + inRow;
    }
  }
  const lumaAndLeeway = ({ luma, covered, width, height }: Block) =>
    [luma, covered * lumaDelta + (width * height - covered) * LUMA_RANGE] as const;
  return { sums, entries: listEntries(likeness, stride, lumaAndLeeway) };
}

/** Whether more pixels than the limit are proven to differ at the place with this corner. */
export function groundTellsApart(
  { sums, entries }: BlockSums,
  corner: number,
  limit: number,
): boolean {
  let proven = 0;
  for (let i = 0; i < entries.length; i += ENTRY) {
    const alike = sumOf(sums, corner, entries, i);
    const tooFew = (entries[i + 4] ?? 0) - alike;
    const tooMany = alike - (entries[i + 5] ?? 0);
    const differ = Math.max(0, tooFew, tooMany);
    // The whole comes first, and says again what its parts do.
    proven = i === ENTRY ? differ : proven + differ;
    if (proven > limit) return true;
  }
  return false;
}

/** The same; `perPixel` is by how much more than its leeway a pixel that differs may change a sum. */
export function lumaTellsApart(
  { sums, entries }: BlockSums,
  corner: number,
  limit: number,
  perPixel: number,
): boolean {
  let excess = 0;
  for (let i = 0; i < entries.length; i += ENTRY) {
    const apart = Math.abs((sumOf(sums, corner, entries, i) - (entries[i + 4] ?? 0)) | 0);
    const more = Math.max(0, apart - (entries[i + 5] ?? 0));
    excess = i === ENTRY ? more : excess + more;
    if (excess > limit * perPixel) return true;
  }
  return false;
}

function listEntries(
  { blocks }: Likeness,
  stride: number,
  numbersOf: (block: Block) => readonly [number, number],
): Int32Array {
  return Int32Array.from(
    blocks.flatMap((block) => {
      const top = block.y * stride + block.x;
      const bottom = top + block.height * stride;
      return [top, top + block.width, bottom, bottom + block.width, ...numbersOf(block)];
    }),
  );
}

function sumOf(sums: Int32Array, corner: number, entries: Int32Array, i: number): number {
  return (
    ((sums[corner + (entries[i + 3] ?? 0)] ?? 0) -
      (sums[corner + (entries[i + 1] ?? 0)] ?? 0) -
      (sums[corner + (entries[i + 2] ?? 0)] ?? 0) +
      (sums[corner + (entries[i] ?? 0)] ?? 0)) |
    0
  );
}
