import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keyboardQueues } from '../../src/input/keyboard-queue.ts';
import { findLayout, findUntypable, layoutsThatType } from '../../src/input/layout.ts';
import { layoutNames, loadLayout } from '../../src/input/layouts/load-layout.ts';
import { otherNames } from '../../src/input/layouts/other-names.ts';
import { us } from '../../src/input/layouts/us.ts';
import type { Pace } from '../../src/input/pace.ts';
import { planText } from '../../src/input/plan-keys.ts';
import { isQKeyCode } from '../../src/qmp/qkeycode.ts';
import { receiveWith } from './layouts-model.ts';
import { edgesOf, printable, receive } from './us-model.ts';

/** Words with the letters that a language has of its own. */
const words = {
  us: 'The quick brown fox, 100% [sure]?',
  'us-intl': 'naïve façade - señor "ça" \'va\'',
  'us-altgr-intl': "it's a café",
  dvorak: 'aoeu htns; "C:\\dir"',
  colemak: 'arst neio @home',
  'colemak-dh': 'zxcd arst',
  workman: 'ashtg yneoi',
  gb: '£5 for "you" & #me@home',
  ie: 'Tír na nÓg, Éire',
  de: 'Größe straße Übermäßig {äöü} @ € ~ \\ |',
  'de-nodeadkeys': 'Größe ^2 `ls`',
  at: 'Österreich §1',
  'de-ch': 'Zürich für Fr. 5.- à gogo, ça',
  'ch-fr': 'Genève, où ça été',
  fr: 'déjà vu çà, être où? Noël <a@b.fr> {1}',
  'fr-bepo': 'déjà vu çà, être où? Noël',
  be: 'déjà vu çà, België @ [1]',
  nl: 'reünie, één €',
  ca: 'Québec, où ça été être naïf',
  es: '¿Qué? ¡Mañana! pingüino @',
  latam: '¿Qué? ¡Mañana! pingüino @',
  pt: 'não há coração, você às',
  br: 'São João, ação, você às? /etc/passwd',
  it: 'perché è così più là {e}',
  mt: 'ħobż ġdid ċar għażżien',
  se: 'Räksmörgås på Åland',
  no: 'Blåbærsyltetøy Ærlig',
  dk: 'rødgrød med fløde på Ærø',
  fi: 'Hyvää yötä, Åbo',
  is: 'Þjóðvegur ætla öðru sé',
  fo: 'Føroyar, góða ríki, skúli',
  ee: 'õun äär öö ülikool',
  lv: 'ēķīnšļūtņa žčģā',
  lt: 'Ąžuolas čęėįšųūž',
  pl: 'zażółć gęślą jaźń ZAŻÓŁĆ',
  cz: 'příliš žluťoučký kůň úpěl ďábelské ódy ŘÍP',
  sk: 'kŕdeľ ďatľov učí koňa žrať kôru',
  hu: 'árvíztűrő tükörfúrógép',
  ro: 'Țară și oraș, înăuntru când',
  md: 'Țară și oraș',
  si: 'češnja žaba šola',
  hr: 'čćšžđ Đakovo',
  ba: 'čćšžđ Đakovo',
  me: 'čćšžđ Đakovo',
  'rs-latin': 'čćšžđ Đakovo',
  rs: 'љубав њежна ђак ћирилица џеп',
  mk: 'ќерка ѓавол ѕвезда џеб',
  bg: 'Здравей, ъгъл щастие',
  al: 'Shqipëri çka',
  gr: 'καλημέρα Ελλάδα, Μαΐου προϋπόθεση',
  tr: 'ığüşöç İSTANBUL @',
  'tr-f': 'ığüşöç İSTANBUL',
  ru: 'привет, съёмка №5',
  ua: 'їжак ґанок єдність її',
  by: 'ўзровень ёсць',
  kz: 'қазақ әңгіме өмір',
  ge: 'გამარჯობა',
  am: 'բարեւ',
  il: 'שלום עולם',
  ara: 'مرحبا لا',
  ir: 'سلام گچپژ',
  th: 'สวัสดี',
  jp: printable.join(''),
  kr: printable.join(''),
  epo: 'ĉapelo ĝardeno ĥoro ĵurnalo ŝipo ŭato',
} satisfies Record<(typeof layoutNames)[number], string>;

describe('every layout', () => {
  test('there are at least 40', () => {
    expect(layoutNames.length).toBeGreaterThanOrEqual(40);
  });

  test.for(Object.entries(words))('%s types %s', ([name, text]) => {
    const result = findLayout(name);
    expect(result.ok && findUntypable(text, result.layout)).toEqual([]);
  });

  test.for(layoutNames)('%s presses known keys, no keypad, shift and AltGr at most', (name) => {
    for (const stroke of [...loadLayout(name).strokes.values()].flat()) {
      expect(isQKeyCode(stroke.key) && !stroke.key.startsWith('kp_')).toBe(true);
      expect([[], ['shift'], ['alt_r'], ['shift', 'alt_r']]).toContainEqual(stroke.modifiers);
    }
  });

  test.for(layoutNames)('%s types one code point at a time, newline and tab too', (name) => {
    const characters = [...loadLayout(name).strokes.keys()];
    expect(characters).toEqual(expect.arrayContaining([' ', '\n', '\t']));
    expect(characters.filter((character) => [...character].length !== 1)).toEqual([]);
  });

  test('the same layout is the same object', () => {
    expect(findLayout('us')).toEqual({ ok: true, layout: us });
    expect(loadLayout('de')).toBe(loadLayout('de'));
  });

  test.for([
    ['uk', 'gb'],
    ['en-gb', 'gb'],
    ['fr-ch', 'ch-fr'],
    ['us-int', 'us-intl'],
  ] as const)('%s: did you mean %s?', ([name, meant]) => {
    const result = findLayout(name);
    expect(!result.ok && result.message).toContain(
      `unknown layout "${name}". Did you mean "${meant}"?`,
    );
  });

  test('each other name stands for a layout and is none itself', () => {
    for (const [name, meant] of Object.entries(otherNames)) {
      expect(layoutNames).not.toContain(name);
      expect(layoutNames).toContain(meant);
    }
  });

  test.for(['constructor', '__proto__', 'toString', ''])('%j is no layout', (name) => {
    expect(findLayout(name).ok).toBe(false);
  });
});

test('us types all of ASCII by one key, with shift at most', () => {
  const options = { layout: us, queue: keyboardQueues.ps2, holdMs: 0, pace: 'fast' } as const;
  for (const character of printable) {
    const edges = planText(character, options).flatMap(edgesOf);
    expect(receive(edges).text).toBe(character);
    expect(edges.length).toBeLessThanOrEqual(4);
  }
});

describe('the fewest keys', () => {
  test.for([
    ['us', '<', 'shift+comma'],
    ['de', 'ß', 'minus'],
    ['de', 'z', 'y'],
    ['de', '<', 'less'],
    ['de', '@', 'alt_r+q'],
    ['de', 'é', 'equal e'],
    ['de', 'É', 'equal shift+e'],
    ['de', '^', 'grave_accent spc'],
    ['de', '`', 'shift+equal spc'],
    ['de', 'ẞ', 'shift+alt_r+s'],
    ['fr', 'a', 'q'],
    ['fr', '1', 'shift+1'],
    ['fr', 'ê', 'bracket_left e'],
    ['fr', 'ï', 'shift+bracket_left i'],
    ['fr', '<', 'less'],
    ['us-intl', 'é', 'alt_r+e'],
    ['us-intl', 'à', 'grave_accent a'],
    ['pl', 'ł', 'alt_r+l'],
    ['pl', '<', 'shift+comma'],
    ['br', '/', 'ro'],
    ['jp', '\\', 'ro'],
    ['jp', '|', 'shift+yen'],
    ['gr', 'ΐ', 'semicolon shift+semicolon i'],
    ['dvorak', 'q', 'x'],
    ['ru', 'п', 'g'],
  ] as const)('%s: %s is %s', ([name, character, keys]) => {
    const strokes = loadLayout(name).strokes.get(character) ?? [];
    expect(strokes.map(({ key, modifiers }) => [...modifiers, key].join('+')).join(' ')).toBe(keys);
  });

  test('what only two dead keys would give is not typed: guests differ on it', () => {
    expect(loadLayout('de').strokes.has('´')).toBe(false);
  });
});

describe('layoutsThatType', () => {
  test('names those that can, the easiest first', () => {
    expect(layoutsThatType('ß').slice(0, 3)).toEqual(['de', 'de-nodeadkeys', 'at']);
    expect(layoutsThatType('привет')[0]).toBe('ru');
    expect(layoutsThatType('ы')).toEqual(['ru', 'by', 'kz', 'ua', 'bg']);
  });

  test('every layout types nothing, none types everything', () => {
    expect(layoutsThatType('')).toEqual(layoutNames);
    expect(layoutsThatType('日本')).toEqual([]);
    expect(layoutsThatType('ß и')).toEqual([]);
  });
});

test('any text that a layout can type arrives, and no batch exceeds the queue', () => {
  const cases = fc.constantFrom(...layoutNames).chain((name) =>
    fc.record({
      name: fc.constant(name),
      text: fc
        .array(fc.constantFrom(...loadLayout(name).strokes.keys()), { maxLength: 60 })
        .map((characters) => characters.join('')),
      device: fc.constantFrom('ps2' as const, 'usb' as const, 'virtio' as const),
      holdMs: fc.constantFrom(0, 20),
      pace: fc.constantFrom<Pace>('fast', 'desktop', 'firmware', { rate: 20 }),
    }),
  );
  fc.assert(
    fc.property(cases, ({ name, text, device, holdMs, pace }) => {
      const queue = keyboardQueues[device];
      const batches = planText(text, { layout: loadLayout(name), queue, holdMs, pace });
      const got = receiveWith(name, batches.flatMap(edgesOf));
      expect(got).toEqual({ text, pending: '', stillDown: [] });
      for (const { events, queued } of batches) {
        const cost = edgesOf({ events }).reduce((sum, e) => sum + queue.cost(e.key, e.down), 0);
        expect(cost).toBe(queued);
        expect(cost).toBeLessThanOrEqual(queue.batch);
      }
    }),
    { numRuns: 300 },
  );
});
