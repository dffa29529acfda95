// What a keysym's name stands for: its number and its character.
import { readFileSync } from 'node:fs';

const header = readFileSync('/usr/include/X11/keysymdef.h', 'utf8');

/** A keysym from here on is a code point and this. */
const UNICODE = 0x01000000;

const numbers = new Map();
const characters = new Map();
// A character in parentheses is no exact one: programs differ on those.
const definition = /^#define XK_(\w+)\s+(0x[0-9a-f]+)(?:\s*\/\* U\+([0-9A-F]+) )?/gm;
for (const [, name, hex, code] of header.matchAll(definition)) {
  const number = Number(hex);
  numbers.set(name, number);
  if (code && !characters.has(number)) {
    characters.set(number, String.fromCodePoint(Number.parseInt(code, 16)));
  }
}

/** The number of a keysym as an xkb file or a Compose file writes it; undefined if unknown. */
export function keysymNumber(name) {
  const known = numbers.get(name);
  if (known !== undefined) return known;
  const unicode = /^U([0-9A-Fa-f]{4,6})$/.exec(name);
  if (unicode) return fromCodePoint(Number.parseInt(unicode[1], 16));
  if (!/^0x/i.test(name)) return undefined;
  const number = Number(name);
  return number >= UNICODE ? fromCodePoint(number - UNICODE) : number;
}

function fromCodePoint(code) {
  const isLatin1 = (code >= 0x20 && code <= 0x7e) || (code >= 0xa0 && code <= 0xff);
  return isLatin1 ? code : UNICODE + code;
}

/** The character of a keysym; undefined for dead keys, functions and the like. */
export function keysymCharacter(number) {
  return number >= UNICODE ? String.fromCodePoint(number - UNICODE) : characters.get(number);
}

const deadKeys = new Map();
for (const [name, number] of numbers) {
  const short = /^dead_(\w\w+)$/.exec(name)?.[1];
  if (short && !deadKeys.has(number)) deadKeys.set(number, short);
}

/** The name of a dead key, without `dead_`; undefined for other keysyms, and for dead letters. */
export function deadKeyName(number) {
  return deadKeys.get(number);
}
