import type { Frame, Region } from './frame.ts';

/** The smallest region that holds every change; all of it where there is no frame of that size before. */
export function changedRegion(before: Frame | undefined, after: Frame): Region | undefined {
  const { width, height } = after;
  if (before?.width !== width || before.height !== height) return { x: 0, y: 0, width, height };
  const stride = width * 3;
  const a = Buffer.from(before.data.buffer, before.data.byteOffset, before.data.length);
  const b = Buffer.from(after.data.buffer, after.data.byteOffset, after.data.length);
  const differs = (row: number) =>
    a.compare(b, row * stride, (row + 1) * stride, row * stride, (row + 1) * stride) !== 0;
  let top = 0;
  while (top < height && !differs(top)) top += 1;
  if (top === height) return undefined;
  let bottom = height - 1;
  while (!differs(bottom)) bottom -= 1;
  let left = stride;
  let right = -1;
  for (let row = top; row <= bottom; row += 1) {
    const start = row * stride;
    for (let at = 0; at < left; at += 1) if (a[start + at] !== b[start + at]) left = at;
    for (let at = stride - 1; at > right; at -= 1) if (a[start + at] !== b[start + at]) right = at;
  }
  const x = Math.floor(left / 3);
  return { x, y: top, width: Math.floor(right / 3) - x + 1, height: bottom - top + 1 };
}

/** Puts a part into a frame, in place. */
export function pasteFrame(into: Frame, part: Frame, x: number, y: number): void {
  const width = part.width * 3;
  for (let row = 0; row < part.height; row += 1) {
    const from = part.data.subarray(row * width, (row + 1) * width);
    into.data.set(from, ((y + row) * into.width + x) * 3);
  }
}
