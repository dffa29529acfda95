import type { Frame } from '../../screen/frame.ts';
import type { Display, Palette } from './pc.ts';
import { drawText } from './text-picture.ts';

/** What QEMU draws for a display in that state. A planar VGA mode is not drawn, but black. */
export function drawDisplay(display: Display): Frame {
  switch (display.kind) {
    case 'linear':
      return drawLinear(display);
    case 'text':
      return drawText(display);
    case 'planar': {
      const { width, height } = display;
      return { width, height, data: new Uint8Array(width * height * 3) };
    }
    default:
      return display satisfies never;
  }
}

type Linear = Display & { readonly kind: 'linear' };

function drawLinear({ width, height, bitsPerPixel, memory, palette }: Linear): Frame {
  const data = new Uint8Array(width * height * 3);
  const pixels = Math.min(width * height, Math.floor(memory.length / Math.ceil(bitsPerPixel / 8)));
  draw[bitsPerPixel]?.(data, memory, pixels, palette);
  return { width, height, data };
}

type Draw = (to: Uint8Array, from: Uint8Array, pixels: number, palette: Palette) => void;

/** By bits per pixel, as the Bochs registers know them. */
const draw: Readonly<Record<number, Draw>> = {
  8: (to, from, pixels, palette) => {
    for (let i = 0; i < pixels; i += 1) to.set(palette[from[i] ?? 0] ?? [0, 0, 0], i * 3);
  },
  15: (to, from, pixels) => drawPacked(to, from, pixels, { red: 10, green: 5, greenBits: 5 }),
  16: (to, from, pixels) => drawPacked(to, from, pixels, { red: 11, green: 5, greenBits: 6 }),
  24: (to, from, pixels) => {
    for (let at = 0; at < pixels * 3; at += 3) {
      to[at] = from[at + 2] ?? 0;
      to[at + 1] = from[at + 1] ?? 0;
      to[at + 2] = from[at] ?? 0;
    }
  },
  32: (to, from, pixels) => {
    const words = new Uint32Array(from.buffer, from.byteOffset, pixels);
    for (let i = 0, out = 0; i < pixels; i += 1, out += 3) {
      const word = words[i] ?? 0;
      to[out] = word >> 16;
      to[out + 1] = word >> 8;
      to[out + 2] = word;
    }
  },
};

function drawPacked(
  to: Uint8Array,
  from: Uint8Array,
  pixels: number,
  { red, green, greenBits }: { red: number; green: number; greenBits: number },
): void {
  for (let i = 0; i < pixels; i += 1) {
    const pixel = (from[i * 2] ?? 0) | ((from[i * 2 + 1] ?? 0) << 8);
    to[i * 3] = widen(pixel >> red, 5);
    to[i * 3 + 1] = widen(pixel >> green, greenBits);
    to[i * 3 + 2] = widen(pixel, 5);
  }
}

/** Repeats the upper bits in the lower ones, as pixman does, so that white stays white. */
function widen(sample: number, bits: number): number {
  const value = sample & ((1 << bits) - 1);
  return (value << (8 - bits)) | (value >> (2 * bits - 8));
}
