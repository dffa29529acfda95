import type { QKeyCode } from '../qmp/qkeycode.ts';
import { resolveKeyName } from './key-names.ts';

/** Keys down together, in the order they go down. */
export type Chord = readonly QKeyCode[];

export type ChordResult =
  | { readonly ok: true; readonly chord: Chord }
  | { readonly ok: false; readonly message: string };

/**
 * Reads `ctrl-alt-delete` or `ctrl+alt+delete`; a single key is a chord of one. Where a hyphen could
 * be either, it joins keys: `ctrl-r` is Control and R, `ctrl_r` the right Control, `page-up` one key.
 */
export function parseChord(text: string): ChordResult {
  const parts = text.split('+').map((part) => part.split('-'));
  if (parts.flat().some((name) => name.trim() === '')) {
    const message = `a key name is missing in "${text}" (the key - is minus, + is shift-equal)`;
    return { ok: false, message };
  }
  const chord: QKeyCode[] = [];
  for (const names of parts) {
    const reading = readKeys(names);
    if (!reading.ok) return explainUnknown(names, reading.at, text);
    for (const { key, name } of reading.keys) {
      if (chord.includes(key)) {
        return { ok: false, message: `the key "${name}" stands twice in "${text}"` };
      }
      chord.push(key);
    }
  }
  return { ok: true, chord };
}

type Reading =
  | { readonly ok: true; readonly keys: readonly { name: string; key: QKeyCode }[] }
  /** `at`: the first name that no reading gets past. */
  | { readonly ok: false; readonly at: number };

/** As many keys as the names give; a name that is no key by itself takes in the names after it. */
function readKeys(names: readonly string[], at = 0): Reading {
  if (at === names.length) return { ok: true, keys: [] };
  let furthest = at;
  for (let end = at + 1; end <= names.length; end += 1) {
    const name = names.slice(at, end).join('-');
    const first = resolveKeyName(name);
    if (!first.ok) continue;
    const rest = readKeys(names, end);
    if (rest.ok) return { ok: true, keys: [{ name, key: first.key }, ...rest.keys] };
    furthest = Math.max(furthest, rest.at);
  }
  return { ok: false, at: furthest };
}

function explainUnknown(names: readonly string[], at: number, text: string): ChordResult {
  const next = names.findIndex((name, index) => index > at && resolveKeyName(name).ok);
  const name = names.slice(at, next === -1 ? undefined : next).join('-');
  const result = resolveKeyName(name, name === text ? '' : ` in "${text}"`);
  return { ok: false, message: result.ok ? `cannot read "${text}"` : result.message };
}
