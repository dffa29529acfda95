// Makes src/input/layouts/data.ts from the keyboard layouts of Debian.
//   apt-get install xkb-data libx11-data x11proto-dev
//   node scripts/make-layouts.mjs           writes the file
//   node scripts/make-layouts.mjs --print   prints it
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { deadKeySequences, rewrittenKeysyms } from './layouts/read-compose.mjs';
import { deadKeyName, keysymCharacter, keysymNumber } from './layouts/read-keysyms.mjs';
import { readReference } from './layouts/read-symbols.mjs';

/** Our name, and the layout and variant that it has in xkb. */
const layouts = {
  us: 'us',
  'us-intl': 'us(intl)',
  'us-altgr-intl': 'us(altgr-intl)',
  dvorak: 'us(dvorak)',
  colemak: 'us(colemak)',
  'colemak-dh': 'us(colemak_dh)',
  workman: 'us(workman)',
  gb: 'gb',
  ie: 'ie',
  de: 'de',
  'de-nodeadkeys': 'de(nodeadkeys)',
  at: 'at',
  'de-ch': 'ch(de)',
  'ch-fr': 'ch(fr)',
  fr: 'fr',
  'fr-bepo': 'fr(bepo)',
  be: 'be',
  nl: 'nl',
  ca: 'ca',
  es: 'es',
  latam: 'latam',
  pt: 'pt',
  br: 'br',
  it: 'it',
  mt: 'mt',
  se: 'se',
  no: 'no',
  dk: 'dk',
  fi: 'fi',
  is: 'is',
  fo: 'fo',
  ee: 'ee',
  lv: 'lv',
  lt: 'lt',
  pl: 'pl',
  cz: 'cz',
  sk: 'sk',
  hu: 'hu',
  ro: 'ro',
  md: 'md',
  si: 'si',
  hr: 'hr',
  ba: 'ba',
  me: 'me',
  'rs-latin': 'rs(latin)',
  al: 'al',
  gr: 'gr',
  tr: 'tr',
  'tr-f': 'tr(f)',
  ru: 'ru',
  ua: 'ua',
  by: 'by',
  bg: 'bg',
  rs: 'rs',
  mk: 'mk',
  kz: 'kz',
  ge: 'ge',
  am: 'am',
  il: 'il',
  ara: 'ara',
  ir: 'ir',
  th: 'th',
  jp: 'jp',
  kr: 'kr',
  epo: 'epo',
};

/** The keys that type, by their names in xkb, in the order of their key codes in Linux. */
const rows = [
  ['AE', ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0', 'minus', 'equal']],
  ['AD', ['q', 'w', 'e', 'r', 't', 'y', 'u', 'i', 'o', 'p', 'bracket_left', 'bracket_right']],
  ['AC', ['a', 's', 'd', 'f', 'g', 'h', 'j', 'k', 'l', 'semicolon', 'apostrophe']],
  ['AB', ['z', 'x', 'c', 'v', 'b', 'n', 'm', 'comma', 'dot', 'slash']],
];
const keys = rows.flatMap(([row, qcodes]) =>
  qcodes.map((qcode, i) => [`${row}${String(i + 1).padStart(2, '0')}`, qcode]),
);
keys.splice(
  keys.findIndex(([name]) => name === 'AB01'),
  0,
  ['TLDE', 'grave_accent'],
  ['BKSL', 'backslash'],
);
keys.push(['SPCE', 'spc'], ['LSGT', 'less'], ['AB11', 'ro'], ['AE13', 'yen']);

/** How many levels a key type has, where that is fewer than its symbols may be. */
const levelCounts = { ONE_LEVEL: 1, TWO_LEVEL: 2, ALPHABETIC: 2, PC_ALT_LEVEL2: 2, THREE_LEVEL: 3 };

const NOTHING = '..';

/** The keysyms of each level: plain, shift, AltGr, both. */
function readLevels(reference) {
  const own = readReference(reference);
  const all = readReference(`pc+${reference}`);
  // Not every keyboard has LSGT, and what pc says of it is for those that have < nowhere else.
  if (!own.has('LSGT') && hasAnywhere(own, 'less')) all.delete('LSGT');
  const hasAltGr = all.get('RALT').levels[0] === 'ISO_Level3_Shift';
  return [0, 1, 2, 3].slice(0, hasAltGr ? 4 : 2).map((level) =>
    keys.map(([name]) => {
      const { type, levels } = all.get(name) ?? { levels: [] };
      const symbol = level < (levelCounts[type] ?? 4) ? levels[level] : null;
      const keysym = symbol ? keysymNumber(symbol) : undefined;
      return rewrittenKeysyms.has(keysym) ? undefined : keysym;
    }),
  );
}

/** Whether some key gives it plain or with shift. */
function hasAnywhere(symbols, name) {
  return [...symbols.values()].some(({ levels }) => levels.slice(0, 2).includes(name));
}

/** A character, the name of an invisible one or of a dead key; undefined for what types nothing. */
function describe(keysym) {
  const character = keysymCharacter(keysym);
  return character === undefined ? deadKeyName(keysym) : describeCharacter(character);
}

function describeCharacter(character) {
  if (character === ' ') return 'space';
  if (!/[\p{C}\p{Z}\p{M}]/u.test(character)) return character;
  return `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function writeLevels(levels) {
  const lines = levels.map((level) =>
    level
      .map((keysym) => (keysym === undefined ? undefined : describe(keysym)) ?? NOTHING)
      .join(' ')
      .replace(/( ?\.\.)+$/, ''),
  );
  while (lines.at(-1) === '') lines.pop();
  return lines.map((line) => line || NOTHING);
}

/** By its dead keys, what each symbol that some layout has becomes after them. */
function writeSequences(used) {
  const usable = deadKeySequences.filter(({ keysyms }) => keysyms.every((key) => used.has(key)));
  refuseAmbiguous(used, usable);
  const sequences = new Map();
  for (const { keysyms, result } of usable) {
    const prefix = keysyms.slice(0, -1).map(deadKeyName).join(' ');
    const pair = `${describe(keysyms.at(-1))} ${describeCharacter(result)}`;
    sequences.set(prefix, [...(sequences.get(prefix) ?? []), pair]);
  }
  return [...sequences].map(([prefix, pairs]) => [prefix, pairs.join(' ')]);
}

/** Compose tells keysyms apart, the data only their characters: so those must behave alike. */
function refuseAmbiguous(used, usable) {
  const behaviour = new Map();
  for (const keysym of used) {
    const own = usable
      .filter(({ keysyms }) => keysyms.includes(keysym))
      .map(({ keysyms, result }) => [...keysyms.map(describe), result].join(' '))
      .join('\n');
    const symbol = describe(keysym);
    if ((behaviour.get(symbol) ?? own) !== own) throw new Error(`two keysyms give ${symbol}`);
    behaviour.set(symbol, own);
  }
}

function version(name) {
  const words = execFileSync('dpkg-query', ['-W', name], { encoding: 'utf8' }).trim().split('\t');
  return words[1];
}

function makeData() {
  const levels = Object.entries(layouts).map(([name, reference]) => [name, readLevels(reference)]);
  const used = new Set(levels.flatMap(([, all]) => all.flat()));
  const typing = new Set([...used].filter((keysym) => keysym !== undefined && describe(keysym)));
  const quote = (text) => `'${text.replace(/[\\']/g, '\\$&')}'`;
  const lines = (list) => list.map((line) => `    ${quote(line)},\n`).join('');
  return `// biome-ignore-all format: made by scripts/make-layouts.mjs, which says how. Do not edit.
// The layouts are those of xkb-data (xkeyboard-config), the sequences of dead keys those of libx11-data
// (libX11), both of Debian and under MIT/X11 licences: /usr/share/doc/{xkb-data,libx11-data}/copyright.
import type { QKeyCode } from '../../qmp/qkeycode.ts';

export const madeFrom = 'xkb-data ${version('xkb-data')}, libx11-data ${version('libx11-data')}';

/** The keys of every level below, in their order. */
export const keys: readonly QKeyCode[] = [
  ${keys.map(([, qcode]) => quote(qcode)).join(', ')},
];

/**
 * What the keys give plain, with shift, with AltGr and with both: a character, the name of an
 * invisible one, the name of a dead key, or ${NOTHING} for nothing.
 */
export const levelsByLayout = {
${levels.map(([name, all]) => `  ${quote(name)}: [\n${lines(writeLevels(all))}  ],\n`).join('')}} as const satisfies Record<string, readonly string[]>;

/** After the dead keys on the left, each symbol and what it becomes. */
export const sequencesOfDeadKeys: Readonly<Record<string, string>> = {
${writeSequences(typing)
  .map(([prefix, pairs]) => `  ${quote(prefix)}: ${quote(pairs)},\n`)
  .join('')}};
`;
}

const data = makeData();
if (process.argv.includes('--print')) process.stdout.write(data);
else writeFileSync(new URL('../src/input/layouts/data.ts', import.meta.url), data);
