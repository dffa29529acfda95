import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  contains,
  fitTo,
  growBy,
  middleOf,
  moveBy,
  pressArrow,
  spanOf,
} from '../../../src/report/page/drawn-region.ts';
import { regionFits } from '../../../src/screen/regions.ts';

const size = { width: 100, height: 80 };
const region = { x: 10, y: 20, width: 30, height: 40 };

describe('a region that is drawn', () => {
  test('spans from corner to corner, both of them in it, whichever way it is drawn', () => {
    const drawn = { x: 2, y: 3, width: 4, height: 1 };
    expect(spanOf({ x: 5, y: 3 }, { x: 2, y: 3 })).toEqual(drawn);
    expect(contains(drawn, { x: 5, y: 3 })).toBe(true);
    expect(contains(drawn, { x: 6, y: 3 })).toBe(false);
  });

  test.each([
    [{ key: 'ArrowLeft' }, { ...region, x: 9 }],
    [{ key: 'ArrowDown' }, { ...region, y: 21 }],
    [
      { key: 'ArrowDown', ctrlKey: true },
      { ...region, y: 36 },
    ],
    [
      { key: 'ArrowRight', shiftKey: true },
      { ...region, width: 31 },
    ],
    [
      { key: 'ArrowUp', shiftKey: true, ctrlKey: true },
      { ...region, height: 24 },
    ],
    [{ key: 'a' }, undefined],
    [{ key: 'constructor' }, undefined],
  ])('%j moves or sizes it', (press, expected) => {
    const keys = { shiftKey: false, ctrlKey: false, ...press };
    expect(pressArrow(keys, region, size)).toEqual(expected);
  });

  test('stays on the picture and keeps a pixel at least, whatever is done to it', () => {
    const by = fc.record({ x: fc.integer(), y: fc.integer() });
    const typed = fc.record({
      x: fc.integer(),
      y: fc.integer(),
      width: fc.integer(),
      height: fc.integer(),
    });
    const sizes = fc.record({
      width: fc.integer({ min: 1, max: 4000 }),
      height: fc.integer({ min: 1, max: 4000 }),
    });
    const isOn = (it: typeof region, { width, height }: typeof size) =>
      expect(regionFits(it, width, height)).toBe(true);
    fc.assert(
      fc.property(sizes, typed, by, (picture, wild, far) => {
        const fitted = fitTo(wild, picture);
        for (const it of [fitted, middleOf(picture)]) {
          isOn(it, picture);
          isOn(growBy(it, far, picture), picture);
          const moved = moveBy(it, far, picture);
          isOn(moved, picture);
          expect([moved.width, moved.height]).toEqual([it.width, it.height]);
        }
      }),
    );
  });
});
