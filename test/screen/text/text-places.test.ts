import { describe, expect, test } from 'vitest';
import { listOcrLines, type OcrBlock } from '../../../src/screen/text/ocr-lines.ts';
import { linesOf, type ReadText } from '../../../src/screen/text/read-text.ts';
import { createPattern } from '../../../src/screen/text/text-pattern.ts';
import { placesOf } from '../../../src/screen/text/text-places.ts';

const grid = { x: 4, y: 2, columns: 10, rows: 4, cellWidth: 8, cellHeight: 16 };
const rows = ['Back  Next', 'a 𝄞 Next  ', 'the long w', 'ord, Back '];
const characters = rows.flatMap((row) => Array.from(row));
const screen: ReadText = {
  reader: 'glyphs',
  confidence: 1,
  grid,
  ...linesOf(characters, grid),
};
const find = (text: ReadText, sought: string) =>
  placesOf(text, createPattern(sought).findIn(text)).map(
    ({ x, y, width, height, text: said }) => `${said} [${x}, ${y}, ${width}, ${height}]`,
  );

describe('in cells', () => {
  test.each([
    ['Back', ['Back [4, 2, 32, 16]', 'Back [44, 50, 32, 16]']],
    ['Next', ['Next [52, 2, 32, 16]', 'Next [36, 18, 32, 16]']],
    ['/N(ex)t$/', ['Next [52, 2, 32, 16]', 'Next [36, 18, 32, 16]']],
    ['long word', ['long word [36, 34, 48, 16]']],
    ['/x*$/', []],
    ['Nothing', []],
  ])('%s', (sought, places) => expect(find(screen, sought)).toEqual(places));

  test('of a region, whose lines begin elsewhere', () => {
    const region = { x: 44, y: 18, width: 40, height: 48 };
    const part = { ...screen, ...linesOf(characters, grid, region) };
    expect(part.lines).toEqual(['ext', 'ong w', 'Back']);
    expect(find(part, 'ext')).toEqual(['ext [44, 18, 24, 16]']);
    expect(find(part, 'Back')).toEqual(['Back [44, 50, 32, 16]']);
  });
});

test('no more places than anybody chooses from', () => {
  const line = 'a'.repeat(400);
  const text: ReadText = { reader: 'glyphs', confidence: 1, lines: [line], full: [false], grid };
  expect(find(text, 'a')).toHaveLength(100);
  expect(find(text, '/a/')).toHaveLength(100);
});

describe('by OCR', () => {
  const box = (text: string, x0: number, x1: number) => ({
    text,
    bbox: { x0, y0: 10, x1, y1: 20 },
  });
  const word = (text: string, from: number) => ({
    ...box(text, from, from + text.length * 5),
    symbols: Array.from(text, (one, i) => box(one, from + i * 5, from + i * 5 + 4)),
  });
  const joined = { ...box('Back', 60, 80), symbols: [box('Ba', 60, 70), box('ck', 70, 80)] };
  const words = [word('Press', 0), word('Continue', 30), joined];
  const blocks: OcrBlock[] = [{ paragraphs: [{ lines: [{ words }, { words: [] }] }] }];
  const read = (origin?: { x?: number; y?: number; scale?: number }): ReadText => ({
    reader: 'ocr',
    confidence: 0.9,
    ...listOcrLines(blocks, origin),
  });

  test('a word, and part of one', () => {
    expect(read().lines).toEqual(['Press Continue Back']);
    expect(find(read(), 'Continue')).toEqual(['Continue [30, 10, 39, 10]']);
    expect(find(read(), 's Cont')).toEqual(['s Cont [20, 10, 29, 10]']);
  });

  test('a word whose symbols are not its characters has one place', () => {
    expect(find(read(), 'ac')).toEqual(['ac [60, 10, 20, 10]']);
  });

  test('of a region', () => {
    expect(find(read({ x: 100, y: 50 }), 'Press')).toEqual(['Press [100, 60, 24, 10]']);
  });

  test('of a picture that was enlarged', () => {
    expect(find(read({ x: 100, y: 50, scale: 2 }), 'Press')).toEqual(['Press [100, 55, 12, 5]']);
  });
});
