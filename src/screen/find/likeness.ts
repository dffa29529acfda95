import { colourDelta, largestDelta, mostFrequent, packColours } from '../colours.ts';
import type { Frame, Region } from '../frame.ts';
import type { Coverage } from '../regions.ts';
import { largestLumaDelta, lumaOf } from './luma.ts';

/** A picture made ready to be looked for where some of its pixels may differ. */
export interface Likeness {
  readonly width: number;
  readonly height: number;
  /** How far apart colours may be, as pixelmatch's squared distance, and their lumas then are at most. */
  readonly delta: number;
  readonly lumaDelta: number;
  /** The colour that most pixels have, and how many of the covered ones look different from it. */
  readonly ground: number;
  readonly offGround: number;
  /** The covered pixels, those first that tell most. */
  readonly pixels: readonly { readonly x: number; readonly y: number; readonly colour: number }[];
  /** The whole picture first, then its parts, those first that are unusually light or dark. */
  readonly blocks: readonly Block[];
}

/** A part of the picture of which something can be summed up at once. */
export interface Block extends Region {
  /** Covered pixels that are the ground, and those that nothing like the ground can look like. */
  readonly ground: number;
  readonly unlike: number;
  /** How many are covered, and the sum of their lumas. */
  readonly covered: number;
  readonly luma: number;
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
      covered: inside.length,
      luma: inside.reduce((sum, { colour }) => sum + lumaOf(colour), 0),
    };
  });
  const [whole, ...parts] = blocks;
  const mean = (whole?.luma ?? 0) / covered.length;
  const unusual = ({ luma, covered }: Block) => Math.abs(luma - mean * covered);
  const offGround = pixels.filter(({ away }) => away > delta).length;
  return {
    width,
    height,
    delta,
    lumaDelta: largestLumaDelta(delta),
    ground,
    offGround,
    pixels: spread(pixels).toSorted((a, b) => Number(b.away > unlike) - Number(a.away > unlike)),
    blocks: [...(whole ? [whole] : []), ...parts.toSorted((a, b) => unusual(b) - unusual(a))],
  };
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
