import type { Size } from '../../screen/compare.ts';
import type { Region } from '../../screen/frame.ts';

type Point = Pick<Region, 'x' | 'y'>;

/** Both corners belong to it. */
export function spanOf(a: Point, b: Point): Region {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return { x, y, width: Math.abs(a.x - b.x) + 1, height: Math.abs(a.y - b.y) + 1 };
}

/** The same size, as far that way as the picture goes. */
export function moveBy(region: Region, by: Point, size: Size): Region {
  return {
    ...region,
    x: within(region.x + by.x, 0, size.width - region.width),
    y: within(region.y + by.y, 0, size.height - region.height),
  };
}

/** The same top left corner; at least a pixel, at most as far as the picture goes. */
export function growBy(region: Region, by: Point, size: Size): Region {
  return {
    ...region,
    width: within(region.width + by.x, 1, size.width - region.x),
    height: within(region.height + by.y, 1, size.height - region.y),
  };
}

/** The region as it can be on a picture of that size, whatever was typed. */
export function fitTo({ x, y, width, height }: Region, size: Size): Region {
  const left = within(x, 0, size.width - 1);
  const top = within(y, 0, size.height - 1);
  return {
    x: left,
    y: top,
    width: within(width, 1, size.width - left),
    height: within(height, 1, size.height - top),
  };
}

export function contains({ x, y, width, height }: Region, point: Point): boolean {
  return point.x >= x && point.y >= y && point.x < x + width && point.y < y + height;
}

/** In the middle of the picture, large enough to be seen. */
export function middleOf({ width, height }: Size): Region {
  const wide = Math.max(1, width >> 3);
  const high = Math.max(1, height >> 4);
  return { x: (width - wide) >> 1, y: (height - high) >> 1, width: wide, height: high };
}

const arrows: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

interface Press {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
}

/** What an arrow key does: moves it, with Shift makes it larger or smaller, with Ctrl by 16 pixels. */
export function pressArrow(
  { key, shiftKey, ctrlKey }: Press,
  region: Region,
  size: Size,
): Region | undefined {
  const arrow = Object.hasOwn(arrows, key) ? arrows[key] : undefined;
  if (!arrow) return undefined;
  const by = { x: arrow.x * (ctrlKey ? 16 : 1), y: arrow.y * (ctrlKey ? 16 : 1) };
  return shiftKey ? growBy(region, by, size) : moveBy(region, by, size);
}

function within(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
