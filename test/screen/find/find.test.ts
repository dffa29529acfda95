import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CompareRules, createComparer } from '../../../src/screen/compare.ts';
import { cropFrame } from '../../../src/screen/crop.ts';
import { createFinder, findPicture } from '../../../src/screen/find/find.ts';
import type { Frame, Region } from '../../../src/screen/frame.ts';
import { failureOf, fillFrame, frameOf, paint } from '../frames.ts';

/** A button with a mark on it, 12x8. */
const button = paint(
  fillFrame(12, 8, [40, 90, 200]),
  { x: 3, y: 2, width: 5, height: 3 },
  [255, 255, 255],
);

function put(frame: Frame, picture: Frame, x: number, y: number): Frame {
  const data = frame.data.slice();
  for (let row = 0; row < picture.height; row += 1) {
    const line = picture.data.subarray(row * picture.width * 3, (row + 1) * picture.width * 3);
    data.set(line, ((y + row) * frame.width + x) * 3);
  }
  return { ...frame, data };
}

const blank = fillFrame(80, 60, [220, 220, 220]);
const once = put(blank, button, 31, 17);
const placesOf = (matches: readonly Region[]) => matches.map(({ x, y }) => [x, y]);

describe('an exact picture', () => {
  test('is found where it is, with its size and a full score', () => {
    expect(findPicture(once, button)).toEqual([
      { x: 31, y: 17, width: 12, height: 8, diffPixels: 0, score: 1 },
    ]);
  });

  test.each([
    [0, 0],
    [68, 0],
    [0, 52],
    [68, 52],
  ])('is found in the corner %i,%i', (x, y) => {
    expect(placesOf(findPicture(put(blank, button, x, y), button))).toEqual([[x, y]]);
  });

  test('is found at all its places, in reading order', () => {
    const frame = put(put(put(blank, button, 50, 40), button, 5, 40), button, 60, 3);
    expect(placesOf(findPicture(frame, button))).toEqual([
      [60, 3],
      [5, 40],
      [50, 40],
    ]);
  });

  test('is not found where one pixel or one shade differs', () => {
    const pixel = paint(once, { x: 42, y: 24, width: 1, height: 1 }, [40, 90, 201]);
    expect(findPicture(pixel, button)).toEqual([]);
  });

  test('is not found in another colour of the same brightness', () => {
    const red = paint(
      fillFrame(12, 8, [180, 40, 70]),
      { x: 3, y: 2, width: 5, height: 3 },
      [255, 255, 255],
    );
    expect(findPicture(once, red)).toEqual([]);
    expect(findPicture(once, red, { threshold: 0.1 })).toEqual([]);
  });

  test('does not wrap around the edge of the screen', () => {
    const left = cropFrame(button, { x: 0, y: 0, width: 6, height: 8 });
    const right = cropFrame(button, { x: 6, y: 0, width: 6, height: 8 });
    expect(findPicture(put(put(blank, left, 74, 9), right, 0, 10), button)).toEqual([]);
  });

  test('as large as the screen is found, larger is not', () => {
    expect(placesOf(findPicture(button, button))).toEqual([[0, 0]]);
    expect(findPicture(button, once)).toEqual([]);
    expect(createFinder(once).nearest(button)).toBeUndefined();
  });

  test('overlapping places are all told: neither is better', () => {
    const stripes = fillFrame(40, 3, [0, 0, 0]);
    const frame = [0, 4, 8, 12].reduce(
      (painted, x) => paint(painted, { x, y: 0, width: 2, height: 3 }, [255, 255, 255]),
      stripes,
    );
    const picture = cropFrame(frame, { x: 0, y: 0, width: 8, height: 3 });
    expect(placesOf(findPicture(frame, picture))).toEqual([
      [0, 0],
      [4, 0],
      [8, 0],
    ]);
  });

  test('of stripes without a change in any row is found too', () => {
    const lines = paint(fillFrame(9, 6), { x: 0, y: 2, width: 9, height: 2 }, [9, 200, 9]);
    expect(placesOf(findPicture(put(blank, lines, 20, 30), lines))).toEqual([[20, 30]]);
  });
});

describe('where to look', () => {
  const twice = put(once, button, 5, 40);

  test('a match lies wholly inside a region', () => {
    const inside = { x: 5, y: 40, width: 12, height: 8 };
    expect(placesOf(findPicture(twice, button, {}, { regions: [inside] }))).toEqual([[5, 40]]);
    const short = { ...inside, width: 11 };
    expect(findPicture(twice, button, {}, { regions: [short] })).toEqual([]);
    expect(findPicture(twice, button, { threshold: 0.1 }, { regions: [short] })).toEqual([]);
  });

  test('a place in two regions counts once', () => {
    const regions = [
      { x: 0, y: 30, width: 40, height: 30 },
      { x: 2, y: 35, width: 40, height: 25 },
    ];
    expect(placesOf(findPicture(twice, button, {}, { regions }))).toEqual([[5, 40]]);
  });

  test('a region off the screen is refused', () => {
    const regions = [{ x: 70, y: 0, width: 20, height: 5 }];
    expect(failureOf(() => findPicture(twice, button, {}, { regions }))).toBe(
      'ScenarioError bad-region: The region [70, 0, 20, 5] is not inside the 80x60 screen (expected [x, y, width, height] in guest pixels, from the top left corner)',
    );
  });
});

describe('a picture that may differ', () => {
  const scratched = paint(once, { x: 31, y: 17, width: 2, height: 1 }, [0, 0, 0]);
  const tinted = { ...once, data: once.data.map((value) => Math.min(255, value + 6)) };

  test.each<[string, Frame, CompareRules, number]>([
    ['by two pixels', scratched, { maxDiffPixels: 2 }, 2],
    ['by a part of its pixels', scratched, { maxDiffRatio: 0.03 }, 2],
    ['by a shade', tinted, { threshold: 0.1 }, 0],
    ['behind a mask', scratched, { masks: [{ x: 0, y: 0, width: 3, height: 1 }] }, 0],
    ['outside its regions', scratched, { regions: [{ x: 2, y: 1, width: 8, height: 6 }] }, 0],
  ])('is found %s', (_, frame, rules, diffPixels) => {
    expect(findPicture(frame, button, rules)).toMatchObject([{ x: 31, y: 17, diffPixels }]);
  });

  test('is not found where one pixel more differs', () => {
    expect(findPicture(scratched, button, { maxDiffPixels: 1 })).toEqual([]);
  });

  test('the very same bytes win, unless every place is wanted', () => {
    const both = put(scratched, button, 5, 40);
    const rules = { maxDiffPixels: 5 };
    expect(placesOf(findPicture(both, button, rules))).toEqual([[5, 40]]);
    expect(findPicture(both, button, rules, { everyPlace: true })).toMatchObject([
      { x: 5, y: 40, score: 1 },
      { x: 31, y: 17, diffPixels: 2, score: 1 - 2 / 96 },
    ]);
  });

  test('the places around a match are no matches of their own', () => {
    expect(placesOf(findPicture(scratched, button, { maxDiffPixels: 14 }))).toEqual([[31, 17]]);
  });
});

describe('a picture without a place', () => {
  test('of one colour is refused', () => {
    expect(failureOf(() => createFinder(fillFrame(20, 20)))).toBe(
      'ScenarioError plain-picture: The picture has one colour only: it would be found everywhere (cut out a part with more in it, or let fewer pixels differ)',
    );
  });

  test('that may differ in all that makes it one is refused', () => {
    expect(failureOf(() => createFinder(button, { maxDiffPixels: 15 }))).toBe(
      'ScenarioError plain-picture: Only 15 pixels of the picture stand out from its background, and 15 may differ: it would be found everywhere (cut out a part with more in it, or let fewer pixels differ)',
    );
    expect(failureOf(() => createFinder(button, { maxDiffPixels: 14 }))).toBe('nothing was thrown');
  });

  test('at thousands of places is an error, not a list', () => {
    const dots = fillFrame(300, 300);
    const data = dots.data.map((_, i) => ((i / 3) % 2 < 1 ? 255 : 0));
    const frame = { ...dots, data };
    const picture = cropFrame(frame, { x: 0, y: 0, width: 4, height: 2 });
    expect(failureOf(() => findPicture(frame, picture))).toBe(
      'StepError too-many-places: the picture is at more than 10000 places (cut out a larger picture, let fewer pixels differ, or say where to look: region)',
    );
  });

  test('the nearest place is told, and how near', () => {
    const changed = paint(once, { x: 31, y: 17, width: 12, height: 1 }, [0, 0, 0]);
    expect(createFinder(button).nearest(changed)).toEqual({
      x: 31,
      y: 17,
      width: 12,
      height: 8,
      diffPixels: 12,
      score: 1 - 12 / 96,
    });
  });

  test('an empty background comes nowhere near', () => {
    expect(createFinder(button).nearest(fillFrame(80, 60, [40, 90, 200]))).toBeUndefined();
    expect(createFinder(button).nearest(blank)).toBeUndefined();
  });
});

describe('laws', () => {
  const fewColours = frameOf(26, 20).map((frame) => ({
    ...frame,
    data: frame.data.map((value) => (value % 2) * 40 + 90),
  }));
  const cut = fc.record({
    x: fc.nat(14),
    y: fc.nat(10),
    width: fc.integer({ min: 2, max: 12 }),
    height: fc.integer({ min: 2, max: 10 }),
  });

  /** Every place, one after the other, compared as screens are. */
  function bruteForce(frame: Frame, picture: Frame, rules: CompareRules): number[][] {
    const comparer = createComparer(picture, rules);
    const found: number[][] = [];
    for (let y = 0; y + picture.height <= frame.height; y += 1) {
      for (let x = 0; x + picture.width <= frame.width; x += 1) {
        const { width, height } = picture;
        const part = cropFrame(frame, { x, y, width, height });
        if (comparer.matches(part)) found.push([comparer.differences(part).pixels, y, x]);
      }
    }
    return found.toSorted(([a = 0], [b = 0]) => a - b);
  }

  test('a part of any frame is found at its place and wherever else it is', () => {
    fc.assert(
      fc.property(fc.oneof(frameOf(26, 20), fewColours), cut, (frame, area) => {
        const picture = cropFrame(frame, area);
        fc.pre(failureOf(() => createFinder(picture)) === 'nothing was thrown');
        const found = placesOf(findPicture(frame, picture));
        expect(found).toContainEqual([area.x, area.y]);
        expect(found).toEqual(bruteForce(frame, picture, {}).map(([, y, x]) => [x, y]));
      }),
    );
  });

  test('with noise on all of the screen it is found within 0 pixels', () => {
    fc.assert(
      fc.property(frameOf(26, 20), cut, fc.infiniteStream(fc.nat(6)), (frame, area, noise) => {
        fc.pre(area.width * area.height >= 16);
        const picture = cropFrame(frame, area);
        const rules = { threshold: 0.05 };
        fc.pre(failureOf(() => createFinder(picture, rules)) === 'nothing was thrown');
        const data = frame.data.map((value) => Math.min(255, value + (noise.next().value ?? 0)));
        expect(placesOf(findPicture({ ...frame, data }, picture, rules))).toEqual([
          [area.x, area.y],
        ]);
      }),
    );
  });

  test('no place is overlooked, and none is made up, under any rules', () => {
    const anyRules = fc.record(
      { threshold: fc.constantFrom(0, 0.05, 0.2), maxDiffPixels: fc.nat(8) },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fewColours, cut, anyRules, fc.boolean(), (frame, area, rules, masked) => {
        const picture = cropFrame(frame, area);
        const all = { ...rules, ...(masked && { masks: [{ x: 0, y: 0, width: 1, height: 2 }] }) };
        fc.pre(failureOf(() => createFinder(picture, all)) === 'nothing was thrown');
        const expected = bruteForce(frame, picture, all);
        const found = findPicture(frame, picture, all, { everyPlace: true });
        const told = found.map(({ x, y, diffPixels }) => [diffPixels, y, x]);
        for (const place of told) expect(expected).toContainEqual(place);
        for (const place of expected) {
          const [diff = 0, y = 0, x = 0] = place;
          const isCovered = found.some(
            (one) =>
              one.diffPixels < diff &&
              Math.abs(one.x - x) < picture.width &&
              Math.abs(one.y - y) < picture.height,
          );
          if (!isCovered) expect(told).toContainEqual(place);
        }
        const [[best] = []] = expected;
        if (found[0]) expect(found[0].diffPixels).toBe(best);
      }),
    );
  });
});
