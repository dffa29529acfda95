import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePsf } from '../../../src/screen/text/psf.ts';
import { encodePsf } from '../../../src/screen/text/write-psf.ts';

const anyFont = fc
  .record({ width: fc.integer({ min: 1, max: 32 }), height: fc.integer({ min: 1, max: 64 }) })
  .chain(({ width, height }) => {
    const row = fc.integer({ min: 0, max: 2 ** width - 1 });
    const glyph = fc.record({
      text: fc.constantFrom('A', 'ß', '█', '𝄞', '~', '"'),
      shape: fc.array(row, { minLength: height, maxLength: height }),
    });
    return fc.record({
      name: fc.constant('any.psf'),
      width: fc.constant(width),
      height: fc.constant(height),
      glyphs: fc.array(glyph, { minLength: 1, maxLength: 9 }),
    });
  });

test('what is written is read as the same font', () => {
  fc.assert(
    fc.property(anyFont, (font) => {
      expect(parsePsf(encodePsf(font), font.name)).toEqual(font);
    }),
  );
});

test('a font without glyphs is refused when it is read', () => {
  const bytes = encodePsf({ width: 8, height: 16, glyphs: [] });
  expect(() => parsePsf(bytes, 'empty.psf')).toThrow('it has 0 glyphs');
});
