import type { Differences } from './differences.ts';
import type { Region } from './frame.ts';

/** At most so many pixels may differ in any square of the screen with sides of this size. */
export interface WindowLimit {
  readonly size: number;
  readonly pixels: number;
}

export interface FullestWindow {
  readonly region: Region;
  readonly diffPixels: number;
}

/**
 * The square in which most pixels differ, the first in reading order; cut to the screen where that is
 * smaller. Linear in the pixels, whatever the size.
 */
export function findFullestWindow(differences: Differences, size: number): FullestWindow {
  const { bitmap, width, height } = differences;
  const columns = Math.min(size, width);
  const rows = Math.min(size, height);
  const inColumn = new Int32Array(width);
  let best = { x: 0, y: 0, diffPixels: 0 };
  for (let bottom = 0; bottom < height; bottom += 1) {
    const entering = bottom * width;
    const leaving = (bottom - rows) * width;
    for (let x = 0; x < width; x += 1) {
      const gone = leaving < 0 ? 0 : (bitmap[leaving + x] ?? 0);
      inColumn[x] = (inColumn[x] ?? 0) + (bitmap[entering + x] ?? 0) - gone;
    }
    if (bottom < rows - 1) continue;
    let inside = 0;
    for (let right = 0; right < width; right += 1) {
      inside += (inColumn[right] ?? 0) - (right < columns ? 0 : (inColumn[right - columns] ?? 0));
      if (right >= columns - 1 && inside > best.diffPixels) {
        best = { x: right - columns + 1, y: bottom - rows + 1, diffPixels: inside };
      }
    }
  }
  const { x, y, diffPixels } = best;
  return { region: { x, y, width: columns, height: rows }, diffPixels };
}
