import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ScenarioError } from '../../../src/errors.ts';
import { cp437 } from '../../../src/screen/text/cp437.ts';
import { parsePsf } from '../../../src/screen/text/psf.ts';
import { failureOf } from '../frames.ts';
import { encodePsf1, encodePsf2, hostFonts } from './psf-files.ts';
import { randomFont } from './text-screen.ts';

const small = randomFont(8, 16, 5);
const wide = randomFont(12, 24, 6);
const latin = Array.from({ length: 256 }, (_, code) => String.fromCodePoint(0x100 + code));

describe('a font', () => {
  test.each([
    ['PSF 1, no table', encodePsf1(small), small, cp437],
    ['PSF 1, gzipped', gzipSync(encodePsf1(small)), small, cp437],
    [
      'PSF 1 with a table',
      encodePsf1(
        small,
        latin.map((c) => [c.charCodeAt(0)]),
      ),
      small,
      latin,
    ],
    ['PSF 2, no table', encodePsf2(wide), wide, cp437],
    ['PSF 2 with a table', encodePsf2(wide, latin), wide, latin],
  ])('%s', (_, bytes, { width, height, shapes }, texts) => {
    const font = parsePsf(bytes, 'a.psf');
    expect(font).toMatchObject({ name: 'a.psf', width, height });
    expect(font.glyphs).toEqual(texts.map((text, i) => ({ text, shape: shapes[i] })));
  });

  test('the lowest of its characters names a glyph; sequences and empty groups do not', () => {
    const one = { ...small, shapes: small.shapes.slice(0, 4) };
    const table = ['\u0391A\u0410', 'B', '', '\u00a0'];
    const bytes = encodePsf2(one, table);
    bytes.set([0xfe], bytes.length - 6);
    expect(parsePsf(bytes, 'x').glyphs.map(({ text }) => text)).toEqual(['A', ' ']);
    const groups = small.shapes.map((_, i) => (i === 0 ? [0x410, 0x41, 0xfffe, 0x40, 0x301] : []));
    expect(parsePsf(encodePsf1(small, groups), 'x').glyphs.map(({ text }) => text)).toEqual(['A']);
  });

  test('a table that ends early names the glyphs it reaches', () => {
    const bytes = encodePsf2(wide, latin);
    expect(parsePsf(bytes.subarray(0, bytes.length - 30), 'x').glyphs.length).toBeGreaterThan(200);
  });
});

const header = (...fields: readonly number[]) => {
  const bytes = Buffer.alloc(64);
  for (const [i, field] of [0x864ab572, ...fields].entries()) bytes.writeUInt32LE(field, i * 4);
  return bytes;
};
const huge = 0xffffffff;

describe('what is no font', () => {
  test.each([
    ['nothing', Buffer.alloc(0), 'it does not begin like a PSF font'],
    ['half a magic', Buffer.from([0x36]), 'it does not begin like a PSF font'],
    ['a text', Buffer.from('# a font, honestly it is one, look'), 'it does not begin like a PSF'],
    ['PSF 1 without glyphs', Buffer.from([0x36, 4, 0, 16]), '256 glyphs need 4100 bytes, the file'],
    ['PSF 1 of height 0', Buffer.from([0x36, 4, 0, 0]), 'its cells are 8x0, expected 1x1 to 32x64'],
    ['PSF 2 of another version', header(7), 'expected version 0 of PSF 2, got 7'],
    ['a header inside the magic', header(0, 4), 'expected a header of at least 32 bytes, got 4'],
    [
      'a header beyond the file',
      header(0, huge, 0, 1, 16, 16, 8),
      '1 glyphs need 4294967311 bytes',
    ],
    ['huge cells', header(0, 32, 0, 1, huge, huge, huge), 'its cells are 4294967295x4294967295'],
    ['wide cells', header(0, 32, 0, 1, 80, 16, 33), 'its cells are 33x16'],
    [
      'many glyphs',
      header(0, 32, 0, huge, 16, 16, 8),
      'it has 4294967295 glyphs, expected 1 to 65536',
    ],
    ['no glyphs', header(0, 32, 0, 0, 16, 16, 8), 'it has 0 glyphs'],
    [
      'glyphs of another size',
      header(0, 32, 0, 1, 99, 16, 8),
      'a glyph of 8x16 needs 16 bytes, the header says 99',
    ],
    [
      'more glyphs than bytes',
      header(0, 32, 0, 9, 16, 16, 8),
      '9 glyphs need 176 bytes, the file has 64',
    ],
    ['broken gzip', Buffer.from([0x1f, 0x8b, 8, 0, 1]), 'it cannot be unpacked'],
    ['a gzip bomb', gzipSync(Buffer.alloc(64 * 1024 * 1024)), 'it cannot be unpacked'],
    ['a large file', Buffer.alloc(5 * 1024 * 1024), 'it is larger than 4194304 bytes'],
  ])('%s', (_, bytes, message) => {
    expect(failureOf(() => parsePsf(bytes, 'x.psf'))).toContain(
      `ScenarioError bad-font: The font x.psf cannot be used: ${message}`,
    );
  });

  test('any bytes give a font or a refusal', () => {
    const magic = fc.constantFrom([0x36, 4], [0x72, 0xb5, 0x4a, 0x86, 0, 0, 0, 0, 32, 0, 0, 0], []);
    fc.assert(
      fc.property(magic, fc.uint8Array({ maxLength: 9000 }), (start, rest) => {
        try {
          const font = parsePsf(Buffer.from([...start, ...rest]), 'x');
          expect(font.glyphs.every(({ shape }) => shape.length === font.height)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(ScenarioError);
        }
      }),
      { numRuns: 300, endOnFailure: true },
    );
  });
});

const real = hostFonts(/\.psf(\.gz)?$/);
test.skipIf(real.length === 0)('every font of this host is read', () => {
  const glyphs = real.map(({ name, bytes }) => parsePsf(bytes, name).glyphs.length);
  expect(Math.min(...glyphs)).toBeGreaterThanOrEqual(100);
});
