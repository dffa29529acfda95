import type { QKeyCode } from '../../src/qmp/qkeycode.ts';

/** include/uapi/linux/input-event-codes.h: keys in the order of their codes from `first` on. */
const runs: readonly (readonly [first: number, keys: readonly QKeyCode[]])[] = [
  [1, ['esc', '1', '2', '3', '4', '5', '6', '7', '8', '9', '0', 'minus', 'equal', 'backspace']],
  [15, ['tab', 'q', 'w', 'e', 'r', 't', 'y', 'u', 'i', 'o', 'p', 'bracket_left', 'bracket_right']],
  [28, ['ret', 'ctrl', 'a', 's', 'd', 'f', 'g', 'h', 'j', 'k', 'l', 'semicolon', 'apostrophe']],
  [41, ['grave_accent', 'shift', 'backslash', 'z', 'x', 'c', 'v', 'b', 'n', 'm', 'comma', 'dot']],
  [53, ['slash', 'shift_r', 'kp_multiply', 'alt', 'spc', 'caps_lock', 'f1', 'f2', 'f3', 'f4']],
  [63, ['f5', 'f6', 'f7', 'f8', 'f9', 'f10', 'num_lock', 'scroll_lock', 'kp_7', 'kp_8', 'kp_9']],
  [74, ['kp_subtract', 'kp_4', 'kp_5', 'kp_6', 'kp_add', 'kp_1', 'kp_2', 'kp_3', 'kp_0']],
  [83, ['kp_decimal']],
  [86, ['less', 'f11', 'f12', 'ro']],
  [91, ['hiragana', 'henkan', 'katakanahiragana', 'muhenkan']],
  [96, ['kp_enter', 'ctrl_r', 'kp_divide', 'print', 'alt_r', 'lf', 'home', 'up', 'pgup', 'left']],
  [106, ['right', 'end', 'down', 'pgdn', 'insert', 'delete']],
  [113, ['audiomute', 'volumedown', 'volumeup', 'power', 'kp_equals']],
  [119, ['pause']],
  [121, ['kp_comma', 'lang1', 'lang2', 'yen', 'meta_l', 'meta_r', 'compose', 'stop', 'again']],
  [130, ['props', 'undo', 'front', 'copy', 'open', 'paste', 'find', 'cut', 'help', 'menu']],
  [140, ['calculator']],
  [142, ['sleep', 'wake']],
  [155, ['mail', 'ac_bookmarks', 'computer', 'ac_back', 'ac_forward']],
  [163, ['audionext', 'audioplay', 'audioprev', 'audiostop']],
  [172, ['ac_home', 'ac_refresh']],
  [183, ['f13', 'f14', 'f15', 'f16', 'f17', 'f18', 'f19', 'f20', 'f21', 'f22', 'f23', 'f24']],
  [226, ['mediaselect']],
];

/** The code by which Linux knows each key. */
export const linuxKeyCodes: ReadonlyMap<QKeyCode, number> = new Map<QKeyCode, number>([
  ...runs.flatMap(([first, keys]) => keys.map((key, i) => [key, first + i] as const)),
  ['sysrq', 99],
  ['asterisk', 55],
]);
