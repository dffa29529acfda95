import { promisify } from 'node:util';
import { crc32, deflate } from 'node:zlib';
import type { Frame } from '../frame.ts';

const compress = promisify(deflate);
export const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const FILTER_UP = 2;
const RGB = 2;

/** The frame as a small PNG, lossless; most of the work is done off the thread that calls. */
export async function encodePngAsync(frame: Frame): Promise<Buffer> {
  const { width, height, data } = frame;
  const rows = filterRows(data, width * 3, height);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, RGB, 0, 0, 0], 8);
  return Buffer.concat([
    pngSignature,
    pngChunk('IHDR', header),
    pngChunk('IDAT', await compress(rows, { level: 3 })),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Each row of `stride` bytes as its difference from the one above: screens have long upright edges. */
export function filterRows(data: Uint8Array, stride: number, height: number): Buffer {
  const rows = Buffer.alloc((stride + 1) * height);
  for (let y = 0, from = 0, to = 0; y < height; y += 1) {
    rows[to] = FILTER_UP;
    to += 1;
    for (const end = from + stride; from < end; from += 1, to += 1) {
      rows[to] = (data[from] ?? 0) - (data[from - stride] ?? 0);
    }
  }
  return rows;
}

/** With its length in front and its checksum behind. */
export function pngChunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
