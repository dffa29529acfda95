import { didYouMean } from '../near-name.ts';
import { type QKeyCode, qKeyCodes } from '../qmp/qkeycode.ts';

/** What people call keys, beside the qcodes themselves. */
const aliases: Readonly<Record<string, QKeyCode>> = {
  enter: 'ret',
  return: 'ret',
  escape: 'esc',
  space: 'spc',
  del: 'delete',
  ins: 'insert',
  page_up: 'pgup',
  pageup: 'pgup',
  page_down: 'pgdn',
  pagedown: 'pgdn',
  control: 'ctrl',
  ctrl_l: 'ctrl',
  shift_l: 'shift',
  alt_l: 'alt',
  altgr: 'alt_r',
  super: 'meta_l',
  win: 'meta_l',
  cmd: 'meta_l',
  meta: 'meta_l',
  super_r: 'meta_r',
  win_r: 'meta_r',
  context_menu: 'compose',
  caps: 'caps_lock',
  capslock: 'caps_lock',
  numlock: 'num_lock',
  printscreen: 'print',
  period: 'dot',
  equals: 'equal',
  backtick: 'grave_accent',
  quote: 'apostrophe',
};

const known = new Map<string, QKeyCode>([
  ...qKeyCodes.filter((code) => code !== 'unmapped').map((code) => [code, code] as const),
  ...Object.entries(aliases),
]);

export type KeyNameResult =
  | { readonly ok: true; readonly key: QKeyCode }
  | { readonly ok: false; readonly message: string };

/**
 * A key by its qcode or its usual name (`enter`, `page-up`, `F5`), in any case. `where` goes into the
 * message behind the name.
 */
export function resolveKeyName(name: string, where = ''): KeyNameResult {
  const key = known.get(name.trim().toLowerCase().replaceAll('-', '_'));
  if (key !== undefined) return { ok: true, key };
  return { ok: false, message: `unknown key "${name}"${where}.${didYouMean(name, known.keys())}` };
}

/** Qcodes that people know by another name. */
const titles: Partial<Record<QKeyCode, string>> = { ret: 'enter', spc: 'space', meta_l: 'super' };

/** What a report calls a chord: `ctrl-alt-delete`, `enter`. It can be read back. */
export function titleChord(chord: readonly QKeyCode[]): string {
  return chord.map((key) => titles[key] ?? key).join('-');
}
