import { cp437 } from './cp437.ts';

/** A bitmap font: every character fills a cell of the same size. */
export interface Font {
  /** For reports: a file's name, or where it was found. */
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly glyphs: readonly Glyph[];
}

export interface Glyph {
  readonly text: string;
  /** A number a line; bit x is set where pixel x is ink. */
  readonly shape: readonly number[];
}

/**
 * The same font as VGA text modes with cells of 9 pixels show it: the ninth is empty, but for the
 * glyphs 0xC0 to 0xDF, the lines and blocks, it repeats the eighth.
 */
export function withNinthColumn(font: Font): Font {
  const glyphs = font.glyphs.map(({ text, shape }, index) => ({
    text,
    shape: index >= 0xc0 && index <= 0xdf ? shape.map((row) => row | ((row & 0x80) << 1)) : shape,
  }));
  return { ...font, name: `${font.name}, 9 pixels wide`, width: 9, glyphs };
}

/** Bits as fonts store them, the leftmost pixel highest. */
export function mirrorBits(bits: number, width: number): number {
  let mirrored = 0;
  for (let x = 0; x < width; x += 1) mirrored |= ((bits >>> (width - 1 - x)) & 1) << x;
  return mirrored >>> 0;
}

/** The second glyph of IBM's fonts, a face, by the height of the font. */
const faces = {
  16: '00007e81a58181bd9981817e00000000',
  14: '00007e81a58181bd99817e000000',
  8: '7e81a581bd99817e',
};
const FULL_BLOCK = 0xdb;

/** The fonts, 8 pixels wide and in code page 437, that are somewhere in a VGA's BIOS. */
export function findRomFonts(rom: Uint8Array): Font[] {
  const bytes = Buffer.from(rom.buffer, rom.byteOffset, rom.byteLength);
  return Object.entries(faces).flatMap(([lines, face]) => {
    const height = Number(lines);
    const start = bytes.indexOf(Buffer.from(face, 'hex')) - height;
    const glyphAt = (code: number) =>
      bytes.subarray(start + code * height, start + (code + 1) * height);
    if (start < 0 || start + 256 * height > bytes.length) return [];
    const isFont =
      [0, 0x20].every((code) => glyphAt(code).every((row) => row === 0)) &&
      glyphAt(FULL_BLOCK).every((row) => row === 0xff);
    if (!isFont) return [];
    const glyphs = cp437.map((text, code) => ({
      text,
      shape: Array.from(glyphAt(code), (row) => mirrorBits(row, 8)),
    }));
    return [{ name: `VGA BIOS 8x${height}`, width: 8, height, glyphs }];
  });
}
