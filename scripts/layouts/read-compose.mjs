// Reads the Compose file, as far as it says what becomes of single keys and after dead keys.
import { readFileSync } from 'node:fs';
import { deadKeyName, keysymNumber } from './read-keysyms.mjs';

const file = '/usr/share/X11/locale/en_US.UTF-8/Compose';
const line = /^((?:<\w+>\s*)+):\s*"((?:[^"\\]|\\.)+)"/gm;

const lines = Array.from(readFileSync(file, 'utf8').matchAll(line), ([, symbols, written]) => ({
  keysyms: (symbols.match(/\w+/g) ?? []).map(keysymNumber),
  result: written.replace(/\\(.)/g, '$1'),
}));

/**
 * Sequences of dead keys and another key that give one character. What two dead keys give is left
 * out: the accent in X11, two accents in Windows, something else on a console.
 */
export const deadKeySequences = lines.filter(
  ({ keysyms, result }) =>
    keysyms.length > 1 &&
    !keysyms.includes(undefined) &&
    keysyms.findIndex((keysym) => deadKeyName(keysym) === undefined) === keysyms.length - 1 &&
    [...result].length === 1,
);

/** Keysyms that never arrive as their character: an Arabic ligature comes as two letters. */
export const rewrittenKeysyms = new Set(
  lines.filter(({ keysyms }) => keysyms.length === 1).map(({ keysyms }) => keysyms[0]),
);
