import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestFont } from './text-screen.ts';

const folder = process.env.GUESTWRIGHT_CONSOLE_FONTS ?? '/usr/share/consolefonts';

/** The console fonts of this host, if it has some: Debian's console-setup-linux or kbd. */
export function hostFonts(pattern: RegExp): { name: string; bytes: Uint8Array }[] {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => pattern.test(name)) : [];
  if (names.length === 0) console.warn(`SKIPPED real console fonts: none in ${folder}`);
  return names.map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
}

/** As fonts store a line: the leftmost pixel highest, in whole bytes. */
function storeLine(bits: number, width: number): number[] {
  const bytes = new Array<number>(Math.ceil(width / 8)).fill(0);
  for (let x = 0; x < width; x += 1) {
    if ((bits >>> x) & 1) bytes[x >> 3] = (bytes[x >> 3] ?? 0) | (0x80 >> (x & 7));
  }
  return bytes;
}

const shapesOf = ({ shapes, width }: TestFont) =>
  shapes.flatMap((shape) => shape.flatMap((line) => storeLine(line, width)));

export function encodePsf1(font: TestFont, table?: readonly (readonly number[])[]): Buffer {
  const codes = table?.flatMap((group) => [...group, 0xffff]) ?? [];
  const words = Buffer.alloc(codes.length * 2);
  for (const [i, code] of codes.entries()) words.writeUInt16LE(code, i * 2);
  const head = [0x36, 0x04, table ? 2 : 0, font.height];
  return Buffer.concat([Buffer.from([...head, ...shapesOf(font)]), words]);
}

export function encodePsf2(font: TestFont, table?: readonly string[]): Buffer {
  const { width, height, shapes } = font;
  const glyphBytes = Math.ceil(width / 8) * height;
  const fields = [0x864ab572, 0, 32, table ? 1 : 0, shapes.length, glyphBytes, height, width];
  const head = Buffer.alloc(32);
  for (const [i, field] of fields.entries()) head.writeUInt32LE(field, i * 4);
  const groups = table?.map((text) => Buffer.concat([Buffer.from(text), Buffer.from([0xff])]));
  return Buffer.concat([head, Buffer.from(shapesOf(font)), ...(groups ?? [])]);
}
