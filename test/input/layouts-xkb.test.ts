import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { keyboardQueues } from '../../src/input/keyboard-queue.ts';
import { keys, madeFrom } from '../../src/input/layouts/data.ts';
import { layoutNames, loadLayout } from '../../src/input/layouts/load-layout.ts';
import { planText } from '../../src/input/plan-keys.ts';
import type { QKeyCode } from '../../src/qmp/qkeycode.ts';
import { edgesOf, type KeyEdge } from './us-model.ts';
import { installedSources, typeIntoXkb } from './xkb-guest.ts';

/** Layout and variant in xkb, where our name is not that of a layout. */
const xkbNames: Readonly<Record<string, readonly [string, string]>> = {
  'us-intl': ['us', 'intl'],
  'us-altgr-intl': ['us', 'altgr-intl'],
  dvorak: ['us', 'dvorak'],
  colemak: ['us', 'colemak'],
  'colemak-dh': ['us', 'colemak_dh'],
  workman: ['us', 'workman'],
  'de-nodeadkeys': ['de', 'nodeadkeys'],
  'de-ch': ['ch', 'de'],
  'ch-fr': ['ch', 'fr'],
  'fr-bepo': ['fr', 'bepo'],
  'rs-latin': ['rs', 'latin'],
  'tr-f': ['tr', 'f'],
};

function edgesFor(text: string, name: (typeof layoutNames)[number]): KeyEdge[] {
  const layout = loadLayout(name);
  return planText(text, { layout, queue: keyboardQueues.ps2, holdMs: 0, pace: 'fast' }).flatMap(
    edgesOf,
  );
}

/** Every character, and all of them twice in one go, so that each follows another one. */
const cases = layoutNames.map((name) => {
  const characters = [...loadLayout(name).strokes.keys()];
  const texts = [...characters, [...characters, ...characters.toReversed()].join('')];
  const [layout, variant] = xkbNames[name] ?? [name, ''];
  return {
    name,
    texts,
    job: { layout, variant, texts: texts.map((text) => edgesFor(text, name)) },
  };
});

/** Every key under every modifier that a layout may use. */
const levels: readonly (readonly QKeyCode[])[] = [[], ['shift'], ['alt_r'], ['shift', 'alt_r']];
const presses = keys.flatMap((key) =>
  levels.map((modifiers): KeyEdge[] => [
    ...modifiers.map((modifier) => ({ key: modifier, down: true })),
    { key, down: true },
    { key, down: false },
    ...modifiers.toReversed().map((modifier) => ({ key: modifier, down: false })),
  ]),
);

const typed = typeIntoXkb(cases.map(({ job }) => job));
if (typed instanceof Error) {
  console.warn(
    `SKIPPED: layouts against libxkbcommon (apt-get install libxkbcommon0 libx11-data xkb-data python3): ${typed.message}`,
  );
}
const installed = installedSources();
const isSameVersion = installed === madeFrom;
if (!isSameVersion) console.warn(`layouts are of ${madeFrom}, here is: ${installed || 'none'}`);

describe.skipIf(typed instanceof Error)('against the keymaps of libxkbcommon', () => {
  test.for(cases.map(({ name, texts }, index) => ({ name, texts, index })))(
    '$name types what it claims to',
    ({ texts, index }) => {
      const got = typed instanceof Error ? [] : (typed[index] ?? []);
      expect(got).toHaveLength(texts.length);
      const wrong = texts.filter((text, i) => got[i] !== text);
      if (isSameVersion) expect(wrong.map((text) => [text, got[texts.indexOf(text)]])).toEqual([]);
      // Another xkb-data may have moved a few keys.
      else expect(wrong.length).toBeLessThan(texts.length * 0.05);
    },
  );

  // Where < has a key of its own, the 102nd key does not count, and its ¦ goes with it. Legacy keysyms
  // that stand for • ⟨ ⟩ only roughly are left out.
  const leftOut = 'workman ¦,ie •,ie ⟨,ie ⟩,lv ¦,pl ¦,ua •,il ¦,ir •,ir ¦,epo ¦';

  test.skipIf(!isSameVersion)('no layout leaves out what a key gives by itself', () => {
    const got = typeIntoXkb(cases.map(({ job }) => ({ ...job, texts: presses })));
    const missing = cases.flatMap(({ name, texts }, index) =>
      (got instanceof Error ? [] : (got[index] ?? []))
        .filter((text) => [...text].length === 1 && !texts.includes(text))
        .map((text) => `${name} ${text}`),
    );
    expect([...new Set(missing)].join()).toBe(leftOut);
  });

  test('a wrong key would be noticed', () => {
    const edges: KeyEdge[] = [
      { key: 'y', down: true },
      { key: 'y', down: false },
    ];
    expect(typeIntoXkb([{ layout: 'de', variant: '', texts: [edges] }])).toEqual([['z']]);
  });
});

const canMake = isSameVersion && existsSync('/usr/include/X11/keysymdef.h');
if (!canMake) {
  console.warn(`SKIPPED: making the layouts again needs x11proto-dev and ${madeFrom}`);
}

test.skipIf(!canMake)('data.ts is what scripts/make-layouts.mjs makes', () => {
  const root = resolve(import.meta.dirname, '../..');
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [resolve(root, 'scripts/make-layouts.mjs'), '--print'],
    { encoding: 'utf8', maxBuffer: 1 << 24 },
  );
  expect(stderr).toBe('');
  expect(stdout).toBe(readFileSync(resolve(root, 'src/input/layouts/data.ts'), 'utf8'));
});
