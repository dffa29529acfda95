import { ScenarioError } from '../errors.ts';
import type { Region } from './frame.ts';

/** What of a screen matters: `regions` (all of it when absent) without `masks`. */
export interface Areas {
  readonly regions?: readonly Region[];
  readonly masks?: readonly Region[];
}

/** The pixels that matter. */
export interface Coverage {
  readonly width: number;
  readonly height: number;
  /** One byte a pixel, row by row: 1 matters, 0 does not. */
  readonly bitmap: Uint8Array;
  /** How many pixels matter; never 0. */
  readonly pixels: number;
  /** The same as pixel indices [start, end, start, end, ...], no run longer than a row. */
  readonly runs: Uint32Array;
}

/** Whether the region has pixels and all of them are on a screen of this size. */
export function regionFits(region: Region, width: number, height: number): boolean {
  return describeMisfit(region, width, height) === undefined;
}

/** Why the region does not fit, as the end of a sentence, or undefined when it does. */
export function describeMisfit(region: Region, width: number, height: number): string | undefined {
  const { x, y } = region;
  if (![x, y, region.width, region.height].every(Number.isInteger)) return 'is not in whole pixels';
  if (region.width < 1 || region.height < 1) return 'is empty';
  const inside = x >= 0 && y >= 0 && x + region.width <= width && y + region.height <= height;
  return inside ? undefined : `is not inside the ${width}x${height} screen`;
}

/** As people write it: `[x, y, width, height]`. */
export function formatRegion(region: Region): string {
  return `[${region.x}, ${region.y}, ${region.width}, ${region.height}]`;
}

/** @throws ScenarioError `bad-region`, `bad-mask` or `nothing-compared` */
export function coverAreas(areas: Areas, width: number, height: number): Coverage {
  const bitmap = new Uint8Array(width * height).fill(areas.regions ? 0 : 1);
  for (const region of areas.regions ?? []) {
    checkFit('region', region, width, height);
    fill(bitmap, width, region, 1);
  }
  for (const mask of areas.masks ?? []) {
    checkFit('mask', mask, width, height);
    fill(bitmap, width, mask, 0);
  }
  const { runs, pixels } = findRuns(bitmap, width);
  if (pixels === 0) {
    throw new ScenarioError(
      'nothing-compared',
      'The masks and regions leave nothing of the screen to compare',
      {
        hint: 'make a mask smaller or a region larger',
      },
    );
  }
  return { width, height, bitmap, pixels, runs };
}

function checkFit(what: 'region' | 'mask', region: Region, width: number, height: number): void {
  const misfit = describeMisfit(region, width, height);
  if (misfit) {
    throw new ScenarioError(`bad-${what}`, `The ${what} ${formatRegion(region)} ${misfit}`, {
      hint: 'expected [x, y, width, height] in guest pixels, from the top left corner',
    });
  }
}

function fill(bitmap: Uint8Array, width: number, region: Region, value: 0 | 1): void {
  for (let y = region.y; y < region.y + region.height; y += 1) {
    const start = y * width + region.x;
    bitmap.fill(value, start, start + region.width);
  }
}

function findRuns(bitmap: Uint8Array, width: number): Pick<Coverage, 'runs' | 'pixels'> {
  const runs: number[] = [];
  let pixels = 0;
  for (let row = 0; row < bitmap.length; row += width) {
    const end = row + width;
    for (let start = indexOf(bitmap, 1, row, end); start < end; ) {
      const stop = indexOf(bitmap, 0, start, end);
      runs.push(start, stop);
      pixels += stop - start;
      start = indexOf(bitmap, 1, stop, end);
    }
  }
  return { runs: Uint32Array.from(runs), pixels };
}

function indexOf(bitmap: Uint8Array, value: 0 | 1, from: number, end: number): number {
  const found = bitmap.subarray(from, end).indexOf(value);
  return found < 0 ? end : from + found;
}
