import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Frame } from '../../../src/screen/frame.ts';
import { cp437 } from '../../../src/screen/text/cp437.ts';
import { type Font, findRomFonts, withNinthColumn } from '../../../src/screen/text/font.ts';
import { parsePsf } from '../../../src/screen/text/psf.ts';
import { findGlyphText, learnFont, readGlyphText } from '../../../src/screen/text/read-glyphs.ts';
import { findVgaText } from '../../../src/screen/text/vga-memory.ts';
import { fillFrame, paint } from '../frames.ts';
import { hostFonts } from './psf-files.ts';
import {
  anyScreen,
  drawScreen,
  memoryOf,
  randomFont,
  screenOf,
  type TestFont,
  type TextScreen,
  textOf,
} from './text-screen.ts';

const asFont = ({ width, height, shapes }: TestFont, name = 'a font'): Font => ({
  name,
  width,
  height,
  glyphs: cp437.map((text, code) => ({ text, shape: shapes[code] ?? [] })),
});
const drawn = randomFont(8, 16, 3);
const font = asFont(drawn);
const screen = screenOf(['GRUB loading.', '', 'Welcome to GRUB!', 'debian login: root'], {
  columns: 100,
  rows: 37,
});
const picture = drawScreen(screen, drawn);

/** A frame within a larger one. */
function place(frame: Frame, width: number, height: number, x: number, y: number): Frame {
  const data = new Uint8Array(width * height * 3);
  for (let row = 0; row < frame.height; row += 1) {
    const line = frame.data.subarray(row * frame.width * 3, (row + 1) * frame.width * 3);
    data.set(line, ((y + row) * width + x) * 3);
  }
  return { width, height, data };
}
const read = (frame: Frame, fonts: readonly Font[]) => {
  const found = findGlyphText(frame, fonts);
  return found && readGlyphText(found);
};
const textIn = (frame: Frame, fonts: readonly Font[]) =>
  read(frame, fonts)
    ?.lines.map((line) => line.trim())
    .filter((line) => line !== '');
const said = ['GRUB loading.', 'Welcome to GRUB!', 'debian login: root'];

describe('a console', () => {
  test.each([
    ['8x16', 8, 16],
    ['9x16', 9, 16],
    ['8x8', 8, 8],
    ['12x24', 12, 24],
    ['16x32', 16, 32],
    ['32x64', 32, 64],
  ])('%s: any screen is read back exactly', (_, width, height) =>
    fc.assert(
      fc.property(anyScreen(40, 12), fc.nat(), (random, seed) => {
        const shapes = randomFont(width, height, seed);
        const reading = read(drawScreen(random, shapes), [asFont(shapes)]);
        const expected = textOf(random, cp437);
        expect(reading?.lines.map((line) => line.trimEnd())).toEqual(expected);
        expect(reading?.confidence).toBe(1);
      }),
      { numRuns: 5, endOnFailure: true },
    ),
  );

  test('below a remainder of the frame and beside another font', () => {
    const odd = place(picture, 803, 599, 0, 0);
    expect(textIn(odd, [asFont(randomFont(8, 16, 9), 'other'), font])).toEqual(said);
  });

  test.each([
    [80, 0],
    [3, 5],
    [7, 15],
  ])('%i,%i pixels from the corner', (x, y) => {
    const moved = place(picture, 1024, 768, x, y);
    expect(textIn(moved, [font])).toEqual(said);
    expect(read(moved, [font])?.grid).toMatchObject({ x: x % 8, y: y % 16 });
  });

  test('a cursor below a blank, below a character, and a block', () => {
    const cursors = [60, 305].map((cell) => drawScreen(screen, drawn, cell));
    for (const frame of cursors) expect(textIn(frame, [font])).toEqual(said);
    const inverse = { ...screen, cells: screen.cells.slice() };
    inverse.cells[1] = 0x70;
    expect(textIn(drawScreen(inverse, drawn), [font])).toEqual(said);
  });

  test('a logo is unknown, the rest is read', () => {
    const gradient = paint(picture, { x: 400, y: 300, width: 8, height: 16 }, [1, 2, 3]);
    const logo = paint(gradient, { x: 402, y: 302, width: 3, height: 3 }, [9, 9, 9]);
    const three = paint(logo, { x: 403, y: 303, width: 1, height: 1 }, [99, 9, 9]);
    const reading = read(three, [font]);
    expect(reading?.lines[0]).toBe('GRUB loading.');
    expect(reading?.lines.join('')).toContain('\ufffd');
    expect(reading?.confidence).toBeGreaterThan(0.9);
    expect(reading?.confidence).toBeLessThan(1);
  });
});

describe('nothing is read', () => {
  test.each<[string, Frame, readonly Font[]]>([
    ['from an empty screen', fillFrame(640, 480), [font]],
    ['without a font', picture, []],
    ['with a font of another shape', picture, [asFont(randomFont(8, 16, 77))]],
    ['with a font of another size', picture, [asFont(randomFont(12, 24, 3))]],
    ['from less than a cell', fillFrame(7, 15), [font]],
    [
      'from a window',
      paint(fillFrame(640, 480), { x: 9, y: 9, width: 99, height: 50 }, [9, 9, 9]),
      [font],
    ],
  ])('%s', (_, frame, fonts) => expect(read(frame, fonts)).toBeUndefined());
});

test('where it was found last is tried first', () => {
  const moved = place(picture, 1024, 768, 3, 5);
  const found = findGlyphText(moved, [font]);
  expect(found && findGlyphText(moved, [], found)?.characters).toEqual(found?.characters);
});

describe('a learned font', () => {
  const sampler = screenOf(['ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz.:!']);
  const grid = { x: 0, y: 0, columns: 80, rows: 25, cellWidth: 8, cellHeight: 16 };

  test('reads what is made of its characters', () => {
    const lines = textOf(sampler, cp437);
    const learned = learnFont(drawScreen(sampler, drawn), grid, lines, 'learned');
    expect(learned.glyphs.length).toBe(55);
    expect(textIn(picture, [learned])).toEqual(said);
  });

  test('from text memory, on a graphical console', () => {
    const found = findVgaText(drawScreen(sampler, drawn), memoryOf(sampler, 0));
    const lines = found && textOf({ ...sampler, cells: sampler.cells }, cp437);
    const learned = learnFont(drawScreen(sampler, drawn), grid, lines ?? [], 'learned');
    expect(textIn(place(picture, 1024, 768, 0, 0), [learned])).toEqual(said);
  });

  test('off the frame: nothing', () => {
    expect(learnFont(fillFrame(8, 8), grid, ['A'], 'x').glyphs).toEqual([]);
    expect(learnFont(picture, { ...grid, columns: 0 }, ['A'], 'x').glyphs).toEqual([]);
  });
});

describe('a VGA BIOS', () => {
  const face = Buffer.from('00007e81a58181bd9981817e00000000', 'hex');
  const table = Buffer.concat(
    cp437.map((_, code) => {
      if (code === 1) return face;
      return Buffer.alloc(16, code === 0xdb ? 0xff : code === 0 || code === 0x20 ? 0 : code);
    }),
  );
  const rom = Buffer.concat([Buffer.alloc(333, 0x55), table, Buffer.alloc(99, 0x55)]);

  test('has its font somewhere', () => {
    const [found, ...others] = findRomFonts(rom);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ name: 'VGA BIOS 8x16', width: 8, height: 16 });
    expect(found?.glyphs[0x41]).toEqual({ text: 'A', shape: Array(16).fill(0x82) });
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['a face alone', face],
    ['a font that is cut off', rom.subarray(0, 2000)],
    [
      'a face in something else',
      Buffer.concat([Buffer.alloc(999, 1), face, Buffer.alloc(9999, 1)]),
    ],
  ])('%s is no font', (_, bytes) => expect(findRomFonts(bytes)).toEqual([]));

  test('the ninth column repeats the eighth of lines and blocks', () => {
    const [found] = findRomFonts(rom);
    const wide = found && withNinthColumn(found);
    expect([wide?.width, wide?.glyphs[0xdb]?.shape[0]]).toEqual([9, 0x1ff]);
    expect(wide?.glyphs[0xfe]?.shape[0]).toBe(found?.glyphs[0xfe]?.shape[0]);
  });
});

const real = hostFonts(/^(Lat15-Fixed16|Lat15-Terminus24x12|Lat15-VGA16|Lat15-VGA8)\.psf(\.gz)?$/);
test.skipIf(real.length === 0).each(real)('$name: every character is itself', ({ name, bytes }) => {
  const psf = parsePsf(bytes, name);
  const printable = psf.glyphs.filter(({ text }) => text > ' ' && text <= '~');
  expect(printable.length).toBe(94);
  const shapes: (readonly number[])[] = Array.from({ length: 256 }, () =>
    Array(psf.height).fill(0),
  );
  for (const { text, shape } of printable) shapes[text.charCodeAt(0)] = shape;
  const text = printable.map((glyph) => glyph.text).join('');
  const page: TextScreen = screenOf([text.slice(0, 60), text.slice(60)], { columns: 60, rows: 9 });
  const { width, height } = psf;
  expect(textIn(drawScreen(page, { width, height, shapes }), [psf])).toEqual([
    text.slice(0, 60),
    text.slice(60),
  ]);
});

describe('several fonts of one size', () => {
  const half = (keep: (code: number) => boolean, name: string): Font => ({
    ...font,
    name,
    glyphs: font.glyphs.filter((_, code) => keep(code)),
  });
  const upper = half((code) => code < 0x61, 'upper');
  const lower = half((code) => code >= 0x61, 'lower');

  test('read together what none of them reads alone', () => {
    expect(read(picture, [upper])?.confidence ?? 0).toBeLessThan(1);
    const both = read(picture, [upper, lower]);
    expect(both).toMatchObject({ confidence: 1 });
    expect(textIn(picture, [upper, lower])).toEqual(said);
  });

  test('one that comes later helps where another one has read before', () => {
    const before = findGlyphText(picture, [upper]);
    const found = findGlyphText(picture, [lower, upper], before);
    expect(found && readGlyphText(found).lines[3]).toBe('debian login: root');
  });

  test('where they differ, the first one counts', () => {
    const other: Font = {
      ...font,
      name: 'other',
      glyphs: font.glyphs.map(({ shape }) => ({ text: 'x', shape })),
    };
    expect(textIn(picture, [font, other])).toEqual(said);
    expect(textIn(picture, [other, font])?.[0]).toMatch(/^x+ x+$/);
  });
});
