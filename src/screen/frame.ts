/** A picture of the guest's screen: `data` has width * height * 3 bytes, RGB, row by row. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** A rectangle in guest pixels; `x`, `y` is its top left pixel. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Whether both are of one size and show the same pixels. */
export function sameFrame(a: Frame, b: Frame): boolean {
  if (a === b) return true;
  return a.width === b.width && a.height === b.height && Buffer.compare(a.data, b.data) === 0;
}
