import { gunzipSync } from 'node:zlib';
import { ScenarioError } from '../../errors.ts';
import { MAX_CELL_WIDTH } from './cells.ts';
import { cp437 } from './cp437.ts';
import { type Font, type Glyph, mirrorBits } from './font.ts';

const MAX_HEIGHT = 64;
const MAX_GLYPHS = 65_536;
/** Larger than any font of the allowed sizes that has a use. */
export const MAX_BYTES = 4 * 1024 * 1024;

/**
 * Reads a console font: PSF 1 or 2, also gzipped. Without a table of characters its glyphs are those
 * of code page 437. `name` is for messages and reports.
 * @throws ScenarioError `bad-font`
 */
export function parsePsf(file: Uint8Array, name: string): Font {
  const bytes = unpack(file, name);
  const refuse = (what: string) => badFont(name, what);
  const header = readHeader(bytes, refuse);
  const { start, count, width, height, glyphBytes } = header;
  const end = start + count * glyphBytes;
  if (end > bytes.length) {
    throw refuse(`${count} glyphs need ${end} bytes, the file has ${bytes.length}`);
  }
  const texts = header.hasTable ? readTable(bytes.subarray(end), header) : cp437.slice(0, count);
  const glyphs = texts.map((text, index): Glyph => {
    const at = start + index * glyphBytes;
    return { text, shape: readShape(bytes.subarray(at, at + glyphBytes), width, height) };
  });
  return { name, width, height, glyphs: glyphs.filter(({ text }) => text !== '') };
}

interface Header {
  readonly version: 1 | 2;
  /** Where the first glyph is. */
  readonly start: number;
  readonly count: number;
  readonly width: number;
  readonly height: number;
  readonly glyphBytes: number;
  readonly hasTable: boolean;
}

function unpack(file: Uint8Array, name: string): Buffer {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (bytes.length > MAX_BYTES) throw badFont(name, `it is larger than ${MAX_BYTES} bytes`);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_BYTES });
  } catch (cause) {
    throw badFont(name, `it cannot be unpacked: ${cause instanceof Error ? cause.message : cause}`);
  }
}

type Refuse = (what: string) => ScenarioError;

function readHeader(bytes: Buffer, refuse: Refuse): Header {
  if (bytes.length >= 4 && bytes.readUInt16LE(0) === 0x0436) {
    const mode = bytes.readUInt8(2);
    const height = bytes.readUInt8(3);
    const count = mode & 1 ? 512 : 256;
    const size = { width: 8, height, glyphBytes: height };
    return checkSize({ version: 1, start: 4, count, ...size, hasTable: (mode & 6) !== 0 }, refuse);
  }
  if (bytes.length >= 32 && bytes.readUInt32LE(0) === 0x864ab572) {
    const field = (index: number) => bytes.readUInt32LE(index * 4);
    const [start, flags, count] = [field(2), field(3), field(4)];
    const [glyphBytes, height, width] = [field(5), field(6), field(7)];
    if (field(1) !== 0) throw refuse(`expected version 0 of PSF 2, got ${field(1)}`);
    if (start < 32) throw refuse(`expected a header of at least 32 bytes, got ${start}`);
    const size = { width, height, glyphBytes };
    const hasTable = (flags & 1) !== 0;
    return checkSize({ version: 2, start, count, ...size, hasTable }, refuse);
  }
  throw refuse('it does not begin like a PSF font');
}

function checkSize(header: Header, refuse: Refuse): Header {
  const { width, height, count, glyphBytes } = header;
  if (width < 1 || width > MAX_CELL_WIDTH || height < 1 || height > MAX_HEIGHT) {
    throw refuse(
      `its cells are ${width}x${height}, expected 1x1 to ${MAX_CELL_WIDTH}x${MAX_HEIGHT}`,
    );
  }
  if (count < 1 || count > MAX_GLYPHS) {
    throw refuse(`it has ${count} glyphs, expected 1 to ${MAX_GLYPHS}`);
  }
  const needed = Math.ceil(width / 8) * height;
  if (glyphBytes !== needed) {
    throw refuse(
      `a glyph of ${width}x${height} needs ${needed} bytes, the header says ${glyphBytes}`,
    );
  }
  return header;
}

function readShape(bytes: Buffer, width: number, height: number): number[] {
  const lineBytes = Math.ceil(width / 8);
  return Array.from({ length: height }, (_, row) => {
    const bits = bytes.readUIntBE(row * lineBytes, lineBytes);
    return mirrorBits(Math.floor(bits / 2 ** (lineBytes * 8 - width)), width);
  });
}

/** For each glyph the lowest of its single characters, or nothing: sequences are left out. */
function readTable(bytes: Buffer, { version, count }: Header): string[] {
  return version === 1 ? readTable1(bytes, count) : readTable2(bytes, count);
}

function readTable1(bytes: Buffer, count: number): string[] {
  const texts: string[] = [];
  let at = 0;
  while (texts.length < count) {
    let lowest = Number.POSITIVE_INFINITY;
    let inSequence = false;
    for (; at + 2 <= bytes.length; at += 2) {
      const code = bytes.readUInt16LE(at);
      if (code === 0xffff) break;
      inSequence ||= code === 0xfffe;
      if (!inSequence) lowest = Math.min(lowest, code);
    }
    at += 2;
    texts.push(characterOf(lowest));
  }
  return texts;
}

function readTable2(bytes: Buffer, count: number): string[] {
  const texts: string[] = [];
  let at = 0;
  while (texts.length < count) {
    const found = bytes.indexOf(0xff, at);
    const end = found < 0 ? bytes.length : found;
    const sequence = bytes.subarray(at, end).indexOf(0xfe);
    const single = bytes.subarray(at, sequence < 0 ? end : at + sequence);
    const codes = Array.from(single.toString('utf8'), (text) => text.codePointAt(0) ?? 0);
    texts.push(characterOf(codes.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)));
    at = end + 1;
  }
  return texts;
}

function characterOf(code: number): string {
  if (code === 0 || code === 0xa0) return ' ';
  const isCharacter = code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) && code !== 0xfffd;
  return isCharacter ? String.fromCodePoint(code) : '';
}

function badFont(name: string, what: string): ScenarioError {
  return new ScenarioError('bad-font', `The font ${name} cannot be used: ${what}`, {
    hint: 'expected a console font, PSF 1 or 2, such as those in /usr/share/consolefonts',
  });
}
