/** Every name of QAPI `QKeyCode` up to 8.0, in its order. 148 names exist since 2.12 or earlier. */
// biome-ignore format: a table of 162 names
export const qKeyCodes = [
  'unmapped', 'shift', 'shift_r', 'alt', 'alt_r', 'ctrl', 'ctrl_r', 'menu', 'esc', '1', '2', '3',
  '4', '5', '6', '7', '8', '9', '0', 'minus', 'equal', 'backspace', 'tab', 'q', 'w', 'e', 'r', 't',
  'y', 'u', 'i', 'o', 'p', 'bracket_left', 'bracket_right', 'ret', 'a', 's', 'd', 'f', 'g', 'h',
  'j', 'k', 'l', 'semicolon', 'apostrophe', 'grave_accent', 'backslash', 'z', 'x', 'c', 'v', 'b',
  'n', 'm', 'comma', 'dot', 'slash', 'asterisk', 'spc', 'caps_lock', 'f1', 'f2', 'f3', 'f4', 'f5',
  'f6', 'f7', 'f8', 'f9', 'f10', 'num_lock', 'scroll_lock', 'kp_divide', 'kp_multiply',
  'kp_subtract', 'kp_add', 'kp_enter', 'kp_decimal', 'sysrq', 'kp_0', 'kp_1', 'kp_2', 'kp_3',
  'kp_4', 'kp_5', 'kp_6', 'kp_7', 'kp_8', 'kp_9', 'less', 'f11', 'f12', 'print', 'home', 'pgup',
  'pgdn', 'end', 'left', 'up', 'down', 'right', 'insert', 'delete', 'stop', 'again', 'props',
  'undo', 'front', 'copy', 'open', 'paste', 'find', 'cut', 'lf', 'help', 'meta_l', 'meta_r',
  'compose', 'pause', 'ro', 'hiragana', 'henkan', 'yen', 'muhenkan', 'katakanahiragana', 'kp_comma',
  'kp_equals', 'power', 'sleep', 'wake', 'audionext', 'audioprev', 'audiostop', 'audioplay',
  'audiomute', 'volumeup', 'volumedown', 'mediaselect', 'mail', 'calculator', 'computer', 'ac_home',
  'ac_back', 'ac_forward', 'ac_refresh', 'ac_bookmarks', 'lang1', 'lang2', 'f13', 'f14', 'f15',
  'f16', 'f17', 'f18', 'f19', 'f20', 'f21', 'f22', 'f23', 'f24',
] as const;

/** A key by its position on a US keyboard (QAPI `QKeyCode`). `sysrq` is another name of `print`. */
export type QKeyCode = (typeof qKeyCodes)[number];

/** The first release of a key that is younger than 2.12. */
export interface KeyRelease {
  readonly major: number;
  readonly minor: number;
}

const release6_1: KeyRelease = { major: 6, minor: 1 };
const release8_0: KeyRelease = { major: 8, minor: 0 };

/** Keys that older QEMUs refuse; a key that is not here exists since 2.12 or earlier. */
export const qKeyCodeSince: { readonly [K in QKeyCode]?: KeyRelease } = {
  lang1: release6_1,
  lang2: release6_1,
  f13: release8_0,
  f14: release8_0,
  f15: release8_0,
  f16: release8_0,
  f17: release8_0,
  f18: release8_0,
  f19: release8_0,
  f20: release8_0,
  f21: release8_0,
  f22: release8_0,
  f23: release8_0,
  f24: release8_0,
};

const known: ReadonlySet<string> = new Set(qKeyCodes);

export function isQKeyCode(text: string): text is QKeyCode {
  return known.has(text);
}
