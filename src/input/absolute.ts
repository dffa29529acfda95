/** A guest pixel. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** INPUT_EVENT_ABS_MAX of QEMU's include/ui/input.h. */
const ABS_MAX = 0x7fff;

/**
 * The `abs` value that lands on pixel `pixel` of `extent`: the middle of the pixel, which is exact
 * whether the guest floors over 0x8000 (libinput, Xorg) or rounds over 0xffff (Windows).
 */
export function absoluteValue(pixel: number, extent: number): number {
  return Math.min(ABS_MAX, Math.floor(((2 * pixel + 1) * 16384) / extent));
}

export function isInside(point: Point, size: Size): boolean {
  return point.x >= 0 && point.y >= 0 && point.x < size.width && point.y < size.height;
}
