import fc from 'fast-check';
import { expect, test } from 'vitest';
import { colourDelta, packColours } from '../../../src/screen/colours.ts';
import { cropFrame } from '../../../src/screen/crop.ts';
import { findLikely } from '../../../src/screen/find/find-tolerant.ts';
import { prepareLikeness } from '../../../src/screen/find/likeness.ts';
import { largestLumaDelta, lumaOf } from '../../../src/screen/find/luma.ts';
import type { Frame } from '../../../src/screen/frame.ts';
import { coverAreas } from '../../../src/screen/regions.ts';
import { frameOf } from '../frames.ts';

/** At how many places of a frame a picture differs in how many pixels, counted one by one. */
function countEverywhere(frame: Frame, picture: Frame, delta: number, covered: Uint8Array) {
  const seen = packColours(frame);
  const wanted = packColours(picture);
  const places = [];
  for (let y = 0; y <= frame.height - picture.height; y += 1) {
    for (let x = 0; x <= frame.width - picture.width; x += 1) {
      let diffPixels = 0;
      for (const [i, colour] of wanted.entries()) {
        const at = (y + Math.floor(i / picture.width)) * frame.width + x + (i % picture.width);
        if (covered[i] === 1 && colourDelta(seen[at] ?? 0, colour) > delta) diffPixels += 1;
      }
      places.push({ x, y, diffPixels });
    }
  }
  return places;
}

test('in grain of all colours no place is overlooked, and none is made up', () => {
  const cut = { x: 5, y: 3, width: 9, height: 7 };
  const masks = [{ x: 1, y: 0, width: 8, height: 5 }];
  fc.assert(
    fc.property(
      frameOf(22, 16),
      fc.boolean(),
      fc.constantFrom(0, 0.05, 0.2, 0.5),
      fc.nat(40),
      fc.nat(60),
      (frame, masked, threshold, limit, wear) => {
        const picture = cropFrame(frame, cut);
        const worn = { ...picture, data: picture.data.map((value) => Math.min(255, value + wear)) };
        const coverage = coverAreas(masked ? { masks } : {}, cut.width, cut.height);
        const likeness = prepareLikeness(worn, coverage, threshold);
        const whole = [{ x: 0, y: 0, width: frame.width, height: frame.height }];
        const { places } = findLikely(frame, likeness, whole, { limit, effort: 1e9 });
        const all = countEverywhere(frame, worn, likeness.delta, coverage.bitmap);
        expect(places).toEqual(all.filter(({ diffPixels }) => diffPixels <= limit));
      },
    ),
    { numRuns: 300 },
  );
});

test('colours that are alike are as light, within what is said', () => {
  const colour = fc.nat(0xffffff);
  fc.assert(
    fc.property(colour, colour, (a, b) => {
      const delta = colourDelta(a, b);
      expect(Math.abs(lumaOf(a) - lumaOf(b))).toBeLessThanOrEqual(
        Math.max(1, largestLumaDelta(delta)),
      );
    }),
    { numRuns: 2000 },
  );
});
