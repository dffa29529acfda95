import type { Frame } from './frame.ts';

/** What QEMU writes where a display has no picture (ui/console.c, hw/display): grey on black, in the middle. */
const messages = [
  'Guest has not initialized the display (yet).',
  'Guest has not initialized the display (yet)',
  'Display output is not active.',
  'This VM has no graphic display device.',
] as const;

export type PlaceholderText = (typeof messages)[number];

const GLYPH = { width: 8, height: 16 };

/**
 * What QEMU says in place of a picture, or undefined for a picture. It goes by the shapes: the text's
 * place, and that equal letters look equal and different ones different, in whatever font.
 */
export function readPlaceholder(frame: Frame): PlaceholderText | undefined {
  const { width, height } = frame;
  const row = Math.floor((Math.floor(height / GLYPH.height) - 1) / 2) * GLYPH.height;
  if (row < 0 || !isBlack(frame, 0, row)) return undefined;
  if (!isBlack(frame, row + GLYPH.height, height)) return undefined;
  return messages.find((text) => {
    const column = Math.floor((Math.floor(width / GLYPH.width) - text.length) / 2);
    return column >= 0 && showsText(frame, text, { x: column * GLYPH.width, y: row });
  });
}

/** Whether the rows from `top` up to `bottom` are black. */
function isBlack({ width, data }: Frame, top: number, bottom: number): boolean {
  for (let at = top * width * 3; at < bottom * width * 3; at += 1) {
    if (data[at] !== 0) return false;
  }
  return true;
}

function showsText(frame: Frame, text: string, at: { x: number; y: number }): boolean {
  const shapes = new Map<string, string>();
  const letters = new Map<string, string>();
  let lit = 0;
  for (const [i, letter] of [...text].entries()) {
    const shape = readShape(frame, at.x + i * GLYPH.width, at.y);
    lit += shape.split('1').length - 1;
    if (letter === ' ' ? shape.includes('1') : !shape.includes('1')) return false;
    if ((shapes.get(letter) ?? shape) !== shape) return false;
    if ((letters.get(shape) ?? letter) !== letter) return false;
    shapes.set(letter, shape);
    letters.set(shape, letter);
  }
  return lit === countLit(frame, at.y);
}

function readShape({ width, data }: Frame, left: number, top: number): string {
  let shape = '';
  for (let y = top; y < top + GLYPH.height; y += 1) {
    for (let x = left; x < left + GLYPH.width; x += 1) shape += data[(y * width + x) * 3] ? 1 : 0;
  }
  return shape;
}

/** How many pixels of a row of text are lit, also outside of the text. */
function countLit({ width, data }: Frame, top: number): number {
  let lit = 0;
  for (let pixel = top * width; pixel < (top + GLYPH.height) * width; pixel += 1) {
    if (data[pixel * 3]) lit += 1;
  }
  return lit;
}
