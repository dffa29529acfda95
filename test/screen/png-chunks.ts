import { crc32, deflateSync } from 'node:zlib';

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

export interface PngParts {
  readonly width: number;
  readonly height: number;
  readonly depth?: number;
  readonly colourType?: number;
  readonly interlace?: 0 | 1;
  /** Rows with their filter bytes, before deflate. */
  readonly rows?: readonly number[];
  readonly compressed?: Uint8Array;
  /** Chunks between the header and the pixels. */
  readonly extra?: readonly Buffer[];
}

export function writeChunk(type: string, data: Uint8Array | readonly number[]): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), Uint8Array.from(data)]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}

/** A PNG put together by hand, right in form whatever it says. */
export function buildPng(parts: PngParts): Buffer {
  const { depth = 8, colourType = 2, interlace = 0, extra = [] } = parts;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(parts.width, 0);
  header.writeUInt32BE(parts.height, 4);
  header.set([depth, colourType, 0, 0, interlace], 8);
  const pixels = parts.compressed ?? deflateSync(Uint8Array.from(parts.rows ?? []));
  return Buffer.concat([
    Uint8Array.from(signature),
    writeChunk('IHDR', header),
    ...extra,
    writeChunk('IDAT', pixels),
    writeChunk('IEND', []),
  ]);
}
