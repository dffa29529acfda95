import type { Frame, Region } from './frame.ts';

/** The part of a frame that a region names, which must be inside it. */
export function cropFrame(frame: Frame, { x, y, width, height }: Region): Frame {
  const data = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row += 1) {
    const start = ((y + row) * frame.width + x) * 3;
    data.set(frame.data.subarray(start, start + width * 3), row * width * 3);
  }
  return { width, height, data };
}

/** The frame with every pixel `times` as wide and as high. */
export function enlargeFrame({ width, height, data }: Frame, times: number): Frame {
  const wide = width * times;
  const enlarged = new Uint8Array(wide * height * times * 3);
  for (let y = 0; y < height; y += 1) {
    const row = enlarged.subarray(y * times * wide * 3, (y * times + 1) * wide * 3);
    for (let x = 0; x < width; x += 1) {
      const pixel = data.subarray((y * width + x) * 3, (y * width + x + 1) * 3);
      for (let copy = 0; copy < times; copy += 1) row.set(pixel, (x * times + copy) * 3);
    }
    for (let copy = 1; copy < times; copy += 1) enlarged.set(row, (y * times + copy) * wide * 3);
  }
  return { width: wide, height: height * times, data: enlarged };
}
