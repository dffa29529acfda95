import type { QKeyCode } from '../qmp/qkeycode.ts';
import type { Layout, Stroke } from './layout.ts';

/**
 * How a character without a key is entered where the guest allows it:
 * - linux-unicode: ctrl-shift-u, its code in hex, space (GTK, IBus)
 * - windows-alt: alt and 0 with its Windows-1252 code on the keypad; for others alt, + and its code
 *   in hex, which needs `EnableHexNumpad` in the registry, and a keypad with Num Lock on
 */
export type UnicodeMethod = 'linux-unicode' | 'windows-alt';

/** The layout, and beside its own keys a sequence for every other character of `text` that has one. */
export function addUnicode(layout: Layout, text: string, method: UnicodeMethod): Layout {
  const enter = method === 'linux-unicode' ? enterOnLinux : enterOnWindows;
  const added = [...new Set(text)].flatMap((character) => {
    const code = character.codePointAt(0) ?? 0;
    const strokes = layout.strokes.has(character) || code < 0x20 ? [] : enter(code, layout);
    return strokes.length > 0 ? [[character, strokes] as const] : [];
  });
  return { name: layout.name, strokes: new Map([...layout.strokes, ...added]) };
}

/** The digits go through the layout: on some of them a digit needs shift. */
function enterOnLinux(code: number, { strokes }: Layout): readonly Stroke[] {
  const u = strokes.get('u');
  const digits = [...code.toString(16)].map((digit) => strokes.get(digit));
  if (u?.length !== 1 || digits.includes(undefined)) return [];
  const start = u.map(({ key }) => endSequence({ key, modifiers: ['ctrl', 'shift'] }));
  return [...start, ...digits.flatMap((digit) => digit ?? []), { key: 'spc', modifiers: [] }];
}

function enterOnWindows(code: number): readonly Stroke[] {
  const ansi = windows1252.get(code);
  if (ansi !== undefined) return onKeypad(`0${ansi}`);
  return code <= 0xffff ? onKeypad(`+${code.toString(16)}`) : [];
}

/** All of it under one alt, which ends the character when it comes up. */
function onKeypad(digits: string): readonly Stroke[] {
  const strokes = [...digits].map((digit): Stroke => ({ key: keypad(digit), modifiers: ['alt'] }));
  return strokes.map((stroke, index) =>
    index === strokes.length - 1 ? endSequence(stroke) : stroke,
  );
}

const hexKeys: Readonly<Record<string, QKeyCode>> = {
  '+': 'kp_add',
  '0': 'kp_0',
  '1': 'kp_1',
  '2': 'kp_2',
  '3': 'kp_3',
  '4': 'kp_4',
  '5': 'kp_5',
  '6': 'kp_6',
  '7': 'kp_7',
  '8': 'kp_8',
  '9': 'kp_9',
  a: 'a',
  b: 'b',
  c: 'c',
  d: 'd',
  e: 'e',
  f: 'f',
};

function keypad(digit: string): QKeyCode {
  const key = hexKeys[digit];
  if (key === undefined) throw new Error(`no keypad key for ${digit}`);
  return key;
}

function endSequence(stroke: Stroke): Stroke {
  return { ...stroke, endsSequence: true };
}

/** What Windows-1252 has from 0x80 to 0x9f; a blank where it has nothing. Node's decoder takes it for Latin-1. */
const upperControls = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

/** Code point to Windows-1252 code, for the upper half. */
const windows1252: ReadonlyMap<number, number> = new Map([
  ...[...upperControls].flatMap((character, index) =>
    character === ' ' ? [] : [[character.codePointAt(0) ?? 0, 0x80 + index] as const],
  ),
  ...Array.from({ length: 0x60 }, (_, index) => [0xa0 + index, 0xa0 + index] as const),
]);
