import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Region } from '../../src/screen/frame.ts';
import { coverAreas, regionFits } from '../../src/screen/regions.ts';
import { contains, failureOf } from './frames.ts';

const region = (x: number, y: number, width: number, height: number): Region => ({
  x,
  y,
  width,
  height,
});

describe('regionFits', () => {
  test.each([
    [region(0, 0, 10, 8), true],
    [region(9, 7, 1, 1), true],
    [region(0, 0, 11, 8), false],
    [region(0, 0, 10, 9), false],
    [region(10, 0, 1, 1), false],
    [region(-1, 0, 2, 2), false],
    [region(0, -1, 2, 2), false],
    [region(0, 0, 0, 1), false],
    [region(0, 0, 1, 0), false],
    [region(0, 0, 1.5, 1), false],
    [region(Number.NaN, 0, 1, 1), false],
  ])('%o on 10x8: %s', (given, fits) => {
    expect(regionFits(given, 10, 8)).toBe(fits);
  });
});

describe('coverAreas', () => {
  const draw = (areas: Parameters<typeof coverAreas>[0]) => {
    const { bitmap } = coverAreas(areas, 4, 3);
    return [0, 4, 8].map((row) => bitmap.subarray(row, row + 4).join(''));
  };

  test('is the whole screen without areas', () => {
    expect(draw({})).toEqual(['1111', '1111', '1111']);
  });

  test('is what the regions have and no mask takes', () => {
    const regions = [region(0, 0, 2, 2), region(1, 1, 3, 2)];
    expect(draw({ regions, masks: [region(1, 0, 1, 2)] })).toEqual(['1000', '1011', '0111']);
  });

  test('gives its runs by row', () => {
    const { runs, pixels } = coverAreas({ masks: [region(1, 0, 2, 2)] }, 4, 3);
    expect([...runs]).toEqual([0, 1, 3, 4, 4, 5, 7, 8, 8, 12]);
    expect(pixels).toBe(8);
  });

  const hint = '(expected [x, y, width, height] in guest pixels, from the top left corner)';

  test.each([
    [
      { masks: [region(900, 0, 200, 20)] },
      `ScenarioError bad-mask: The mask [900, 0, 200, 20] is not inside the 1024x768 screen ${hint}`,
    ],
    [
      { regions: [region(0, 0, 4, 4), region(5, 5, 0, 7)] },
      `ScenarioError bad-region: The region [5, 5, 0, 7] is empty ${hint}`,
    ],
    [
      { regions: [region(0.5, 0, 1, 1)] },
      `ScenarioError bad-region: The region [0.5, 0, 1, 1] is not in whole pixels ${hint}`,
    ],
    [
      { regions: [region(5, 5, 9, 9)], masks: [region(0, 0, 100, 100)] },
      'ScenarioError nothing-compared: The masks and regions leave nothing of the screen to compare (make a mask smaller or a region larger)',
    ],
    [
      { regions: [] },
      'ScenarioError nothing-compared: The masks and regions leave nothing of the screen to compare (make a mask smaller or a region larger)',
    ],
  ])('refuses %j', (areas, failure) => {
    expect(failureOf(() => coverAreas(areas, 1024, 768))).toBe(failure);
  });

  test('agrees with a look at each pixel', () => {
    const small = fc
      .tuple(fc.nat(9), fc.nat(7))
      .chain(([x, y]) =>
        fc
          .tuple(fc.integer({ min: 1, max: 10 - x }), fc.integer({ min: 1, max: 8 - y }))
          .map(([width, height]) => region(x, y, width, height)),
      );
    const list = fc.array(small, { maxLength: 4 });
    fc.assert(
      fc.property(list, list, (regions, masks) => {
        const all = [region(0, 0, 10, 8), ...regions];
        const wanted: number[] = [];
        for (let i = 0; i < 80; i += 1) {
          const here = (area: Region) => contains(area, i % 10, Math.floor(i / 10));
          if (all.some(here) && !masks.some(here)) wanted.push(i);
        }
        fc.pre(wanted.length > 0);
        const { runs, bitmap, pixels } = coverAreas({ regions: all, masks }, 10, 8);
        const fromRuns: number[] = [];
        for (let i = 0; i < runs.length; i += 2) {
          for (let p = runs[i] ?? 0; p < (runs[i + 1] ?? 0); p += 1) fromRuns.push(p);
        }
        expect(fromRuns).toEqual(wanted);
        expect([...bitmap].flatMap((bit, i) => (bit ? [i] : []))).toEqual(wanted);
        expect(pixels).toBe(wanted.length);
      }),
    );
  });
});
