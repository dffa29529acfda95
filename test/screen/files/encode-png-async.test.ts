import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodePngAsync } from '../../../src/screen/files/encode-png-async.ts';
import { decodePng } from '../../../src/screen/files/png.ts';

test('what was encoded is read back to the byte', async () => {
  const sizes = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }));
  const frames = sizes.chain(([width, height]) => {
    const length = width * height * 3;
    return fc
      .uint8Array({ minLength: length, maxLength: length })
      .map((data) => ({ width, height, data }));
  });
  await fc.assert(
    fc.asyncProperty(frames, async (frame) => {
      expect(decodePng(await encodePngAsync(frame), 'it')).toEqual(frame);
    }),
  );
});
