import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBgrx } from '../../src/screen/bgrx.ts';

const sizes = fc.record({
  width: fc.integer({ min: 1, max: 6 }).map((quarter) => quarter * 4),
  height: fc.integer({ min: 1, max: 5 }),
  surplus: fc.nat(9),
});

test('each pixel in its place, whatever the fourth byte and the end of a line hold', () => {
  fc.assert(
    fc.property(
      sizes,
      fc.infiniteStream(fc.nat(0xffffffff)),
      ({ width, height, surplus }, values) => {
        const stride = width + surplus;
        const words = Uint32Array.from({ length: stride * height }, () => values.next().value ?? 0);
        const frame = decodeBgrx(words, { width, height, stride });
        const expected = Array.from({ length: width * height }, (_, pixel) => {
          const word = words[Math.floor(pixel / width) * stride + (pixel % width)] ?? 0;
          return [(word >> 16) & 255, (word >> 8) & 255, word & 255];
        });
        expect(frame).toEqual({ width, height, data: Uint8Array.from(expected.flat()) });
      },
    ),
  );
});
