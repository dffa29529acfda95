import type { Frame, Region } from './frame.ts';

/** Fewer equal rows between changes are not worth a region of their own. */
const GAP = 48;

/** The smallest region that holds every change; all of it where there is no frame of that size before. */
export function changedRegion(before: Frame | undefined, after: Frame): Region | undefined {
  return listChanges(before, after, Number.POSITIVE_INFINITY)[0];
}

/** The same as regions from top to bottom, where rows that stay lie between them. */
export function changedRegions(before: Frame | undefined, after: Frame): Region[] {
  return listChanges(before, after, GAP);
}

function listChanges(before: Frame | undefined, after: Frame, gap: number): Region[] {
  const { width, height } = after;
  if (before?.width !== width || before.height !== height) return [{ x: 0, y: 0, width, height }];
  const stride = width * 3;
  const a = Buffer.from(before.data.buffer, before.data.byteOffset, before.data.length);
  const b = Buffer.from(after.data.buffer, after.data.byteOffset, after.data.length);
  const bands: { readonly top: number; bottom: number }[] = [];
  for (let row = 0, at = 0; row < height; row += 1, at += stride) {
    if (a.compare(b, at, at + stride, at, at + stride) === 0) continue;
    const last = bands.at(-1);
    if (last && row - last.bottom <= gap) last.bottom = row;
    else bands.push({ top: row, bottom: row });
  }
  return bands.map(({ top, bottom }) => {
    const { left, right } = findSides(a, b, stride, { top, bottom });
    const x = Math.floor(left / 3);
    return { x, y: top, width: Math.floor(right / 3) - x + 1, height: bottom - top + 1 };
  });
}

/** The first and the last byte of a row that differ in any of them. */
function findSides(
  a: Buffer,
  b: Buffer,
  stride: number,
  { top, bottom }: { readonly top: number; readonly bottom: number },
): { readonly left: number; readonly right: number } {
  let left = stride;
  let right = -1;
  for (let row = top; row <= bottom; row += 1) {
    const start = row * stride;
    for (let at = 0; at < left; at += 1) if (a[start + at] !== b[start + at]) left = at;
    for (let at = stride - 1; at > right; at -= 1) if (a[start + at] !== b[start + at]) right = at;
  }
  return { left, right };
}

/** Puts a part into a frame, in place. */
export function pasteFrame(into: Frame, part: Frame, x: number, y: number): void {
  const width = part.width * 3;
  for (let row = 0; row < part.height; row += 1) {
    const from = part.data.subarray(row * width, (row + 1) * width);
    into.data.set(from, ((y + row) * into.width + x) * 3);
  }
}
