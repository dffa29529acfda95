import { expect, test } from 'vitest';
import { redact, redactPieces } from '../../../src/runner/secrets/redact.ts';
import { secretPattern } from '../../../src/runner/secrets/secret-pattern.ts';
import { SecretTexts } from '../../../src/runner/secrets/secret-texts.ts';

test.each([
  ['as it is', 'hunter2+x', 'hunter2+x'],
  ['over an edge, as busybox echoes it', 'hunter2+x', 'hunte\ber2+x'],
  ['over an edge, as readline echoes it', 'hunter2+x', 'hunt \rer2+x'],
  ['over an edge, as a kernel echoes it', 'hunter2+x', 'hunter\r\n2+x'],
  ['with a colour begun within', 'hunter2+x', 'hun\u001b[1;32mter2\u001b[0m+x'],
  ['with a title set within', 'hunter2+x', 'hun\u001b]0;title\u0007ter2+x'],
  ['beyond the basic plane', 'p😀s', 'p😀\r\ns'],
])('a secret is found %s', (_, secret, echoed) => {
  expect(redact(`login: ${echoed} ok`, [secret])).toBe('login: •••••• ok');
});

test('what is not the secret stays, control characters and all', () => {
  const text = 'hun ter2+x hunter2 +x\r\n\u001b[0m hunter2.x';
  expect(redact(text, ['hunter2+x'])).toBe(text);
});

test('a hostile line takes no time that grows with its square', () => {
  const text = `a${'\u001b]x'.repeat(50_000)}${'\b'.repeat(50_000)}${'x\b'.repeat(50_000)}`;
  expect(text.replaceAll(secretPattern('abc'), '')).toBe(text);
});

test('an echo that comes in pieces is hidden in all of them', () => {
  const pieces = ['# login hun', 't\b', 'ter2', '+x\r\nok'];
  expect(redactPieces(pieces, ['hunter2+x'])).toEqual(['# login ••••••', '', '', '\r\nok']);
});

test('a log without a secret is kept to the byte, and short texts are none', () => {
  const secrets = new SecretTexts(['hunter2']);
  secrets.add('y');
  const bytes = Buffer.from([0xff, 0x79, 0xfe]);
  expect(secrets.hideInLog(bytes)).toBe(bytes);
  secrets.add('said');
  expect(secrets.hideInLog(Buffer.from('hunter2 said y')).toString()).toBe('•••••• •••••• y');
});
