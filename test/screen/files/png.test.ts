import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { PNG } from 'pngjs';
import { describe, expect, test } from 'vitest';
import { decodePng, encodePng, readPngSize } from '../../../src/screen/files/png.ts';
import { inflatedSize } from '../../../src/screen/files/png-layout.ts';
import { anyFrame, failureOf, fillFrame, paint } from '../frames.ts';
import { buildPng, writeChunk } from '../png-chunks.ts';

const picture = paint(
  fillFrame(5, 4, [10, 20, 30]),
  { x: 1, y: 1, width: 2, height: 2 },
  [255, 0, 9],
);

function writeReference(colorType: 0 | 2 | 6, alpha = 255): Buffer {
  const png = new PNG({ width: 5, height: 4 });
  for (let i = 0; i < 20; i += 1) {
    png.data.set([...picture.data.subarray(i * 3, i * 3 + 3), 255], i * 4);
  }
  png.data[7] = alpha;
  return PNG.sync.write(png, { colorType });
}

describe('decodePng', () => {
  test.each([
    ['RGB', 2],
    ['opaque RGBA', 6],
  ] as const)("reads pngjs' %s", (_, colorType) => {
    expect(decodePng(writeReference(colorType), 'x')).toEqual(picture);
  });

  test("reads pngjs' grey", () => {
    const { data } = decodePng(writeReference(0), 'x');
    expect([...data.subarray(0, 3)]).toEqual([20, 20, 20]);
  });

  const palette = writeChunk('PLTE', [0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255]);

  test.each([
    ['1-bit grey', { depth: 1, colourType: 0, rows: [0, 0b01000000] }, [0, 0, 0, 255, 255, 255]],
    ['4-bit grey', { depth: 4, colourType: 0, rows: [0, 0x3f] }, [51, 51, 51, 255, 255, 255]],
    ['8-bit grey', { colourType: 0, rows: [0, 7, 8] }, [7, 7, 7, 8, 8, 8]],
    ['opaque grey and alpha', { colourType: 4, rows: [0, 7, 255, 8, 255] }, [7, 7, 7, 8, 8, 8]],
    [
      '2-bit palette',
      { depth: 2, colourType: 3, rows: [0, 0b01_11_0000], extra: [palette] },
      [255, 0, 0, 0, 0, 255],
    ],
    ['8-bit palette', { colourType: 3, rows: [0, 2, 1], extra: [palette] }, [0, 255, 0, 255, 0, 0]],
    ['RGB with the sub filter', { rows: [1, 1, 2, 3, 1, 1, 1] }, [1, 2, 3, 2, 3, 4]],
    [
      'RGB, interlaced',
      { interlace: 1, rows: [0, 1, 2, 3, 0, 4, 5, 6] } as const,
      [1, 2, 3, 4, 5, 6],
    ],
    [
      'grey, interlaced in six passes',
      {
        width: 3,
        height: 3,
        colourType: 0,
        interlace: 1,
        rows: [0, 1, 0, 3, 0, 7, 9, 0, 2, 0, 8, 0, 4, 5, 6],
      } as const,
      [1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((grey) => [grey, grey, grey]),
    ],
  ])('reads %s', (_, parts, samples) => {
    const { data } = decodePng(buildPng({ width: 2, height: 1, ...parts }), 'x');
    expect([...data]).toEqual(samples);
  });

  const hint = ' (expected a PNG with 8 bits a sample and no transparency)';
  const good = encodePng(picture);
  const damaged = Buffer.from(good);
  damaged.writeUInt8(damaged.readUInt8(45) ^ 1, 45);

  test.each([
    ['nothing', Buffer.alloc(0), 'it is not a PNG picture'],
    ['a PPM', Buffer.from('P6\n1 1\n255\nabc'), 'it is not a PNG picture'],
    ['only a signature', good.subarray(0, 8), 'its header is missing'],
    ['half a file', good.subarray(0, 50), 'it is cut off'],
    ['no end', good.subarray(0, -12), 'it is cut off'],
    ['more behind the end', Buffer.concat([good, good]), `${good.length} bytes follow its end`],
    ['a flipped bit', damaged, 'the checksum of its "IDAT" chunk at byte 33 is wrong'],
    ['no pixels', buildPng({ width: 0, height: 3 }), 'the picture is 0x3: it has no pixels'],
    [
      'gigapixels',
      buildPng({ width: 40_000, height: 40_000 }),
      'the picture is 40000x40000, at most 16384x16384 and 67108864 pixels are read',
    ],
    [
      'a bomb',
      buildPng({ width: 2, height: 2, compressed: deflateSync(Buffer.alloc(10_000_000)) }),
      'it has more pixels than its size says',
    ],
    [
      'an interlaced bomb',
      buildPng({ width: 2, height: 2, interlace: 1, compressed: deflateSync(Buffer.alloc(1e7)) }),
      'it has more pixels than its size says',
    ],
    [
      'too few pixels',
      buildPng({ width: 2, height: 2, rows: [0, 1, 2, 3, 4, 5, 6] }),
      '2x2 needs 14 bytes of pixels, got 7',
    ],
    [
      'a broken zlib stream',
      buildPng({ width: 1, height: 1, compressed: Buffer.from('nonsense') }),
      'its pixels cannot be inflated',
    ],
    [
      'an unknown filter',
      buildPng({ width: 1, height: 1, rows: [9, 1, 2, 3] }),
      'Unrecognised filter type - 9',
    ],
    [
      'a colour outside the palette',
      buildPng({ width: 1, height: 1, colourType: 3, rows: [0, 7], extra: [palette] }),
      'index 7 not in palette',
    ],
    [
      '16 bits',
      buildPng({ width: 1, height: 1, depth: 16, rows: [0, 1, 2, 3, 4, 5, 6] }),
      'it has 16 bits per sample, expected at most 8',
    ],
    [
      'an unknown colour type',
      buildPng({ width: 1, height: 1, colourType: 5, rows: [0, 0] }),
      'it has colour type 5 with 8 bits, which PNG does not know',
    ],
    [
      'an animation',
      buildPng({
        width: 1,
        height: 1,
        rows: [0, 1, 2, 3],
        extra: [writeChunk('acTL', [0, 0, 0, 2, 0, 0, 0, 0])],
      }),
      'it is animated, expected a single picture',
    ],
    ['transparency', writeReference(6, 254), 'it is transparent in places, a screen never is'],
    [
      'a transparent colour',
      buildPng({
        width: 1,
        height: 1,
        rows: [0, 1, 2, 3],
        extra: [writeChunk('tRNS', [0, 1, 0, 2, 0, 3])],
      }),
      'it is transparent in places, a screen never is',
    ],
  ])('refuses %s', (_, bytes, reason) => {
    expect(failureOf(() => decodePng(bytes, 'baselines/a.png'))).toBe(
      `ScenarioError bad-png: baselines/a.png cannot be read: ${reason}${hint}`,
    );
  });
});

describe('readPngSize', () => {
  test('needs the header alone', () => {
    expect(readPngSize(encodePng(picture).subarray(0, 33))).toEqual({ width: 5, height: 4 });
  });

  test('refuses what has none', () => {
    expect(failureOf(() => readPngSize(Buffer.from('GIF89a')))).toBe(
      'ScenarioError bad-png: The picture cannot be read: it is not a PNG picture (expected a PNG with 8 bits a sample and no transparency)',
    );
  });
});

describe('laws', () => {
  test('decoding gives back what was encoded', () => {
    fc.assert(
      fc.property(anyFrame, (frame) => {
        const { width, height, data } = decodePng(encodePng(frame), 'x');
        expect([width, height]).toEqual([frame.width, frame.height]);
        expect(Buffer.compare(data, frame.data)).toBe(0);
      }),
    );
  });

  test('pngjs reads what was encoded', () => {
    const { width, height, data } = PNG.sync.read(encodePng(picture));
    expect([width, height]).toEqual([5, 4]);
    expect([...data.subarray(24, 28)]).toEqual([255, 0, 9, 255]);
  });

  test('every cut is refused', () => {
    fc.assert(
      fc.property(anyFrame, fc.nat(), (frame, cut) => {
        const bytes = encodePng(frame);
        const failure = failureOf(() => decodePng(bytes.subarray(0, cut % bytes.length), 'x'));
        expect(failure).toMatch(/^ScenarioError bad-png: /);
      }),
    );
  });

  test('every changed byte is refused', () => {
    fc.assert(
      fc.property(anyFrame, fc.nat(), fc.integer({ min: 1, max: 255 }), (frame, at, flip) => {
        const bytes = encodePng(frame);
        bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ flip;
        expect(failureOf(() => decodePng(bytes, 'x'))).toMatch(/^ScenarioError bad-png: /);
      }),
    );
  });

  const anyParts = fc
    .record({
      width: fc.integer({ min: 1, max: 9 }),
      height: fc.integer({ min: 1, max: 9 }),
      depth: fc.constantFrom(1, 2, 4, 8, 16),
      colourType: fc.constantFrom(0, 2, 3, 4, 6),
      interlace: fc.constantFrom<0 | 1>(0, 1),
      excess: fc.constantFrom(0, 0, 0, 0, -1, 1),
      extra: fc.array(
        fc
          .tuple(fc.constantFrom('PLTE', 'tRNS', 'gAMA', 'tEXt', 'ABCD'), fc.uint8Array())
          .map(([type, data]) => writeChunk(type, data)),
        { maxLength: 3 },
      ),
    })
    .chain((parts) => {
      const channels = [1, 0, 3, 1, 2, 0, 4][parts.colourType] ?? 0;
      const interlaced = parts.interlace === 1;
      const compressed = Buffer.alloc(0);
      const length = inflatedSize({ ...parts, channels, interlaced, compressed }) + parts.excess;
      const rows = fc.array(fc.nat(4), { minLength: length, maxLength: length });
      return rows.map((rows) => ({ ...parts, rows }));
    });

  test('anything behind right checksums decodes or is refused', () => {
    const outcomes = new Set<string>();
    fc.assert(
      fc.property(anyParts, (parts) => {
        const failure = failureOf(() => decodePng(buildPng(parts), 'x'));
        outcomes.add(failure);
        expect(failure).toMatch(/^ScenarioError bad-png: |^nothing was thrown$/);
      }),
      { numRuns: 2000 },
    );
    expect(outcomes).toContain('nothing was thrown');
  });
});
