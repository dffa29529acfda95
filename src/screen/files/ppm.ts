import { MachineError } from '../../errors.ts';
import type { Frame } from '../frame.ts';
import { describeBadSize } from './limits.ts';

/**
 * Reads a binary PPM (netpbm P6, 8-bit samples). With maxval 255, which is what QEMU writes, `data`
 * is a view onto `bytes`, not a copy. As in netpbm's own reader a comment counts as its line end.
 * @throws MachineError `bad-ppm`, `unsupported-ppm`, `ppm-size`, `truncated-ppm`, `oversized-ppm`
 */
export function decodePpm(bytes: Uint8Array): Frame {
  const { width, height, maxval, start } = readHeader(bytes);
  const expected = width * height * 3;
  const got = bytes.length - start;
  if (got < expected) {
    throw new MachineError(
      'truncated-ppm',
      `The PPM frame is cut off: ${width}x${height} needs ${expected} bytes of pixels, got ${got}`,
      { hint: 'the file was read before it was completely written; capture the screen again' },
    );
  }
  if (got > expected) {
    throw new MachineError(
      'oversized-ppm',
      `The PPM frame is too long: ${width}x${height} needs ${expected} bytes of pixels, got ${got}`,
      { hint: 'something else was written to the same file; capture to a file of its own' },
    );
  }
  const samples = bytes.subarray(start);
  return { width, height, data: maxval === 255 ? samples : scaleSamples(samples, maxval) };
}

/** The frame as a binary PPM (P6, maxval 255). */
export function encodePpm(frame: Frame): Uint8Array {
  const header = Buffer.from(`P6\n${frame.width} ${frame.height}\n255\n`, 'latin1');
  return Buffer.concat([header, frame.data]);
}

interface Header {
  readonly width: number;
  readonly height: number;
  readonly maxval: number;
  /** Offset of the first sample. */
  readonly start: number;
}

function readHeader(bytes: Uint8Array): Header {
  checkMagic(bytes);
  const width = readNumber(bytes, 2, 'width');
  const height = readNumber(bytes, width.end, 'height');
  const maxval = readNumber(bytes, height.end, 'maxval');
  const badSize = describeBadSize(width.value, height.value);
  if (badSize) {
    throw new MachineError('ppm-size', `The PPM frame is unusable: ${badSize}`);
  }
  if (maxval.value === 0 || maxval.value > 65_535) {
    throw badPpm(`expected a maxval of 1 to 255, got ${maxval.value}`);
  }
  if (maxval.value > 255) {
    throw unsupported(`it has 16-bit samples (maxval ${maxval.value})`);
  }
  const start = skipDelimiter(bytes, maxval.end);
  return { width: width.value, height: height.value, maxval: maxval.value, start };
}

function checkMagic(bytes: Uint8Array): void {
  const magic = Buffer.from(bytes.subarray(0, 2)).toString('latin1');
  if (magic === 'P6') return;
  if (/^P[1-57]$/.test(magic)) throw unsupported(`its format is ${magic}`);
  throw badPpm(`expected "P6" at the start, got ${magic ? JSON.stringify(magic) : 'nothing'}`);
}

/** At least one separator, then decimal digits. */
function readNumber(
  bytes: Uint8Array,
  from: number,
  what: string,
): { readonly value: number; readonly end: number } {
  let at = skipSeparators(bytes, from);
  if (at === from) throw badPpm(`expected white space before the ${what}, got ${show(bytes, at)}`);
  const first = at;
  let value = 0;
  for (let digit = digitAt(bytes, at); digit >= 0; digit = digitAt(bytes, at)) {
    value = Math.min(value * 10 + digit, Number.MAX_SAFE_INTEGER);
    at += 1;
  }
  if (at === first) throw badPpm(`expected the ${what} in digits, got ${show(bytes, at)}`);
  return { value, end: at };
}

function skipSeparators(bytes: Uint8Array, from: number): number {
  let at = from;
  for (;;) {
    const byte = bytes[at] ?? -1;
    if (byte === hash) at = endOfComment(bytes, at);
    else if (isSpace(byte)) at += 1;
    else return at;
  }
}

/** Exactly one white space byte, or one comment with its line end, stands before the samples. */
function skipDelimiter(bytes: Uint8Array, at: number): number {
  const byte = bytes[at] ?? -1;
  if (byte === hash) return endOfComment(bytes, at);
  if (isSpace(byte)) return at + 1;
  throw badPpm(`expected white space after the maxval, got ${show(bytes, at)}`);
}

const hash = 0x23;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

function endOfComment(bytes: Uint8Array, from: number): number {
  for (let at = from; at < bytes.length; at += 1) {
    if (bytes[at] === lineFeed || bytes[at] === carriageReturn) return at + 1;
  }
  throw badPpm('expected a line end after the comment in the header, got the end of the data');
}

/** Blank, tab, line feed, vertical tab, form feed, carriage return. */
function isSpace(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
}

function digitAt(bytes: Uint8Array, at: number): number {
  const digit = (bytes[at] ?? 0) - 0x30;
  return digit <= 9 ? digit : -1;
}

function show(bytes: Uint8Array, at: number): string {
  const byte = bytes[at];
  if (byte === undefined) return 'the end of the data';
  const text = byte > 0x20 && byte < 0x7f ? `"${String.fromCharCode(byte)}"` : `byte ${byte}`;
  return `${text} at offset ${at}`;
}

function scaleSamples(samples: Uint8Array, maxval: number): Uint8Array {
  const scaled = new Uint8Array(samples.length);
  for (let i = 0; i < samples.length; i += 1) {
    const sample = samples[i] ?? 0;
    if (sample > maxval) {
      throw badPpm(`expected samples up to the maxval ${maxval}, got ${sample} in sample ${i}`);
    }
    scaled[i] = Math.round((sample * 255) / maxval);
  }
  return scaled;
}

function badPpm(what: string): MachineError {
  return new MachineError('bad-ppm', `The PPM frame is broken: ${what}`);
}

function unsupported(what: string): MachineError {
  return new MachineError(
    'unsupported-ppm',
    `The PPM frame cannot be read: ${what}, expected binary P6 with 8-bit samples`,
  );
}
