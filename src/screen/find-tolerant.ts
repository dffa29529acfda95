import { colourDelta, largestDelta, mostFrequent, packColours } from './colours.ts';
import type { Frame, Region } from './frame.ts';
import type { Coverage } from './regions.ts';

/** A picture made ready to be looked for where some of its pixels may differ. */
export interface Likeness {
  readonly width: number;
  readonly height: number;
  /** How far apart colours may be, as pixelmatch's squared distance. */
  readonly delta: number;
  /** The colour that most pixels have, and how many of the covered ones look different from it. */
  readonly ground: number;
  readonly offGround: number;
  /** The covered pixels, those first that tell most. */
  readonly pixels: readonly { readonly x: number; readonly y: number; readonly colour: number }[];
  readonly blocks: readonly Block[];
}

/** A part of the picture whose pixels of the ground's colour can be counted at once. */
interface Block extends Region {
  /** Covered pixels that are the ground, and those that nothing like the ground can look like. */
  readonly ground: number;
  readonly unlike: number;
}

export interface Likely {
  readonly x: number;
  readonly y: number;
  readonly diffPixels: number;
}

/** Prepares the covered pixels of a picture for `findLikely`. */
export function prepareLikeness(picture: Frame, coverage: Coverage, threshold: number): Likeness {
  const { width, height } = picture;
  const colours = packColours(picture);
  const delta = largestDelta(threshold);
  const covered = [...colours.keys()].filter((pixel) => coverage.bitmap[pixel] === 1);
  const ground = mostFrequent(covered.map((pixel) => colours[pixel] ?? 0));
  const pixels = covered.map((pixel) => {
    const colour = colours[pixel] ?? 0;
    const x = pixel % width;
    return { x, y: (pixel - x) / width, colour, away: colourDelta(colour, ground) };
  });
  // What is further than twice the threshold from the ground is further than once from all like it.
  const unlike = 4 * delta * (1 + 1e-9);
  const blocks = splitIntoBlocks(width, height).map((block) => {
    const inside = pixels.filter(({ x, y }) => isIn(block, x, y));
    return {
      ...block,
      ground: inside.filter(({ away }) => away === 0).length,
      unlike: inside.filter(({ away }) => away > unlike).length,
    };
  });
  return {
    width,
    height,
    delta,
    ground,
    offGround: pixels.filter(({ away }) => away > delta).length,
    pixels: spread(pixels).toSorted((a, b) => Number(b.away > unlike) - Number(a.away > unlike)),
    blocks,
  };
}

/**
 * All places wholly inside one of the areas where at most `limit` covered pixels differ, in reading
 * order; with `best`, only the first of the best. None is overlooked: what is skipped is proven worse.
 * Stops early where there are more than `atMost`, or after `effort` pixels that differed.
 */
export function findLikely(
  frame: Frame,
  likeness: Likeness,
  areas: readonly Region[],
  options: {
    readonly limit: number;
    readonly best?: boolean;
    readonly atMost?: number;
    readonly effort: number;
  },
): { readonly places: readonly Likely[]; readonly ended: 'all' | 'many' | 'tired' } {
  const { best = false, atMost = Number.POSITIVE_INFINITY } = options;
  let { effort } = options;
  const colours = packColours(frame);
  const sums = sumGround(colours, frame, likeness);
  const stride = frame.width + 1;
  const corners = listCorners(likeness, stride);
  const offsets = Int32Array.from(likeness.pixels, ({ x, y }) => y * frame.width + x);
  const wanted = Int32Array.from(likeness.pixels, ({ colour }) => colour);
  let limit = options.limit;
  let found: Likely[] = [];
  for (const area of areas) {
    const right = area.x + area.width - likeness.width;
    const bottom = area.y + area.height - likeness.height;
    for (let y = area.y; y <= bottom; y += 1) {
      for (let x = area.x; x <= right; x += 1) {
        if (provenDifferences(sums, y * stride + x, corners, limit) > limit) continue;
        const start = y * frame.width + x;
        const diffPixels = countDifferences(colours, start, offsets, wanted, likeness.delta, limit);
        effort -= diffPixels;
        if (effort < 0) return { places: found, ended: 'tired' };
        if (diffPixels > limit) continue;
        if (best) {
          found = [{ x, y, diffPixels }];
          limit = diffPixels - 1;
        } else found.push({ x, y, diffPixels });
        if (found.length > atMost) return { places: found, ended: 'many' };
        if (limit < 0) return { places: found, ended: 'all' };
      }
    }
  }
  return { places: found, ended: 'all' };
}

function isIn({ x, y, width, height }: Region, px: number, py: number): boolean {
  return px >= x && px < x + width && py >= y && py < y + height;
}

/** The whole first, which settles most places, then parts of it. */
function splitIntoBlocks(width: number, height: number): Region[] {
  const columns = Math.min(4, width);
  const rows = Math.min(4, height);
  const blocks: Region[] = [{ x: 0, y: 0, width, height }];
  for (let row = 0; row < rows; row += 1) {
    const y = Math.floor((row * height) / rows);
    const bottom = Math.floor(((row + 1) * height) / rows);
    for (let column = 0; column < columns; column += 1) {
      const x = Math.floor((column * width) / columns);
      const right = Math.floor(((column + 1) * width) / columns);
      blocks.push({ x, y, width: right - x, height: bottom - y });
    }
  }
  return blocks;
}

/** The same items in an order in which neighbours are far apart. */
function spread<T>(items: readonly T[]): T[] {
  let step = Math.max(1, Math.floor(items.length * 0.618));
  while (commonDivisor(step, items.length) > 1) step += 1;
  const order = items.map((_, i) => (i * step) % items.length);
  return order.flatMap((i) => items.slice(i, i + 1));
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}

/** For every corner, how many pixels above and left of it look like the ground. */
function sumGround(colours: Int32Array, { width, height }: Frame, likeness: Likeness): Int32Array {
  const { ground, delta } = likeness;
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
  return sums;
}

/** How many numbers `listCorners` has of each block. */
const CORNER = 6;

/** Of each block: its four corners in the sums, the fewest and the most pixels like the ground. */
function listCorners({ blocks }: Likeness, stride: number): Int32Array {
  return Int32Array.from(
    blocks.flatMap(({ x, y, width, height, ground, unlike }) => [
      y * stride + x,
      y * stride + x + width,
      (y + height) * stride + x,
      (y + height) * stride + x + width,
      ground,
      width * height - unlike,
    ]),
  );
}

/** At least so many pixels differ at this place, as the counts of ground pixels prove. */
function provenDifferences(
  sums: Int32Array,
  at: number,
  corners: Int32Array,
  limit: number,
): number {
  const whole = blockDifferences(sums, at, corners, 0);
  if (whole > limit) return whole;
  let proven = 0;
  for (let i = CORNER; i < corners.length; i += CORNER) {
    proven += blockDifferences(sums, at, corners, i);
    if (proven > limit) return proven;
  }
  return proven;
}

function blockDifferences(sums: Int32Array, at: number, corners: Int32Array, i: number): number {
  const alike =
    (sums[at + (corners[i + 3] ?? 0)] ?? 0) -
    (sums[at + (corners[i + 1] ?? 0)] ?? 0) -
    (sums[at + (corners[i + 2] ?? 0)] ?? 0) +
    (sums[at + (corners[i] ?? 0)] ?? 0);
  const tooFew = (corners[i + 4] ?? 0) - alike;
  const tooMany = alike - (corners[i + 5] ?? 0);
  return Math.max(0, tooFew, tooMany);
}

function countDifferences(
  colours: Int32Array,
  start: number,
  offsets: Int32Array,
  wanted: Int32Array,
  delta: number,
  limit: number,
): number {
  let differ = 0;
  for (let i = 0; i < offsets.length; i += 1) {
    const seen = colours[start + (offsets[i] ?? 0)] ?? 0;
    const colour = wanted[i] ?? 0;
    if (seen === colour || (delta > 0 && colourDelta(seen, colour) <= delta)) continue;
    differ += 1;
    if (differ > limit) return differ;
  }
  return differ;
}
