import { expect, test } from 'vitest';
import { cropFrame, enlargeFrame } from '../../src/screen/crop.ts';
import type { Frame } from '../../src/screen/frame.ts';
import { pixelAt } from './frames.ts';

/** Every pixel says where it is. */
const frame: Frame = {
  width: 7,
  height: 5,
  data: Uint8Array.from(
    { length: 105 },
    (_, i) => [Math.floor(i / 3) % 7, Math.floor(i / 21), 9][i % 3] ?? 0,
  ),
};

test('a part has the pixels of its place', () => {
  const part = cropFrame(frame, { x: 4, y: 1, width: 3, height: 4 });
  expect(part).toMatchObject({ width: 3, height: 4 });
  expect(part.data).toHaveLength(36);
  expect([pixelAt(part, 0, 0), pixelAt(part, 2, 3)]).toEqual([
    [4, 1, 9],
    [6, 4, 9],
  ]);
});

test('three times as large, every pixel is nine of its kind', () => {
  const large = enlargeFrame(frame, 3);
  expect(large).toMatchObject({ width: 21, height: 15 });
  expect(large.data).toHaveLength(21 * 15 * 3);
  for (let y = 0; y < 15; y += 1) {
    for (let x = 0; x < 21; x += 1) {
      expect(pixelAt(large, x, y)).toEqual([Math.floor(x / 3), Math.floor(y / 3), 9]);
    }
  }
});

test('once is the same', () => expect(enlargeFrame(frame, 1)).toEqual(frame));
