import { describe, expect, test } from 'vitest';
import { parseChord } from '../../src/input/chord.ts';
import { resolveKeyName } from '../../src/input/key-names.ts';
import { qKeyCodes } from '../../src/qmp/qkeycode.ts';

const keyOf = (name: string) => {
  const result = resolveKeyName(name);
  return result.ok ? result.key : result.message;
};

const chordOf = (text: string) => {
  const result = parseChord(text);
  return result.ok ? result.chord : result.message;
};

describe('resolveKeyName', () => {
  test('every qcode is its own name, but for the one that is no key', () => {
    for (const code of qKeyCodes) {
      expect(keyOf(code)).toBe(code === 'unmapped' ? 'unknown key "unmapped".' : code);
    }
  });

  test.for([
    ['enter', 'ret'],
    ['return', 'ret'],
    ['escape', 'esc'],
    ['space', 'spc'],
    ['del', 'delete'],
    ['ins', 'insert'],
    ['page-up', 'pgup'],
    ['page_down', 'pgdn'],
    ['PageUp', 'pgup'],
    ['pagedown', 'pgdn'],
    ['control', 'ctrl'],
    ['ctrl_l', 'ctrl'],
    ['shift_l', 'shift'],
    ['alt_l', 'alt'],
    ['AltGr', 'alt_r'],
    ['super', 'meta_l'],
    ['win', 'meta_l'],
    ['cmd', 'meta_l'],
    ['meta', 'meta_l'],
    ['super_r', 'meta_r'],
    ['win_r', 'meta_r'],
    ['context-menu', 'compose'],
    ['caps', 'caps_lock'],
    ['caps-lock', 'caps_lock'],
    ['capslock', 'caps_lock'],
    ['numlock', 'num_lock'],
    ['printscreen', 'print'],
    ['period', 'dot'],
    ['equals', 'equal'],
    ['backtick', 'grave_accent'],
    ['quote', 'apostrophe'],
    [' F5 ', 'f5'],
    ['KP_Enter', 'kp_enter'],
  ] as const)('%s is %s', ([name, key]) => {
    expect(keyOf(name)).toBe(key);
  });

  test.for([
    ['entr', 'unknown key "entr". Did you mean "enter"?'],
    ['Delte', 'unknown key "Delte". Did you mean "delete"?'],
    ['page-dwn', 'unknown key "page-dwn". Did you mean "page_down"?'],
    ['hyper', 'unknown key "hyper".'],
    ['constructor', 'unknown key "constructor".'],
  ] as const)('%s: %s', ([name, message]) => {
    expect(keyOf(name)).toBe(message);
  });
});

describe('parseChord', () => {
  test.for([
    ['enter', ['ret']],
    ['ctrl-alt-delete', ['ctrl', 'alt', 'delete']],
    ['ctrl+alt+delete', ['ctrl', 'alt', 'delete']],
    ['Ctrl + Alt + Del', ['ctrl', 'alt', 'delete']],
    ['ctrl-alt+f2', ['ctrl', 'alt', 'f2']],
    ['page-up', ['pgup']],
    ['caps-lock', ['caps_lock']],
    ['bracket-left', ['bracket_left']],
    ['ctrl-page-up', ['ctrl', 'pgup']],
    ['ctrl+page-up', ['ctrl', 'pgup']],
    ['ctrl-kp-enter', ['ctrl', 'kp_enter']],
    ['shift-caps-lock', ['shift', 'caps_lock']],
    ['alt-sysrq-b', ['alt', 'sysrq', 'b']],
  ] as const)('%s', ([text, chord]) => {
    expect(chordOf(text)).toEqual(chord);
  });

  test.for([
    ['ctrl-r', ['ctrl', 'r'], 'ctrl_r'],
    ['ctrl-l', ['ctrl', 'l'], 'ctrl_l'],
    ['alt-r', ['alt', 'r'], 'alt_r'],
    ['shift-r', ['shift', 'r'], 'shift_r'],
    ['shift-l', ['shift', 'l'], 'shift_l'],
    ['meta-l', ['meta_l', 'l'], 'meta_l'],
    ['win-r', ['meta_l', 'r'], 'win_r'],
    ['super-r', ['meta_l', 'r'], 'super_r'],
  ] as const)('%s is two keys, unlike %s', ([text, chord, side]) => {
    expect(chordOf(text)).toEqual(chord);
    expect(chordOf(side)).toHaveLength(1);
  });

  test.for([
    ['entr', 'unknown key "entr". Did you mean "enter"?'],
    ['ctrl-alt-delte', 'unknown key "delte" in "ctrl-alt-delte". Did you mean "delete"?'],
    ['ctrl+entr', 'unknown key "entr" in "ctrl+entr". Did you mean "enter"?'],
    ['ctrl-page-dwn', 'unknown key "page-dwn" in "ctrl-page-dwn". Did you mean "page_down"?'],
    ['ctrl-page-up-hyper', 'unknown key "hyper" in "ctrl-page-up-hyper".'],
    ['hyper-ctrl', 'unknown key "hyper" in "hyper-ctrl".'],
    ['caps-hyper', 'unknown key "hyper" in "caps-hyper".'],
    ['ctrl-hyp.er', 'unknown key "hyp.er" in "ctrl-hyp.er".'],
    ['ctrl-hyper$&', 'unknown key "hyper$&" in "ctrl-hyper$&".'],
    ['shift-a-shift', 'the key "shift" stands twice in "shift-a-shift"'],
    ['ctrl-control', 'the key "control" stands twice in "ctrl-control"'],
    ['a+a', 'the key "a" stands twice in "a+a"'],
    ['', 'a key name is missing in "" (the key - is minus, + is shift-equal)'],
    ['+', 'a key name is missing in "+" (the key - is minus, + is shift-equal)'],
    ['ctrl--', 'a key name is missing in "ctrl--" (the key - is minus, + is shift-equal)'],
    ['ctrl-+', 'a key name is missing in "ctrl-+" (the key - is minus, + is shift-equal)'],
  ] as const)('%s: %s', ([text, message]) => {
    expect(chordOf(text)).toBe(message);
  });
});
