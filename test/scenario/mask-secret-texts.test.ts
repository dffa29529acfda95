import { expect, test } from 'vitest';
import { maskSecretTexts } from '../../src/scenario/mask-secret-texts.ts';

test.each([
  ['- type: { text: hunter2, secret: true }', '- type: { text: ••••••, secret: true }'],
  [
    '- type:\n    secret: true\n    text: "a # b"\n    layout: de',
    '- type:\n    secret: true\n    text: ••••••\n    layout: de',
  ],
  [
    '- type: { text: &a hunter2 }\n- type: { text: *a, secret: true }',
    '- type: { text: &a •••••• }\n- type: { text: *a, secret: true }',
  ],
  [
    '- set-password: { protocol: vnc, password: hunter2, connected: keep }',
    '- set-password: { protocol: vnc, password: ••••••, connected: keep }',
  ],
  ['- type: { text: plain, secret: false }', '- type: { text: plain, secret: false }'],
  ['a: [unclosed\nsecret', 'a: [unclosed\nsecret'],
])('%j is shown as %j', (source, shown) => {
  expect(maskSecretTexts(source)).toBe(shown);
});
