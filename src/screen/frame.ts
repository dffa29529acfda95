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
