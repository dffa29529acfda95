import type { Frame, Region } from '../frame.ts';

/**
 * The row of a picture that is looked for first: the one with the most changes of colour. Undefined
 * where every row is of one colour, which would be found too often to be of use.
 */
export function pickTellingRow(picture: Frame): number | undefined {
  let best: { row: number; changes: number } | undefined;
  for (let row = 0; row < picture.height; row += 1) {
    const changes = countChanges(picture, row);
    if (changes > (best?.changes ?? 0)) best = { row, changes };
  }
  return best?.row;
}

/**
 * Top left corners, in reading order, of all places wholly inside `area` that have the same bytes as
 * the picture. Stops as soon as there are more than `atMost`.
 */
export function findSameBytes(
  frame: Frame,
  picture: Frame,
  row: number,
  area: Region,
  atMost: number,
): { readonly x: number; readonly y: number }[] {
  const places: { x: number; y: number }[] = [];
  const { width, height } = picture;
  const needle = rowOf(picture, 0, row, width);
  const above = (area.y + row) * frame.width * 3;
  const below = (area.y + area.height - (height - 1 - row)) * frame.width * 3;
  const rows = asBuffer(frame.data).subarray(above, below);
  for (let at = rows.indexOf(needle); at >= 0; at = rows.indexOf(needle, at - (at % 3) + 3)) {
    if (at % 3 !== 0) continue;
    const x = (at / 3) % frame.width;
    const y = area.y + Math.floor(at / 3 / frame.width);
    if (x < area.x || x + width > area.x + area.width) continue;
    if (!hasSameRows(frame, picture, x, y)) continue;
    places.push({ x, y });
    if (places.length > atMost) break;
  }
  return places;
}

function countChanges({ width, data }: Frame, row: number): number {
  let changes = 0;
  const end = (row + 1) * width * 3;
  for (let at = row * width * 3 + 3; at < end; at += 3) {
    const same = [0, 1, 2].every((channel) => data[at + channel] === data[at + channel - 3]);
    if (!same) changes += 1;
  }
  return changes;
}

function hasSameRows(frame: Frame, picture: Frame, x: number, y: number): boolean {
  const a = asBuffer(frame.data);
  const b = asBuffer(picture.data);
  const length = picture.width * 3;
  for (let row = 0; row < picture.height; row += 1) {
    const at = ((y + row) * frame.width + x) * 3;
    const from = row * length;
    if (a.compare(b, from, from + length, at, at + length) !== 0) return false;
  }
  return true;
}

function rowOf(frame: Frame, x: number, y: number, width: number): Buffer {
  const at = (y * frame.width + x) * 3;
  return asBuffer(frame.data).subarray(at, at + width * 3);
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
