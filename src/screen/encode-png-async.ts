import { promisify } from 'node:util';
import { crc32, deflate } from 'node:zlib';
import type { Frame } from './frame.ts';

const compress = promisify(deflate);
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const FILTER_UP = 2;
const RGB = 2;

/** The frame as a small PNG, lossless; most of the work is done off the thread that calls. */
export async function encodePngAsync(frame: Frame): Promise<Buffer> {
  const rows = filterRows(frame);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(frame.width, 0);
  header.writeUInt32BE(frame.height, 4);
  header.set([8, RGB, 0, 0, 0], 8);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', await compress(rows, { level: 3 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Each row as its difference from the one above: screens have long upright edges. */
function filterRows({ width, height, data }: Frame): Buffer {
  const stride = width * 3;
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

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
