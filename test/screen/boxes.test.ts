import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boxDifferences } from '../../src/screen/boxes.ts';
import type { Differences } from '../../src/screen/differences.ts';
import { contains } from './frames.ts';

type Point = readonly [x: number, y: number];

function differencesAt(width: number, height: number, points: readonly Point[]): Differences {
  const bitmap = new Uint8Array(width * height);
  for (const [x, y] of points) bitmap[y * width + x] = 1;
  return { width, height, bitmap, pixels: bitmap.reduce((sum, bit) => sum + bit, 0) };
}

const show = (differences: Differences, atMost?: number) =>
  boxDifferences(differences, atMost).map(({ x, y, width, height }) => [x, y, width, height]);

describe('boxDifferences', () => {
  test.each<[string, Point[], number[][]]>([
    ['nothing', [], []],
    ['one pixel', [[17, 5]], [[17, 5, 1, 1]]],
    [
      'the corners of the screen',
      [
        [0, 0],
        [99, 69],
      ],
      [
        [0, 0, 1, 1],
        [99, 69, 1, 1],
      ],
    ],
    [
      'neighbours in two cells',
      [
        [7, 7],
        [8, 8],
      ],
      [[7, 7, 2, 2]],
    ],
    [
      'pixels with a gap of 8',
      [
        [0, 0],
        [9, 0],
      ],
      [[0, 0, 10, 1]],
    ],
    [
      'pixels with a gap of 15',
      [
        [0, 0],
        [16, 0],
      ],
      [[0, 0, 17, 1]],
    ],
    [
      'pixels with a gap of 23',
      [
        [0, 0],
        [24, 0],
      ],
      [
        [0, 0, 1, 1],
        [24, 0, 1, 1],
      ],
    ],
    [
      'a chain, in any order',
      [
        [40, 40],
        [10, 10],
        [25, 25],
      ],
      [[10, 10, 31, 31]],
    ],
    [
      'a small and a large group',
      [
        [0, 0],
        [50, 50],
        [53, 57],
      ],
      [
        [50, 50, 4, 8],
        [0, 0, 1, 1],
      ],
    ],
  ])('boxes %s', (_, points, boxes) => {
    expect(show(differencesAt(100, 70, points))).toEqual(boxes);
  });

  test('joins the smallest when there are too many', () => {
    const points: Point[] = [
      [0, 0],
      [1, 1],
      [40, 0],
      [80, 0],
      [80, 60],
    ];
    expect(show(differencesAt(100, 70, points), 4)).toHaveLength(4);
    expect(show(differencesAt(100, 70, points), 2)).toEqual([
      [40, 0, 41, 61],
      [0, 0, 2, 2],
    ]);
  });

  test('boxes at most 20 by default', () => {
    const points = Array.from(
      { length: 100 },
      (_, i): Point => [(i % 10) * 30, Math.floor(i / 10) * 30],
    );
    expect(show(differencesAt(300, 300, points))).toHaveLength(20);
  });

  const scattered = fc
    .tuple(fc.integer({ min: 1, max: 120 }), fc.integer({ min: 1, max: 120 }))
    .chain(([width, height]) =>
      fc
        .array(fc.tuple(fc.nat(width - 1), fc.nat(height - 1)), { maxLength: 60 })
        .map((points) => ({ width, height, points })),
    );

  test('each pixel is in a box, each side of a box touches a pixel', () => {
    fc.assert(
      fc.property(scattered, ({ width, height, points }) => {
        const boxes = boxDifferences(differencesAt(width, height, points));
        expect(boxes.length).toBeLessThanOrEqual(20);
        for (const [x, y] of points) expect(boxes.some((box) => contains(box, x, y))).toBe(true);
        for (const box of boxes) {
          const inside = points.filter(([x, y]) => contains(box, x, y));
          expect(Math.min(...inside.map(([x]) => x))).toBe(box.x);
          expect(Math.min(...inside.map(([, y]) => y))).toBe(box.y);
          expect(Math.max(...inside.map(([x]) => x))).toBe(box.x + box.width - 1);
          expect(Math.max(...inside.map(([, y]) => y))).toBe(box.y + box.height - 1);
        }
        const areas = boxes.map((box) => box.width * box.height);
        expect(areas).toEqual(areas.toSorted((a, b) => b - a));
      }),
    );
  });

  test('pixels with at most 8 between them share a box', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), fc.nat(9), fc.nat(9), (x, y, dx, dy) => {
        expect(
          show(
            differencesAt(80, 80, [
              [x, y],
              [x + dx, y + dy],
            ]),
          ),
        ).toHaveLength(1);
      }),
    );
  });
});
