import { expect, test } from 'vitest';
import { sketchDifference } from '../../../src/report/github/sketch.ts';

const size = { width: 960, height: 80 };
const dots = (count: number) => '·'.repeat(count);

test('marks the cells that a box touches, and over masks', () => {
  const box = { x: 39, y: 39, width: 2, height: 2 };
  const mask = { x: 0, y: 0, width: 60, height: 40 };
  expect(sketchDifference(size, [box], [mask])).toBe(`░██${dots(45)}\n${dots(1)}██${dots(45)}`);
});

test('shows what is smaller than a cell, at each corner', () => {
  const corner = (x: number, y: number) => ({ x, y, width: 1, height: 1 });
  const boxes = [corner(0, 0), corner(959, 0), corner(0, 79), corner(959, 79)];
  expect(sketchDifference(size, boxes)).toBe(`█${dots(46)}█\n█${dots(46)}█`);
});

test('stays a sketch whatever the sizes say', () => {
  for (const [width, height] of [
    [1, 1],
    [1, 100_000],
    [100_000, 1],
  ] as const) {
    const rows = sketchDifference({ width, height }, [{ x: -5, y: 9e9, width: 9e9, height: 1 }]);
    expect(rows.split('\n').length).toBeLessThan(100);
    expect(new Set(rows.split('\n').map((row) => row.length))).toEqual(new Set([48]));
  }
});
