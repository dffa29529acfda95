import fc from 'fast-check';
import pixelmatch from 'pixelmatch';
import { describe, expect, test } from 'vitest';
import { type CompareRules, compareFrames, createComparer } from '../../src/screen/compare.ts';
import type { Frame } from '../../src/screen/frame.ts';
import { contains, failureOf, fillFrame, paint, twoFrames } from './frames.ts';

const blank = fillFrame(100, 50);
const dot = paint(blank, { x: 20, y: 10, width: 3, height: 2 }, [255, 255, 255]);
const box = { x: 20, y: 10, width: 3, height: 2 };
const faint = paint(blank, { x: 60, y: 40, width: 2, height: 1 }, [0, 0, 1]);
const left = { x: 0, y: 0, width: 50, height: 50 };
const right = { x: 50, y: 0, width: 50, height: 50 };

const different = (diffPixels: number, allowedPixels: number, covered = 5000) => ({
  kind: 'different',
  diffPixels,
  diffRatio: diffPixels / covered,
  allowedPixels,
  boxes: [box],
});
const within = (diffPixels: number) => ({ kind: 'within-tolerance', diffPixels, boxes: [box] });

describe('compareFrames', () => {
  test.each<[string, Frame, CompareRules, object]>([
    ['the same picture', blank, {}, { kind: 'equal' }],
    ['6 pixels, no rules', dot, {}, different(6, 0)],
    ['6 pixels, 6 allowed', dot, { maxDiffPixels: 6 }, within(6)],
    ['6 pixels, 5 allowed', dot, { maxDiffPixels: 5 }, different(6, 5)],
    ['6 of 5000, ratio 0.0012', dot, { maxDiffRatio: 0.0012 }, within(6)],
    ['6 of 5000, ratio 0.0011', dot, { maxDiffRatio: 0.0011 }, different(6, 5)],
    ['both limits, pixels smaller', dot, { maxDiffPixels: 2, maxDiffRatio: 1 }, different(6, 2)],
    [
      'both limits, ratio smaller',
      dot,
      { maxDiffPixels: 99, maxDiffRatio: 0.0002 },
      different(6, 1),
    ],
    ['limit 0 beside a ratio', dot, { maxDiffPixels: 0, maxDiffRatio: 1 }, different(6, 0)],
    ['all masked', dot, { masks: [box] }, { kind: 'equal' }],
    [
      'half masked',
      dot,
      { masks: [{ ...box, height: 1 }], maxDiffPixels: 2 },
      {
        ...different(3, 2, 4997),
        boxes: [{ x: 20, y: 11, width: 3, height: 1 }],
      },
    ],
    ['a region elsewhere', dot, { regions: [right] }, { kind: 'equal' }],
    ['a region around it', dot, { regions: [left] }, different(6, 0, 2500)],
    ['a ratio of the region', dot, { regions: [left], maxDiffRatio: 0.0024 }, within(6)],
    [
      'a faint change, exact',
      faint,
      { maxDiffPixels: 2 },
      {
        kind: 'within-tolerance',
        diffPixels: 2,
        boxes: [{ x: 60, y: 40, width: 2, height: 1 }],
      },
    ],
    [
      'a faint change below the threshold',
      faint,
      { threshold: 0.1 },
      {
        kind: 'within-tolerance',
        diffPixels: 0,
        boxes: [],
      },
    ],
    ['a strong change above the threshold', dot, { threshold: 0.1 }, different(6, 0)],
    [
      'a strong change, threshold 1',
      dot,
      { threshold: 1 },
      {
        kind: 'within-tolerance',
        diffPixels: 0,
        boxes: [],
      },
    ],
    ['6 close together, 6 allowed', dot, { maxDiffWindow: { size: 3, pixels: 6 } }, within(6)],
    [
      '6 close together, 5 allowed',
      dot,
      { maxDiffWindow: { size: 8, pixels: 5 } },
      {
        ...different(6, 5000),
        window: { region: { x: 15, y: 4, width: 8, height: 8 }, diffPixels: 6, allowedPixels: 5 },
      },
    ],
    ['in small windows few', dot, { maxDiffWindow: { size: 2, pixels: 4 } }, within(6)],
    [
      'both a window and a total',
      dot,
      { maxDiffWindow: { size: 99, pixels: 9 }, maxDiffPixels: 5 },
      different(6, 5),
    ],
    [
      'another size',
      fillFrame(100, 51),
      { maxDiffRatio: 1 },
      {
        kind: 'different-size',
        expected: { width: 100, height: 50 },
        actual: { width: 100, height: 51 },
      },
    ],
    [
      'the same bytes in another shape',
      fillFrame(50, 100),
      {},
      {
        kind: 'different-size',
        expected: { width: 100, height: 50 },
        actual: { width: 50, height: 100 },
      },
    ],
  ])('%s', (_, actual, rules, comparison) => {
    expect(compareFrames(blank, actual, rules)).toEqual(comparison);
    const matches = createComparer(blank, rules).matches(actual);
    expect(matches).toBe('kind' in comparison && /equal|within/.test(String(comparison.kind)));
  });

  test('a ratio means its decimal number', () => {
    const expected = fillFrame(10, 10);
    const actual = paint(expected, { x: 0, y: 0, width: 1, height: 10 }, [1, 1, 1]);
    const more = paint(actual, { x: 1, y: 0, width: 1, height: 10 }, [1, 1, 1]);
    const most = paint(more, { x: 2, y: 0, width: 1, height: 9 }, [1, 1, 1]);
    expect(compareFrames(expected, most, { maxDiffRatio: 0.29 }).kind).toBe('within-tolerance');
  });

  test.each([
    [{ threshold: -0.1 }, 'The threshold must be a number from 0 to 1, got -0.1'],
    [{ threshold: 1.1 }, 'The threshold must be a number from 0 to 1, got 1.1'],
    [{ threshold: Number.NaN }, 'The threshold must be a number from 0 to 1, got NaN'],
    [{ maxDiffPixels: -1 }, 'The limit of differing pixels must be a whole number from 0, got -1'],
    [
      { maxDiffPixels: 1.5 },
      'The limit of differing pixels must be a whole number from 0, got 1.5',
    ],
    [
      { maxDiffWindow: { size: 0, pixels: 1 } },
      "The window's size must be a whole number from 1, got 0",
    ],
    [
      { maxDiffWindow: { size: 8, pixels: 1.5 } },
      "The window's pixels must be a whole number from 0, got 1.5",
    ],
    [{ maxDiffRatio: -1 }, 'The ratio of differing pixels must be a number from 0 to 1, got -1'],
    [{ maxDiffRatio: 20 }, 'The ratio of differing pixels must be a number from 0 to 1, got 20'],
  ])('refuses %j', (rules, message) => {
    expect(failureOf(() => compareFrames(blank, blank, rules))).toBe(
      `ScenarioError bad-tolerance: ${message}`,
    );
  });

  test('refuses a mask off the screen', () => {
    expect(failureOf(() => createComparer(blank, { masks: [{ ...right, x: 51 }] }))).toBe(
      'ScenarioError bad-mask: The mask [51, 0, 50, 50] is not inside the 100x50 screen (expected [x, y, width, height] in guest pixels, from the top left corner)',
    );
  });
});

describe('laws', () => {
  const countOf = (a: Frame, b: Frame, rules: CompareRules) =>
    createComparer(a, rules).differences(b).pixels;

  test('a picture equals itself under any rules', () => {
    fc.assert(
      fc.property(
        twoFrames,
        fc.double({ min: 0, max: 1, noNaN: true }),
        ({ b, region }, threshold) => {
          const copy = { ...b, data: b.data.slice() };
          expect(compareFrames(b, copy, { regions: [region], threshold })).toEqual({
            kind: 'equal',
          });
        },
      ),
    );
  });

  test('the count is the same both ways, and that of a look at each pixel', () => {
    fc.assert(
      fc.property(twoFrames, ({ a, b, region }) => {
        let inside = 0;
        let outside = 0;
        for (let i = 0; i < a.width * a.height; i += 1) {
          const same = [0, 1, 2].every((c) => a.data[i * 3 + c] === b.data[i * 3 + c]);
          if (same) continue;
          if (contains(region, i % a.width, Math.floor(i / a.width))) inside += 1;
          else outside += 1;
        }
        expect(countOf(a, b, {})).toBe(inside + outside);
        expect(countOf(b, a, {})).toBe(inside + outside);
        expect(countOf(a, b, { regions: [region] })).toBe(inside);
        if (region.width * region.height < a.width * a.height) {
          expect(countOf(a, b, { masks: [region] })).toBe(outside);
        }
      }),
    );
  });

  test('with a threshold the count is pixelmatch’s', () => {
    const withAlpha = ({ width, height, data }: Frame) => {
      const rgba = new Uint8Array(width * height * 4).fill(255);
      for (let i = 0; i < width * height; i += 1) rgba.set(data.subarray(i * 3, i * 3 + 3), i * 4);
      return rgba;
    };
    fc.assert(
      fc.property(twoFrames, fc.constantFrom(0.001, 0.05, 0.5), ({ a, b }, threshold) => {
        const options = { threshold, includeAA: true };
        const count = pixelmatch(withAlpha(a), withAlpha(b), undefined, a.width, a.height, options);
        expect(countOf(a, b, { threshold })).toBe(count);
      }),
    );
  });

  test('matches says what compare says', () => {
    const anyRules = fc.record(
      {
        threshold: fc.constantFrom(0, 0.01, 0.3),
        maxDiffPixels: fc.nat(12),
        maxDiffRatio: fc.constantFrom(0, 0.01, 0.5),
        maxDiffWindow: fc.record({ size: fc.integer({ min: 1, max: 70 }), pixels: fc.nat(4) }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(twoFrames, anyRules, ({ a, b, region }, rules) => {
        const comparer = createComparer(a, { ...rules, regions: [region] });
        const { kind } = comparer.compare(b);
        expect(comparer.matches(b)).toBe(kind === 'equal' || kind === 'within-tolerance');
      }),
    );
  });

  test('the boxes hold every counted pixel', () => {
    fc.assert(
      fc.property(twoFrames, ({ a, b }) => {
        const comparison = compareFrames(a, b);
        fc.pre(comparison.kind === 'different');
        const { boxes } = comparison;
        createComparer(a)
          .differences(b)
          .bitmap.forEach((bit, i) => {
            const held = boxes.some((one) => contains(one, i % a.width, Math.floor(i / a.width)));
            if (bit === 1) expect(held).toBe(true);
          });
      }),
    );
  });
});
