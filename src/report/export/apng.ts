import { promisify } from 'node:util';
import { deflate, deflateSync } from 'node:zlib';
import { filterRows, pngChunk, pngSignature } from '../../screen/files/encode-png-async.ts';
import type { Frame, Region } from '../../screen/frame.ts';
import { changedRegion } from '../../screen/patch.ts';

const compress = promisify(deflate);
const RGBA = 6;
const KEEP = 0;
const REPLACE = 0;
const OVER = 1;
/** A frame's delay has 16 bits; what stands still for longer is several frames. */
const LONGEST_DELAY_MS = 60_000;

/**
 * Makes an animated PNG, frame by frame: the first one whole, of every other one the rectangle that has
 * changed, and in it only the pixels that have. It plays again and again.
 */
export class ApngWriter {
  readonly #chunks: Buffer[] = [];
  #before: Frame | undefined;
  /** The frame whose time is not over. */
  #pending: { readonly region: Region; readonly pixels: Buffer; forMs: number } | undefined;
  #frames = 0;
  #sequence = 0;

  /** All frames are of one size. One that is like the frame before makes that one last longer. */
  async add(frame: Frame, forMs: number): Promise<void> {
    const region = changedRegion(this.#before, frame);
    if (!region && this.#pending) {
      this.#pending.forMs += forMs;
      return;
    }
    if (!region) return;
    const before = this.#before;
    this.#flush();
    const pixels = before ? await encodeChange(before, frame, region) : await encodeWhole(frame);
    this.#pending = { region, pixels, forMs };
    this.#before = frame;
  }

  /** The file. There is at least one frame. */
  finish(): Buffer {
    const size = this.#before;
    if (!size) throw new Error('an animation without a frame');
    this.#flush();
    const header = Buffer.alloc(13);
    header.writeUInt32BE(size.width, 0);
    header.writeUInt32BE(size.height, 4);
    header.set([8, RGBA, 0, 0, 0], 8);
    const control = Buffer.alloc(8);
    control.writeUInt32BE(this.#frames, 0);
    return Buffer.concat([
      pngSignature,
      pngChunk('IHDR', header),
      pngChunk('acTL', control),
      ...this.#chunks,
      pngChunk('IEND', Buffer.alloc(0)),
    ]);
  }

  #flush(): void {
    if (!this.#pending) return;
    const { region, pixels, forMs } = this.#pending;
    this.#pending = undefined;
    this.#addFrame(region, pixels, Math.min(forMs, LONGEST_DELAY_MS));
    for (let rest = forMs - LONGEST_DELAY_MS; rest > 0; rest -= LONGEST_DELAY_MS) {
      const pixel = { x: 0, y: 0, width: 1, height: 1 };
      this.#addFrame(pixel, nothingNew, Math.min(rest, LONGEST_DELAY_MS));
    }
  }

  #addFrame({ x, y, width, height }: Region, pixels: Buffer, forMs: number): void {
    const isFirst = this.#frames === 0;
    const control = Buffer.alloc(26);
    control.writeUInt32BE(this.#sequence++, 0);
    for (const [index, value] of [width, height, x, y].entries()) {
      control.writeUInt32BE(value, 4 + index * 4);
    }
    control.writeUInt16BE(Math.round(forMs), 20);
    control.writeUInt16BE(1000, 22);
    control.set([KEEP, isFirst ? REPLACE : OVER], 24);
    this.#chunks.push(pngChunk('fcTL', control));
    this.#frames += 1;
    if (isFirst) {
      this.#chunks.push(pngChunk('IDAT', pixels));
      return;
    }
    const data = Buffer.alloc(4 + pixels.length);
    data.writeUInt32BE(this.#sequence++, 0);
    data.set(pixels, 4);
    this.#chunks.push(pngChunk('fdAT', data));
  }
}

async function encodeWhole({ width, height, data }: Frame): Promise<Buffer> {
  const rgba = new Uint8Array(width * height * 4);
  for (let from = 0, to = 0; from < data.length; from += 3, to += 4) {
    rgba.set(data.subarray(from, from + 3), to);
    rgba[to + 3] = 255;
  }
  return compress(filterRows(rgba, width * 4, height));
}

/** Pixels that have not changed are transparent, which costs next to nothing. */
async function encodeChange(before: Frame, after: Frame, region: Region): Promise<Buffer> {
  const stride = region.width * 4;
  const rows = Buffer.alloc((stride + 1) * region.height);
  const [a, b] = [before.data, after.data];
  for (let y = 0; y < region.height; y += 1) {
    let from = ((region.y + y) * after.width + region.x) * 3;
    let to = y * (stride + 1) + 1;
    for (let x = 0; x < region.width; x += 1, from += 3, to += 4) {
      const isSame =
        a[from] === b[from] && a[from + 1] === b[from + 1] && a[from + 2] === b[from + 2];
      if (isSame) continue;
      rows[to] = b[from] ?? 0;
      rows[to + 1] = b[from + 1] ?? 0;
      rows[to + 2] = b[from + 2] ?? 0;
      rows[to + 3] = 255;
    }
  }
  return compress(rows);
}

/** One transparent pixel. */
const nothingNew = deflateSync(Buffer.alloc(5));
