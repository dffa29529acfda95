import { expect, test } from 'vitest';
import type { Display } from '../../../src/machine/embedded/pc.ts';
import { drawDisplay } from '../../../src/machine/embedded/picture.ts';

function drawPixels(bitsPerPixel: number, bytes: readonly number[]): number[] {
  const palette = Array.from({ length: 256 }, (_, i) => [i, 255 - i, i ^ 0x0f] as const);
  const memory = Uint8Array.from(bytes);
  const frame = drawDisplay({
    ...{ kind: 'linear', width: 2, height: 1, bitsPerPixel, memory, palette },
  });
  return [...frame.data];
}

test.each([
  [32, [0x11, 0x22, 0x33, 0xff, 0x44, 0x55, 0x66, 0], [0x33, 0x22, 0x11, 0x66, 0x55, 0x44]],
  [24, [0x11, 0x22, 0x33, 0x44, 0x55, 0x66], [0x33, 0x22, 0x11, 0x66, 0x55, 0x44]],
  [16, [0xff, 0xff, 0x00, 0x08], [255, 255, 255, 8, 0, 0]],
  [16, [0x20, 0x00, 0x01, 0x00], [0, 4, 0, 0, 0, 8]],
  [15, [0xff, 0x7f, 0x00, 0x04], [255, 255, 255, 8, 0, 0]],
  [8, [0x03, 0xf0], [3, 252, 12, 240, 15, 255]],
])('%i bits a pixel', (bits, memory, expected) => {
  expect(drawPixels(bits, memory)).toEqual(expected);
});

test('a screen that reaches beyond its memory is black there', () => {
  expect(drawPixels(32, [1, 2, 3, 0])).toEqual([3, 2, 1, 0, 0, 0]);
});

/** One cell high, two wide: a glyph whose lines are 0x81 and 0x01. */
function drawText(part: Partial<Display & { kind: 'text' }>): string[] {
  const font = new Uint8Array(8192);
  font.set([0x81, 0x01], 0xc4 * 32);
  font.set([0x81, 0x01], 0x41 * 32);
  const frame = drawDisplay({
    kind: 'text',
    ...{ columns: 2, rows: 1, cellWidth: 9, cellHeight: 2, lineGraphics: true, cursor: undefined },
    ...{ font, cells: Uint8Array.from([0x41, 0x1f, 0xc4, 0x1f]) },
    palette: Array.from({ length: 16 }, (_, i) => [i, i, i] as const),
    ...part,
  });
  return Array.from({ length: frame.height }, (_, y) =>
    Array.from({ length: frame.width }, (_, x) =>
      frame.data[(y * frame.width + x) * 3] === 15 ? '#' : '.',
    ).join(''),
  );
}

test('text is nine dots wide, and only line graphics reach into the ninth', () => {
  expect(drawText({})).toEqual(['#......#.#......##', '.......#........##']);
  expect(drawText({ lineGraphics: false })).toEqual(['#......#.#......#.', '.......#........#.']);
  expect(drawText({ cellWidth: 8 })).toEqual(['#......##......#', '.......#.......#']);
});

test('the cursor fills its lines, as far as the cell goes', () => {
  expect(drawText({ cursor: { cell: 1, firstLine: 1, lastLine: 9 } })[1]).toBe(
    '.......#.#########',
  );
});

test('a planar mode is black, in its size', () => {
  const frame = drawDisplay({ kind: 'planar', width: 640, height: 480 });
  expect([frame.width, frame.height, frame.data.every((byte) => byte === 0)]).toEqual([
    640,
    480,
    true,
  ]);
});
