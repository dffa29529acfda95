import { describe, expect, test } from 'vitest';
import { nearestLine } from '../../../src/screen/text/nearest-line.ts';
import type { ReadText } from '../../../src/screen/text/read-text.ts';
import { createPattern } from '../../../src/screen/text/text-pattern.ts';
import { failureOf } from '../frames.ts';

const screen: ReadText = {
  reader: 'vga-memory',
  lines: ['Debian GNU/Linux 12 guest tty1', '', 'guest login: jane', 'a very long co', 'mmand'],
  full: [false, false, false, true, false],
  confidence: 1,
};

describe('is on the screen', () => {
  test.each([
    ['login:', {}],
    ['GNU/Linux', {}],
    ['long command', {}],
    ['12 guest tty1\n', {}],
    ['LOGIN: Jane', { ignoreCase: true }],
    ['/login: *\\w+$/', {}],
    ['/^guest/', {}],
    ['/long command/', {}],
    ['/^mmand$/', {}],
    ['/LOGIN/i', {}],
    ['LOG[I]N', { regex: true, ignoreCase: true }],
    ['/tty1.*login/s', {}],
  ])('%s', (text, options) => expect(createPattern(text, options).isIn(screen)).toBe(true));
});

describe('is not on the screen', () => {
  test.each([
    ['Login:', {}],
    ['jane a very', {}],
    ['log.n', {}],
    ['/login/', { regex: false }],
    ['/tty1.*login/', {}],
    ['/^login/', {}],
    ['mmanda', {}],
  ])('%s', (text, options) => expect(createPattern(text, options).isIn(screen)).toBe(false));
});

test.each([
  ['login:', {}, '"login:"', 'login:'],
  ['/log[io]n/i', {}, '/log[io]n/i', undefined],
  ['a|b', { regex: true, ignoreCase: true }, '/a|b/i', undefined],
  ['/a/', { regex: false }, '"/a/"', '/a/'],
])('%s is called', (text, options, title, words) => {
  expect(createPattern(text, options)).toMatchObject({ title, words });
});

test('runs of spaces count, except where OCR made them', () => {
  const spaced = { ...screen, lines: ['guest    login:'], full: [false] };
  expect(createPattern('guest login:').isIn(spaced)).toBe(false);
  expect(createPattern('guest login:').isIn({ ...spaced, reader: 'ocr' })).toBe(true);
});

test('what is no regular expression is refused', () => {
  expect(() => createPattern('/(/')).toThrow(SyntaxError);
  expect(() => createPattern('(', { regex: true })).toThrow(SyntaxError);
});

test('a regular expression that explodes is stopped', () => {
  const lines = Array.from({ length: 25 }, () => 'a'.repeat(79));
  const full = lines.map(() => false);
  const pattern = createPattern('/^(a+)+!$/');
  expect(failureOf(() => pattern.isIn({ ...screen, lines, full }))).toBe(
    'StepError slow-regex: the regular expression /^(a+)+!$/m takes longer than 250 ms on this ' +
      'screen (avoid repeating what repeats itself, such as (a+)+)',
  );
  expect(pattern.isIn({ ...screen, lines: ['aa!'], full: [false] })).toBe(true);
});

describe('the nearest line', () => {
  const lines = ['SeaBIOS (version 1.16)', 'guest 1ogin: ', 'Boot failed'];
  test.each([
    ['login:', 'guest 1ogin: '],
    ['seabios', 'SeaBIOS (version 1.16)'],
    ['Booting from Hard Disk', undefined],
    ['Boot failed!', 'Boot failed'],
    ['xyz', undefined],
  ])('to %s', (words, line) => expect(nearestLine(words, lines)).toBe(line));

  test('of none, and of long ones', () => {
    expect(nearestLine('a', [])).toBeUndefined();
    expect(nearestLine('abc', [`${'x'.repeat(100_000)}abc`])).toBeUndefined();
  });
});
