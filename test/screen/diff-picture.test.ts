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
    expect(pixelAt(picture, 11, 11)).toEqual([190, 190, 190]);
  });

  test('shows a differing pixel in crimson, its neighbour not', () => {
    const picture = drawDiff(screen, changed);
    expect(pixelAt(picture, 2, 3)).toEqual([...differentColour]);
    expect(pixelAt(picture, 3, 3)).toEqual([255, 255, 255]);
  });

  test('leaves differences below the threshold grey', () => {
    expect(pixelAt(drawDiff(screen, changed, { threshold: 0.1 }), 2, 3)).toEqual([255, 255, 255]);
  });

  test('is violet below a mask, light and dark as the picture is there', () => {
    const picture = drawDiff(screen, changed, { masks: [{ x: 0, y: 0, width: 20, height: 20 }] });
    expect(pixelAt(picture, 0, 0)).toEqual([227, 203, 245]);
    expect(pixelAt(picture, 2, 3)).toEqual([227, 203, 245]);
    expect(pixelAt(picture, 10, 13)).toEqual([162, 138, 180]);
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
      for (let x = 0; x < 40; x += 1)
        expect(pixelAt(picture, x, y)).not.toEqual([...differentColour]);
    }
  });

  test('refuses rules that do not fit', () => {
    expect(failureOf(() => drawDiff(screen, screen, { threshold: 2 }))).toBe(
      'ScenarioError bad-tolerance: The threshold must be a number from 0 to 1, got 2',
    );
  });

  test('stands out by lightness alone, wherever it is', () => {
    const luminance = ([red = 0, green = 0, blue = 0]: readonly number[]) => {
      const linear = (sample: number) => (sample / 255) ** 2.2;
      return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    };
    const contrast = (luminance([190, 190, 190]) + 0.05) / (luminance(differentColour) + 0.05);
    expect(contrast).toBeGreaterThan(3);
  });

  test('has as many crimson pixels as are counted', () => {
    fc.assert(
      fc.property(twoFrames, fc.constantFrom(0, 0.02, 0.4), ({ a, b, region }, threshold) => {
        const rules = { threshold, regions: [region] };
        const picture = drawDiff(a, b, rules);
        let crimson = 0;
        for (let i = 0; i < picture.data.length; i += 3) {
          if (Buffer.compare(picture.data.subarray(i, i + 3), Buffer.from(differentColour)) === 0) {
            crimson += 1;
          }
        }
        expect(crimson).toBe(createComparer(a, rules).differences(b).pixels);
      }),
    );
  });
});
