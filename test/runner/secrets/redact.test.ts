import fc from 'fast-check';
import { expect, test } from 'vitest';
import { redact, redactPieces } from '../../../src/runner/secrets/redact.ts';

test('dots stand in place of every secret', () => {
  expect(redact('a s3cret, s3cret and x', ['s3cret', 'x'])).toBe('a ••••••, •••••• and ••••••');
});

test('a secret that lies across pieces is in none of them, and the rest is', () => {
  expect(redactPieces(['pass hun', 'ter', '2 ok\n', 'more'], ['hunter2'])).toEqual([
    'pass ••••••',
    '',
    ' ok\n',
    'more',
  ]);
});

test('wherever the pieces end, no secret can be put together from them', () => {
  const pieces = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c', '\n'), maxLength: 6 }));
  fc.assert(
    fc.property(pieces, (all) => {
      expect(redactPieces(all, ['abc', 'bca']).join('')).not.toMatch(/abc|bca/);
      const whole = all.join('');
      const isPlain = redact(whole, ['abc', 'bca']) === whole;
      if (isPlain) expect(redactPieces(all, ['abc', 'bca'])).toEqual(all);
    }),
  );
});

test('of a text that was cut off, what may be the beginning of a secret goes', () => {
  const pieces = ['login: root\npass', 'word: hunt'];
  expect(redactPieces(pieces, ['hunter2'], { isCut: true })).toEqual([
    'login: root\npass',
    'word: ••••••',
  ]);
  expect(redactPieces(pieces, ['hunter2'])).toEqual(pieces);
});
