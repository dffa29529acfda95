import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodePpm, encodePpm } from '../../../src/screen/files/ppm.ts';
import { anyFrame, failureOf } from '../frames.ts';

const ppm = (header: string, ...samples: number[]) =>
  Buffer.concat([Buffer.from(header, 'latin1'), Uint8Array.from(samples)]);

describe('decodePpm', () => {
  test.each([
    ['as QEMU writes it', 'P6\n2 1\n255\n'],
    ['all kinds of white space', 'P6 \t\r\n\v\f2\v1\f255\t'],
    ['leading zeros', 'P6\n0002 01\n00255\n'],
    ['a comment after the magic', 'P6# by hand\n2 1\n255\n'],
    ['a comment between the numbers', 'P6\n2 # width\n# height: \n1 255\n'],
    ['a comment right behind a number', 'P6\n2#width\n1#height\r255\n'],
    ['a comment in place of the delimiter', 'P6\n2 1\n255#the samples follow\n'],
    ['a comment with digits and a second #', 'P6\n2 #3 #4\n1 255\n'],
    ['a comment of one character', 'P6\n2#\n1 255\n'],
  ])('reads %s', (_, header) => {
    const frame = decodePpm(ppm(header, 1, 2, 3, 4, 5, 6));
    expect(frame).toEqual({ width: 2, height: 1, data: Buffer.from([1, 2, 3, 4, 5, 6]) });
  });

  test('takes samples that look like white space and comments', () => {
    expect([...decodePpm(ppm('P6 1 1 255\n', 0x0a, 0x23, 0x20)).data]).toEqual([0x0a, 0x23, 0x20]);
  });

  test.each([
    [1, [0, 1, 0], [0, 255, 0]],
    [2, [0, 1, 2], [0, 128, 255]],
    [100, [33, 50, 100], [84, 128, 255]],
    [254, [1, 127, 254], [1, 128, 255]],
  ])('scales samples of maxval %i with rounding', (maxval, samples, scaled) => {
    expect([...decodePpm(ppm(`P6\n1 1\n${maxval}\n`, ...samples)).data]).toEqual(scaled);
  });

  test('is a view, not a copy, with maxval 255', () => {
    const bytes = ppm('P6 1 1 255\n', 1, 2, 3);
    const { data } = decodePpm(bytes);
    bytes[bytes.length - 1] = 99;
    expect([...data]).toEqual([1, 2, 99]);
  });

  const broken = 'MachineError bad-ppm: The PPM frame is broken:';
  const unsupported = 'MachineError unsupported-ppm: The PPM frame cannot be read:';
  const unusable = 'MachineError ppm-size: The PPM frame is unusable:';

  test.each([
    ['', `${broken} expected "P6" at the start, got nothing`],
    ['Q6 1 1 255\n', `${broken} expected "P6" at the start, got "Q6"`],
    ['\x89PNG', `${broken} expected "P6" at the start, got "\x89P"`],
    ['P3 1 1 255\n1 2 3', `${unsupported} its format is P3, expected binary P6 with 8-bit samples`],
    ['P5 1 1 255\n1', `${unsupported} its format is P5, expected binary P6 with 8-bit samples`],
    [
      'P6 1 1 65535\n',
      `${unsupported} it has 16-bit samples (maxval 65535), expected binary P6 with 8-bit samples`,
    ],
    [
      'P6 1 1 256\n',
      `${unsupported} it has 16-bit samples (maxval 256), expected binary P6 with 8-bit samples`,
    ],
    ['P6 1 1 65536\n', `${broken} expected a maxval of 1 to 255, got 65536`],
    ['P6 1 1 0\n', `${broken} expected a maxval of 1 to 255, got 0`],
    ['P61 1 255\n', `${broken} expected white space before the width, got "1" at offset 2`],
    ['P6 -1 1 255\n', `${broken} expected the width in digits, got "-" at offset 3`],
    ['P6 1x1 255\n', `${broken} expected white space before the height, got "x" at offset 4`],
    ['P6 1', `${broken} expected white space before the height, got the end of the data`],
    ['P6 1 1 \0', `${broken} expected the maxval in digits, got byte 0 at offset 7`],
    ['P6 1 1 255', `${broken} expected white space after the maxval, got the end of the data`],
    ['P6 1 1 255,', `${broken} expected white space after the maxval, got "," at offset 10`],
    [
      'P6 # 1 1 255 ',
      `${broken} expected a line end after the comment in the header, got the end of the data`,
    ],
    ['P6 0 5 255\n', `${unusable} the picture is 0x5: it has no pixels`],
    ['P6 5 0 255\n', `${unusable} the picture is 5x0: it has no pixels`],
    [
      'P6 16385 1 255\n',
      `${unusable} the picture is 16385x1, at most 16384x16384 and 67108864 pixels are read`,
    ],
    [
      'P6 16384 4097 255\n',
      `${unusable} the picture is 16384x4097, at most 16384x16384 and 67108864 pixels are read`,
    ],
    [
      `P6 ${'9'.repeat(400)} 1 255\n`,
      `${unusable} the picture is 9007199254740991x1, at most 16384x16384 and 67108864 pixels are read`,
    ],
    [
      'P6 1 1 255\n12',
      'MachineError truncated-ppm: The PPM frame is cut off: 1x1 needs 3 bytes of pixels, got 2 (the file was read before it was completely written; capture the screen again)',
    ],
    [
      'P6 1 1 255\n1234',
      'MachineError oversized-ppm: The PPM frame is too long: 1x1 needs 3 bytes of pixels, got 4 (something else was written to the same file; capture to a file of its own)',
    ],
    ['P6 1 1 9\n\x01\x0a\x00', `${broken} expected samples up to the maxval 9, got 10 in sample 1`],
  ])('refuses %j', (text, failure) => {
    expect(failureOf(() => decodePpm(ppm(text)))).toBe(failure);
  });

  test('gets the largest size it allows as far as its pixels', () => {
    expect(failureOf(() => decodePpm(ppm('P6 16384 4096 255\n')))).toMatch(
      /^MachineError truncated-ppm: .* 16384x4096 needs 201326592 bytes of pixels, got 0 /,
    );
  });
});

describe('laws', () => {
  test('decoding gives back what was encoded', () => {
    fc.assert(
      fc.property(anyFrame, (frame) => {
        const { width, height, data } = decodePpm(encodePpm(frame));
        expect([width, height]).toEqual([frame.width, frame.height]);
        expect(Buffer.compare(data, frame.data)).toBe(0);
      }),
    );
  });

  const comment = fc
    .string({ maxLength: 8 })
    .chain((text) => fc.constantFrom(`#${text.replace(/[\r\n]/g, '')}\n`, '#\r'));
  const separators = fc
    .array(fc.oneof(fc.constantFrom(' ', '\t', '\n', '\v', '\f', '\r'), comment), {
      minLength: 1,
      maxLength: 6,
    })
    .map((parts) => parts.join(''));

  test('any white space and comments in the header change nothing', () => {
    fc.assert(
      fc.property(
        anyFrame,
        separators,
        separators,
        separators,
        fc.oneof(fc.constantFrom(' ', '\t', '\n', '\v', '\f', '\r'), comment),
        (frame, a, b, c, end) => {
          const header = `P6${a}${frame.width}${b}${frame.height}${c}255${end}`;
          const decoded = decodePpm(ppm(header, ...frame.data));
          expect([decoded.width, decoded.height]).toEqual([frame.width, frame.height]);
          expect(Buffer.compare(decoded.data, frame.data)).toBe(0);
        },
      ),
    );
  });

  test('every cut is refused', () => {
    fc.assert(
      fc.property(anyFrame, fc.nat(), (frame, cut) => {
        const bytes = encodePpm(frame);
        const failure = failureOf(() => decodePpm(bytes.subarray(0, cut % bytes.length)));
        expect(failure).toMatch(/^MachineError (bad|truncated)-ppm: /);
      }),
    );
  });

  test('a changed byte decodes or is refused by name', () => {
    fc.assert(
      fc.property(anyFrame, fc.nat(20), fc.nat(255), (frame, at, value) => {
        const bytes = encodePpm(frame);
        bytes[at % bytes.length] = value;
        expect(failureOf(() => decodePpm(bytes))).toMatch(/^MachineError |^nothing was thrown$/);
      }),
      { numRuns: 1000 },
    );
  });
});
