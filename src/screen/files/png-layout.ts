import { crc32 } from 'node:zlib';
import { describeBadSize } from './limits.ts';

/** What the chunks of a PNG say, read without inflating anything. */
export interface PngLayout {
  readonly width: number;
  readonly height: number;
  /** Bits per sample. */
  readonly depth: number;
  readonly channels: number;
  readonly interlaced: boolean;
  /** The zlib stream. */
  readonly compressed: Buffer;
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A plain Error says what is wrong; who knows the file's name puts it in front. */
export function readPngHeader(bytes: Buffer): Omit<PngLayout, 'compressed'> {
  if (!bytes.subarray(0, 8).equals(signature)) throw new Error('it is not a PNG picture');
  if (bytes.length < 33 || bytes.toString('latin1', 12, 16) !== 'IHDR') {
    throw new Error('its header is missing');
  }
  if (bytes.readUInt32BE(8) !== 13) throw new Error('its header has the wrong length');
  const width = bytes.readUInt32BE(16);
  const height = bytes.readUInt32BE(20);
  const badSize = describeBadSize(width, height);
  if (badSize) throw new Error(badSize);
  const depth = bytes.readUInt8(24);
  const colourType = bytes.readUInt8(25);
  const kind = colourTypes.get(colourType);
  if (!kind || !(depth === 16 || kind.depths.includes(depth))) {
    throw new Error(`it has colour type ${colourType} with ${depth} bits, which PNG does not know`);
  }
  if (depth === 16) throw new Error('it has 16 bits per sample, expected at most 8');
  return { width, height, depth, channels: kind.channels, interlaced: bytes.readUInt8(28) === 1 };
}

const colourTypes = new Map([
  [0, { channels: 1, depths: [1, 2, 4, 8] }],
  [2, { channels: 3, depths: [8] }],
  [3, { channels: 1, depths: [1, 2, 4, 8] }],
  [4, { channels: 2, depths: [8] }],
  [6, { channels: 4, depths: [8] }],
]);

/** Walks all chunks, checks their lengths and checksums, and collects the compressed pixels. */
export function readPngLayout(bytes: Buffer): PngLayout {
  const header = readPngHeader(bytes);
  const parts: Buffer[] = [];
  let at = 8;
  for (let type = ''; type !== 'IEND'; ) {
    if (at + 12 > bytes.length) throw new Error('it is cut off');
    const length = bytes.readUInt32BE(at);
    const end = at + 8 + length;
    if (end + 4 > bytes.length) throw new Error('it is cut off');
    type = bytes.toString('latin1', at + 4, at + 8);
    if (crc32(bytes.subarray(at + 4, end)) !== bytes.readUInt32BE(end)) {
      throw new Error(`the checksum of its ${JSON.stringify(type)} chunk at byte ${at} is wrong`);
    }
    if (type === 'acTL') throw new Error('it is animated, expected a single picture');
    if (type === 'IDAT') parts.push(bytes.subarray(at + 8, end));
    at = end + 4;
  }
  if (at !== bytes.length) throw new Error(`${bytes.length - at} bytes follow its end`);
  return { ...header, compressed: Buffer.concat(parts) };
}

/** How many bytes the pixels have once inflated: every row has a filter byte in front. */
export function inflatedSize(layout: PngLayout): number {
  const passes = layout.interlaced ? adam7 : [{ x: 0, y: 0, dx: 1, dy: 1 }];
  let size = 0;
  for (const { x, y, dx, dy } of passes) {
    const columns = Math.ceil((layout.width - x) / dx);
    const rows = Math.ceil((layout.height - y) / dy);
    if (columns <= 0 || rows <= 0) continue;
    size += rows * (1 + Math.ceil((columns * layout.channels * layout.depth) / 8));
  }
  return size;
}

const adam7 = [
  { x: 0, y: 0, dx: 8, dy: 8 },
  { x: 4, y: 0, dx: 8, dy: 8 },
  { x: 0, y: 4, dx: 4, dy: 8 },
  { x: 2, y: 0, dx: 4, dy: 4 },
  { x: 0, y: 2, dx: 2, dy: 4 },
  { x: 1, y: 0, dx: 2, dy: 2 },
  { x: 0, y: 1, dx: 1, dy: 2 },
];
