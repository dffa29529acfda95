import { expect, test } from 'vitest';
import { listTexts } from '../../../src/screen/text/list-texts.ts';

test('what stands apart in a line is told apart, each with its place', () => {
  const grid = { x: 0, y: 0, columns: 40, rows: 2, cellWidth: 8, cellHeight: 16 };
  const lines = ['  <Go Back>   é𝄞   <Continue>', '', 'x'];
  const texts = listTexts({ reader: 'glyphs', lines, full: [], confidence: 1, grid });
  expect(texts).toEqual([
    { text: '<Go Back>', x: 16, y: 0, width: 72, height: 16 },
    { text: 'é𝄞', x: 112, y: 0, width: 16, height: 16 },
    { text: '<Continue>', x: 152, y: 0, width: 80, height: 16 },
    { text: 'x', x: 0, y: 32, width: 8, height: 16 },
  ]);
});

test('without places there is nothing to list', () => {
  expect(listTexts({ reader: 'ocr', lines: ['x'], full: [false], confidence: 1 })).toEqual([]);
});
