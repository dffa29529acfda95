import type { Frame } from './frame.ts';

/** A frame's pixels as one number each, `0xRRGGBB`, row by row. */
export function packColours({ data }: Frame): Int32Array {
  const packed = new Int32Array(data.length / 3);
  for (let pixel = 0, at = 0; pixel < packed.length; pixel += 1, at += 3) {
    packed[pixel] = ((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0);
  }
  return packed;
}

/** What pixelmatch's squared distance may be for two colours to count as one. */
export function largestDelta(threshold: number): number {
  return 35_215 * threshold * threshold;
}

/** pixelmatch's squared YIQ distance of two packed colours. */
export function colourDelta(a: number, b: number): number {
  const red = (a >> 16) - (b >> 16);
  const green = ((a >> 8) & 255) - ((b >> 8) & 255);
  const blue = (a & 255) - (b & 255);
  const y = red * 0.29889531 + green * 0.58662247 + blue * 0.11448223;
  const i = red * 0.59597799 - green * 0.2741761 - blue * 0.32180189;
  const q = red * 0.21147017 - green * 0.52261711 + blue * 0.31114694;
  return 0.5053 * y * y + 0.299 * i * i + 0.1957 * q * q;
}

/** The colour that most of the pixels have; of equally frequent ones the first. */
export function mostFrequent(colours: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  let most = { colour: colours[0] ?? 0, count: 0 };
  for (const [colour, count] of counts) if (count > most.count) most = { colour, count };
  return most.colour;
}
