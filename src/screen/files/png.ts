import { inflateSync } from 'node:zlib';
import { PNG } from 'pngjs';
import { ScenarioError } from '../../errors.ts';
import type { Frame } from '../frame.ts';
import { inflatedSize, readPngHeader, readPngLayout } from './png-layout.ts';

/**
 * Reads a PNG of up to 8 bits a sample: grey, palette or RGB, with an alpha channel only if it is
 * opaque. Sizes are checked before anything is inflated. `source` names the picture in messages.
 * @throws ScenarioError `bad-png`
 */
export function decodePng(bytes: Uint8Array, source: string): Frame {
  try {
    const buffer = asBuffer(bytes);
    checkPixels(buffer);
    const { width, height, data } = PNG.sync.read(buffer, { checkCRC: false });
    return { width, height, data: dropAlpha(data) };
  } catch (cause) {
    throw badPng(source, cause);
  }
}

/** The frame as a small PNG; lossless. */
export function encodePng(frame: Frame): Buffer {
  const { width, height } = frame;
  const picture = Object.assign(new PNG(), { width, height, data: asBuffer(frame.data) });
  return PNG.sync.write(picture, encoding);
}

/** pngjs takes RGB without an alpha channel only when both types are named. */
const encoding = {
  colorType: 2,
  inputColorType: 2,
  inputHasAlpha: false,
  filterType: 2,
  deflateLevel: 3,
  deflateStrategy: 0,
} as const;

/**
 * Width and height in pixels, from the first 33 bytes alone.
 * @throws ScenarioError `bad-png`
 */
export function readPngSize(
  bytes: Uint8Array,
  source = 'The picture',
): { readonly width: number; readonly height: number } {
  try {
    const { width, height } = readPngHeader(asBuffer(bytes));
    return { width, height };
  } catch (cause) {
    throw badPng(source, cause);
  }
}

/**
 * pngjs 7 overlooks zlib's errors on current Node and returns uninitialised memory instead, so the
 * stream is inflated here first, within its exact size.
 */
function checkPixels(bytes: Buffer): void {
  const layout = readPngLayout(bytes);
  const expected = inflatedSize(layout);
  const got = inflateUpTo(layout.compressed, expected);
  if (got !== expected) {
    throw new Error(
      `${layout.width}x${layout.height} needs ${expected} bytes of pixels, got ${got}`,
    );
  }
}

function inflateUpTo(compressed: Buffer, limit: number): number {
  try {
    return inflateSync(compressed, { maxOutputLength: limit }).length;
  } catch (cause) {
    if (cause instanceof RangeError) throw new Error(`it has more pixels than its size says`);
    throw new Error('its pixels cannot be inflated', { cause });
  }
}

function dropAlpha(rgba: Buffer): Uint8Array {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    if (rgba[from + 3] !== 255) throw new Error('it is transparent in places, a screen never is');
    rgb[to] = rgba[from] ?? 0;
    rgb[to + 1] = rgba[from + 1] ?? 0;
    rgb[to + 2] = rgba[from + 2] ?? 0;
  }
  return rgb;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

function badPng(source: string, cause: unknown): ScenarioError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ScenarioError('bad-png', `${source} cannot be read: ${reason}`, {
    cause,
    hint: 'expected a PNG with 8 bits a sample and no transparency',
  });
}
