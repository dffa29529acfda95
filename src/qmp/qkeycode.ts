import { enumeration, type Of } from './definitions.ts';
import { isFrom, type MajorMinor } from './release.ts';

/** QAPI `QKeyCode` (1.3): a key by its position on a US keyboard. `sysrq` is another name of `print`. */
// biome-ignore format: a table of 162 names
export const QKeyCode = enumeration('QKeyCode', {
  '1.3': [
    'shift', 'shift_r', 'alt', 'alt_r', 'ctrl', 'ctrl_r', 'menu', 'esc', '1', '2', '3', '4', '5',
    '6', '7', '8', '9', '0', 'minus', 'equal', 'backspace', 'tab', 'q', 'w', 'e', 'r', 't', 'y',
    'u', 'i', 'o', 'p', 'bracket_left', 'bracket_right', 'ret', 'a', 's', 'd', 'f', 'g', 'h', 'j',
    'k', 'l', 'semicolon', 'apostrophe', 'grave_accent', 'backslash', 'z', 'x', 'c', 'v', 'b', 'n',
    'm', 'comma', 'dot', 'slash', 'asterisk', 'spc', 'caps_lock', 'f1', 'f2', 'f3', 'f4', 'f5',
    'f6', 'f7', 'f8', 'f9', 'f10', 'num_lock', 'scroll_lock', 'kp_divide', 'kp_multiply',
    'kp_subtract', 'kp_add', 'kp_enter', 'kp_decimal', 'sysrq', 'kp_0', 'kp_1', 'kp_2', 'kp_3',
    'kp_4', 'kp_5', 'kp_6', 'kp_7', 'kp_8', 'kp_9', 'less', 'f11', 'f12', 'print', 'home', 'pgup',
    'pgdn', 'end', 'left', 'up', 'down', 'right', 'insert', 'delete', 'stop', 'again', 'props',
    'undo', 'front', 'copy', 'open', 'paste', 'find', 'cut', 'lf', 'help', 'meta_l', 'meta_r',
    'compose',
  ],
  '2.0': ['unmapped', 'pause'],
  '2.4': ['ro', 'kp_comma'],
  '2.6': ['kp_equals', 'power'],
  '2.9': ['hiragana', 'henkan', 'yen'],
  '2.10': [
    'sleep', 'wake', 'audionext', 'audioprev', 'audiostop', 'audioplay', 'audiomute', 'volumeup',
    'volumedown', 'mediaselect', 'mail', 'calculator', 'computer', 'ac_home', 'ac_back',
    'ac_forward', 'ac_refresh', 'ac_bookmarks',
  ],
  '2.12': ['muhenkan', 'katakanahiragana'],
  '6.1': ['lang1', 'lang2'],
  '8.0': [
    'f13', 'f14', 'f15', 'f16', 'f17', 'f18', 'f19', 'f20', 'f21', 'f22', 'f23', 'f24',
  ],
});
export type QKeyCode = Of<typeof QKeyCode>;

/** Every name, the oldest first. */
export const qKeyCodes: readonly QKeyCode[] = [...QKeyCode.values.keys()];

/** The keys that a QEMU of this version has. */
export function keysFrom(version: MajorMinor): readonly QKeyCode[] {
  return [...QKeyCode.values].flatMap(([key, since]) => (isFrom(version, since) ? [key] : []));
}

const known: ReadonlySet<string> = new Set(qKeyCodes);

export function isQKeyCode(text: string): text is QKeyCode {
  return known.has(text);
}
