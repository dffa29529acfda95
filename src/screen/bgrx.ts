import type { Frame } from './frame.ts';

/**
 * The frame of pixels in memory, one 32-bit word each: `0x??RRGGBB` on a little-endian host. Only for
 * widths that are multiples of 4.
 */
export function decodeBgrx(
  words: Uint32Array,
  {
    width,
    height,
    stride,
  }: { readonly width: number; readonly height: number; readonly stride: number },
): Frame {
  const packed = new Uint32Array((width * height * 3) / 4);
  for (let y = 0, to = 0; y < height; y += 1) {
    const end = y * stride + width;
    // Four pixels fill three words.
    for (let from = y * stride; from < end; from += 4, to += 3) {
      const a = turn(words[from] ?? 0);
      const b = turn(words[from + 1] ?? 0);
      const c = turn(words[from + 2] ?? 0);
      const d = turn(words[from + 3] ?? 0);
      packed[to] = a | (b << 24);
      packed[to + 1] = (b >>> 8) | (c << 16);
      packed[to + 2] = (c >>> 16) | (d << 8);
    }
  }
  return { width, height, data: new Uint8Array(packed.buffer) };
}

/** `0x??RRGGBB` as `0x00BBGGRR`, whose bytes are red, green, blue. */
function turn(word: number): number {
  return ((word >>> 16) & 0xff) | (word & 0xff00) | ((word & 0xff) << 16);
}
