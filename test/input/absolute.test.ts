import { describe, expect, test } from 'vitest';
import { absoluteValue, isInside } from '../../src/input/absolute.ts';

const extents = [
  320, 350, 400, 480, 540, 600, 640, 720, 768, 800, 854, 900, 1024, 1050, 1080, 1200, 1280, 1366,
  1440, 1600, 1680, 1920, 2048, 2160, 2560, 2880, 3440, 3840, 4096, 4320, 5120, 7680,
];

/** The 0 to 65535 of a Windows mouse driver. */
const toWindows = (v: number) => Math.round((v * 65535) / 32767);

/** Which pixel a guest makes of a value (facts, section 4). */
const guests = {
  'libinput and Xorg': (v: number, extent: number) => Math.floor((v * extent) / 32768),
  'Windows, rounded down': (v: number, extent: number) =>
    Math.floor((toWindows(v) * extent) / 65536),
  'Windows, to the nearest': (v: number, extent: number) =>
    Math.round((toWindows(v) * (extent - 1)) / 65535),
  'the VMware pointer, doubled (QEMU before 8.2)': (v: number, extent: number) =>
    Math.floor((v * 2 * extent) / 65536),
};

describe.for(Object.entries(guests))('absoluteValue for %s', ([, pixelOf]) => {
  test.for(extents)('every pixel of %i', (extent) => {
    const missed: number[] = [];
    for (let pixel = 0; pixel < extent; pixel += 1) {
      if (pixelOf(absoluteValue(pixel, extent), extent) !== pixel) missed.push(pixel);
    }
    expect(missed).toEqual([]);
  });
});

test('never leaves 0 to 32767, which QEMU does not check', () => {
  for (const extent of [1, 2, ...extents, 16_384]) {
    expect(absoluteValue(0, extent)).toBeGreaterThanOrEqual(0);
    expect(absoluteValue(extent - 1, extent)).toBeLessThanOrEqual(32_767);
    expect(Number.isInteger(absoluteValue(extent - 1, extent))).toBe(true);
  }
});

test.for([
  [0, 0, true],
  [1023, 767, true],
  [1024, 767, false],
  [1023, 768, false],
  [-1, 0, false],
  [0, -1, false],
  [Number.NaN, 0, false],
] as const)('isInside 1024x768: %d, %d is %s', ([x, y, inside]) => {
  expect(isInside({ x, y }, { width: 1024, height: 768 })).toBe(inside);
});
