import { describe, expect, test } from 'vitest';
import { findCellHeight, findEqualRun } from '../../../src/screen/text/measure-cells.ts';
import { drawScreen, randomFont, screenOf, type TestFont } from './text-screen.ts';

const ruler = `# ${'H'.repeat(24)}`;

/** Consoles leave lines above and below their letters. */
function withMargins(font: TestFont): TestFont {
  const top = Math.floor(font.height / 5);
  const end = font.height - Math.ceil(font.height / 4);
  const inside = (row: number) => row >= top && row < end;
  return {
    ...font,
    shapes: font.shapes.map((shape) => shape.map((bits, row) => (inside(row) ? bits : 0))),
  };
}

describe.each([
  [8, 16],
  [9, 16],
  [8, 8],
  [6, 11],
  [12, 24],
  [16, 32],
  [32, 64],
])('cells of %ix%i', (width, height) => {
  const font = withMargins(randomFont(width, height, 11));
  const draw = (lines: string[], cursor?: number) =>
    drawScreen(screenOf(lines, { columns: 60, rows: 10 }), font, cursor);
  const before = draw(['old text', '~ # '], 64);

  test('are found by equal letters, the caret notwithstanding', () => {
    const typed = draw(['old text', `~ # ${ruler}`], 90);
    const run = findEqualRun(before, typed, 24);
    expect(run).toMatchObject({ cellWidth: width, column: 6, cells: 24 });
    expect(Math.floor((run?.top ?? 0) / height)).toBe(1);
    if (!run) return;
    const heightIn = (...lines: string[]) =>
      findCellHeight(typed, draw(lines, lines.length * 60 - 56), run, 4);
    expect(heightIn('old text', `~ # ${ruler}`)).toBeUndefined();
    expect(heightIn('old text', `~ # ${ruler}`, '~ # ')).toBe(height);
    expect(heightIn(`~ # ${ruler}`, '~ # ')).toBe(height);
    expect(heightIn('old text', `~ # ${ruler}`, '~ ')).toBeUndefined();
    expect(heightIn('old text', `~ # ${ruler}`, '~ $ ')).toBeUndefined();
    expect(heightIn('old text', `~ # ${ruler}`, '~ # # HHH')).toBeUndefined();
    const smaller = drawScreen(screenOf([], { columns: 40, rows: 10 }), font);
    expect(findCellHeight(typed, smaller, run, 4)).toBeUndefined();
    const noPrompt = draw(['old text', `    ${ruler}`], 90);
    expect(findCellHeight(noPrompt, noPrompt, run, 4)).toBeUndefined();
  });

  test('are not found before all letters are there', () => {
    expect(findEqualRun(before, before, 24)).toBeUndefined();
    expect(
      findEqualRun(before, draw(['old text', `~ # ${ruler.slice(0, -1)}`]), 24),
    ).toBeUndefined();
  });

  test('are not found by a line that is not text, nor in another mode', () => {
    const dark = draw([]);
    const filled = { ...dark, data: dark.data.slice() };
    filled.data.fill(255, 0, filled.width * 3);
    expect(findEqualRun(dark, filled, 24)).toBeUndefined();
    const smaller = drawScreen(screenOf([], { columns: 40, rows: 10 }), font);
    expect(findEqualRun(smaller, before, 24)).toBeUndefined();
  });
});

test('a prompt of two lines is not taken for higher cells', () => {
  const font = withMargins(randomFont(8, 16, 12));
  const draw = (...lines: string[]) => drawScreen(screenOf(lines, { columns: 60, rows: 10 }), font);
  const typed = draw('', `$ ${ruler}`);
  const run = findEqualRun(draw('', '$ '), typed, 24);
  const later = draw('', `$ ${ruler}`, 'path', '$ ');
  expect(run).toBeDefined();
  expect(run && findCellHeight(typed, later, run, 2)).toBeUndefined();
});
