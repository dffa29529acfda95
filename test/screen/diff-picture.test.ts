import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createComparer } from '../../src/screen/compare.ts';
import { differentColour, drawDiff, missingColour } from '../../src/screen/diff-picture.ts';
import { failureOf, fillFrame, paint, pixelAt, twoFrames } from './frames.ts';

const screen = paint(
  fillFrame(40, 30, [255, 255, 255]),
  { x: 10, y: 10, width: 4, height: 4 },
  [0, 0, 0],
);
const changed = paint(screen, { x: 2, y: 3, width: 1, height: 1 }, [254, 255, 255]);

describe('drawDiff', () => {
  test('is a light grey picture without differences', () => {
    const picture = drawDiff(screen, screen);
    expect([picture.width, picture.height]).toEqual([40, 30]);
    expect(pixelAt(picture, 0, 0)).toEqual([255, 255, 255]);
    expect(pixelAt(picture, 11, 11)).toEqual([160, 160, 160]);
  });

  test('shows a differing pixel in red, its neighbour not', () => {
    const picture = drawDiff(screen, changed);
    expect(pixelAt(picture, 2, 3)).toEqual([255, 0, 0]);
    expect(pixelAt(picture, 3, 3)).toEqual([255, 255, 255]);
  });

  test('leaves differences below the threshold grey', () => {
    expect(pixelAt(drawDiff(screen, changed, { threshold: 0.1 }), 2, 3)).toEqual([255, 255, 255]);
  });

  test('puts stripes over a mask, and the picture stays readable below them', () => {
    const picture = drawDiff(screen, changed, { masks: [{ x: 0, y: 0, width: 20, height: 20 }] });
    expect(pixelAt(picture, 0, 0)).toEqual([227, 198, 236]);
    expect(pixelAt(picture, 2, 3)).toEqual([248, 241, 250]);
    expect(pixelAt(picture, 10, 13)).toEqual([31, 24, 34]);
    expect(pixelAt(picture, 20, 0)).toEqual([255, 255, 255]);
  });

  test('shows where only one of the frames has pixels', () => {
    const picture = drawDiff(
      screen,
      paint(fillFrame(30, 40), { x: 0, y: 0, width: 1, height: 1 }, [255, 255, 255]),
    );
    expect([picture.width, picture.height]).toEqual([40, 40]);
    expect(pixelAt(picture, 0, 0)).toEqual([255, 255, 255]);
    expect(pixelAt(picture, 29, 29)).toEqual([...differentColour]);
    expect(pixelAt(picture, 30, 0)).toEqual([...missingColour]);
    expect(pixelAt(picture, 0, 30)).toEqual([...missingColour]);
    expect(pixelAt(picture, 39, 39)).toEqual([...missingColour]);
  });

  test('finds the rows of a larger frame', () => {
    const wider = paint(
      fillFrame(50, 30, [255, 255, 255]),
      { x: 10, y: 10, width: 4, height: 4 },
      [0, 0, 0],
    );
    const picture = drawDiff(screen, wider);
    for (let y = 0; y < 30; y += 1) {
      for (let x = 0; x < 40; x += 1) expect(pixelAt(picture, x, y)).not.toEqual([255, 0, 0]);
    }
  });

  test('refuses rules that do not fit', () => {
    expect(failureOf(() => drawDiff(screen, screen, { threshold: 2 }))).toBe(
      'ScenarioError bad-tolerance: The threshold must be a number from 0 to 1, got 2',
    );
  });

  test('has as many red pixels as are counted', () => {
    fc.assert(
      fc.property(twoFrames, fc.constantFrom(0, 0.02, 0.4), ({ a, b, region }, threshold) => {
        const rules = { threshold, regions: [region] };
        const picture = drawDiff(a, b, rules);
        let red = 0;
        for (let i = 0; i < picture.data.length; i += 3) {
          if (Buffer.compare(picture.data.subarray(i, i + 3), Buffer.from(differentColour)) === 0) {
            red += 1;
          }
        }
        expect(red).toBe(createComparer(a, rules).differences(b).pixels);
      }),
    );
  });
});
