/** A packed colour's lightness, 0 to 255, in whole numbers so that sums are exact. */
export function lumaOf(colour: number): number {
  return ((colour >> 16) * 77 + ((colour >> 8) & 255) * 150 + (colour & 255) * 29) >> 8;
}

/** The lightest is so much lighter than the darkest. */
export const LUMA_RANGE = 255;

/** By rounding, and since the shares of the colours are not quite pixelmatch's. */
const ROUNDING = 2;

/** How far apart the lumas of two colours can be that pixelmatch's squared distance holds for alike. */
export function largestLumaDelta(delta: number): number {
  if (delta === 0) return 0;
  return Math.ceil(Math.sqrt(delta / 0.5053)) + ROUNDING;
}
