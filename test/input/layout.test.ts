import { describe, expect, test } from 'vitest';
import { describeUntypable, findLayout, findUntypable } from '../../src/input/layout.ts';
import { us } from '../../src/input/layouts/us.ts';
import { printable } from './us-model.ts';

describe('the layout us', () => {
  test('types every printable character of ASCII, line feed and tab, and nothing else', () => {
    expect([...us.strokes.keys()].sort()).toEqual([...printable, '\n', '\t'].sort());
  });

  test('one key never gives two characters', () => {
    const strokes = [...us.strokes.values()].map((all) => JSON.stringify(all));
    expect(new Set(strokes).size).toBe(strokes.length);
  });
});

describe('findLayout', () => {
  test('finds us', () => {
    expect(findLayout('us')).toEqual({ ok: true, layout: us });
  });

  test('names what there is', () => {
    const result = findLayout('uk');
    expect(!result.ok && result.message).toMatch(/^unknown layout "uk"\..* Known: .*\bus\b/);
  });
});

describe('untypable characters', () => {
  test.for([
    ['', ''],
    ['plain text\n', ''],
    ['é', '"é" at 1'],
    ['née Weiß', '"é" at 2, "ß" at 8'],
    ['😀é', '"😀" at 1, "é" at 2'],
    ['a\r\n', 'U+000d at 2'],
    ['\u0000', 'U+0000 at 1'],
    ['\u007f\u0085', 'U+007f at 1, U+0085 at 2'],
    ['a\u00a0b', 'U+00a0 at 2'],
    ['e\u0301', 'U+0301 at 2'],
    ['\u200b', 'U+200b at 1'],
    ['\ud800', 'U+d800 at 1'],
  ] as const)('%j: %s', ([text, said]) => {
    expect(describeUntypable(findUntypable(text, us))).toBe(said);
  });

  test('positions count characters, not UTF-16 units', () => {
    expect(findUntypable('a😀b€', us)).toEqual([
      { character: '😀', index: 1 },
      { character: '€', index: 3 },
    ]);
  });
});
