import { colourDelta, packColours } from '../colours.ts';
import type { Frame, Region } from '../frame.ts';
import { groundTellsApart, lumaTellsApart, sumGround, sumLuma } from './block-sums.ts';
import type { Likeness } from './likeness.ts';
import { LUMA_RANGE } from './luma.ts';

export interface Likely {
  readonly x: number;
  readonly y: number;
  readonly diffPixels: number;
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
  const { delta, lumaDelta } = likeness;
  let { effort, limit } = options;
  const stride = frame.width + 1;
  const perPixel = Math.max(0, LUMA_RANGE - lumaDelta);
  const colours = packColours(frame);
  const offsets = Int32Array.from(likeness.pixels, ({ x, y }) => y * frame.width + x);
  const wanted = Int32Array.from(likeness.pixels, ({ colour }) => colour);
  const hasGround = likeness.offGround * 3 <= offsets.length * 2;
  let ground = hasGround ? sumGround(colours, frame, likeness) : undefined;
  let luma = hasGround || limit < MANY ? undefined : sumLuma(colours, frame, likeness);
  let tried = 0;
  let settled = 0;
  let found: Likely[] = [];
  for (const area of areas) {
    const right = area.x + area.width - likeness.width;
    const bottom = area.y + area.height - likeness.height;
    for (let y = area.y; y <= bottom; y += 1) {
      for (let x = area.x; x <= right; x += 1) {
        const corner = y * stride + x;
        tried += 1;
        if (ground && groundTellsApart(ground, corner, limit)) {
          settled += 1;
          continue;
        }
        if (luma && lumaTellsApart(luma, corner, limit, perPixel)) continue;
        const start = y * frame.width + x;
        const diffPixels = countDifferences(colours, start, offsets, wanted, delta, limit);
        effort -= diffPixels;
        if (effort < 0) return { places: found, ended: 'tired' };
        if (tried > TRIED && settled < TRIED * WORTH) ground = undefined;
        if (!luma && limit >= MANY && tried - settled > UNSETTLED) {
          luma = sumLuma(colours, frame, likeness);
        }
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

/** Counting as far as this at so many places that the ground leaves open makes summing lumas worth while. */
const MANY = 8;
const UNSETTLED = 5_000;
/** A ground that settles fewer of the first places than this is given up: that of a photograph. */
const TRIED = 20_000;
const WORTH = 0.5;

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
