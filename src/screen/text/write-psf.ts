import { type Font, mirrorBits } from './font.ts';

const HEADER_BYTES = 32;
const MAGIC = 0x864ab572;
const HAS_TABLE = 1;

/** The font as a PSF 2 file with a table of its characters, which `parsePsf` reads as the same font. */
export function encodePsf({ width, height, glyphs }: Omit<Font, 'name'>): Buffer {
  const lineBytes = Math.ceil(width / 8);
  const head = Buffer.alloc(HEADER_BYTES);
  const fields = [
    MAGIC,
    0,
    HEADER_BYTES,
    HAS_TABLE,
    glyphs.length,
    lineBytes * height,
    height,
    width,
  ];
  for (const [index, field] of fields.entries()) head.writeUInt32LE(field, index * 4);
  const shapes = Buffer.alloc(glyphs.length * lineBytes * height);
  for (const [index, { shape }] of glyphs.entries()) {
    for (const [row, bits] of shape.entries()) {
      const stored = mirrorBits(bits, width) * 2 ** (lineBytes * 8 - width);
      shapes.writeUIntBE(stored, (index * height + row) * lineBytes, lineBytes);
    }
  }
  const table = glyphs.map(({ text }) => Buffer.concat([Buffer.from(text), Buffer.of(0xff)]));
  return Buffer.concat([head, shapes, ...table]);
}
