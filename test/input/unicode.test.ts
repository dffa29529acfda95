import { describe, expect, test } from 'vitest';
import { keyboardQueues } from '../../src/input/keyboard-queue.ts';
import { findLayout, findUntypable } from '../../src/input/layout.ts';
import { us } from '../../src/input/layouts/us.ts';
import { planText } from '../../src/input/plan-keys.ts';
import { addUnicode, type UnicodeMethod } from '../../src/input/unicode.ts';

function edges(text: string, method: UnicodeMethod, name = 'us'): string {
  const found = findLayout(name);
  if (!found.ok) throw new Error(found.message);
  const layout = addUnicode(found.layout, text, method);
  return planText(text, { layout, queue: keyboardQueues.ps2, holdMs: 0, pace: 'fast' })
    .flatMap(({ events }) => events)
    .map((event) =>
      event.type === 'key' ? `${event.data.key.data}${event.data.down ? '+' : '-'}` : '?',
    )
    .join(' ');
}

const hit = (...keys: string[]) => keys.map((key) => `${key}+ ${key}-`).join(' ');

describe('linux-unicode', () => {
  test('is ctrl-shift-u, the code, space', () => {
    expect(edges('→', 'linux-unicode')).toBe(
      `ctrl+ shift+ u+ u- shift- ctrl- ${hit('2', '1', '9', '2', 'spc')}`,
    );
  });

  test('types digits as the layout has them', () => {
    expect(edges('☃', 'linux-unicode', 'fr')).toContain(
      'shift+ 2+ 2- 6+ 6- 0+ 0- 3+ 3- shift- spc+',
    );
  });

  test('leaves what the layout can type to the layout', () => {
    expect(edges('ab', 'linux-unicode')).toBe(hit('a', 'b'));
  });

  test('needs Latin keys', () => {
    const ru = findLayout('ru');
    if (!ru.ok) throw new Error(ru.message);
    expect(findUntypable('é', addUnicode(ru.layout, 'é', 'linux-unicode'))).toHaveLength(1);
  });
});

describe('windows-alt', () => {
  test('is alt with the Windows-1252 code, and alt comes up between characters', () => {
    expect(edges('é€', 'windows-alt')).toBe(
      `alt+ ${hit('kp_0', 'kp_2', 'kp_3', 'kp_3')} alt- alt+ ${hit('kp_0', 'kp_1', 'kp_2', 'kp_8')} alt-`,
    );
  });

  test('is alt, + and hex for the rest of the first plane', () => {
    expect(edges('Ÿ', 'windows-alt')).toBe(`alt+ ${hit('kp_0', 'kp_1', 'kp_5', 'kp_9')} alt-`);
    expect(edges('Ж', 'windows-alt')).toBe(`alt+ ${hit('kp_add', 'kp_4', 'kp_1', 'kp_6')} alt-`);
    expect(edges('\uffaf', 'windows-alt')).toContain(hit('kp_add', 'f', 'f', 'a', 'f'));
  });

  test('ends with that plane', () => {
    expect(findUntypable('😀', addUnicode(us, '😀', 'windows-alt'))).toHaveLength(1);
  });
});

test.each(['linux-unicode', 'windows-alt'] as const)('%s types no control characters', (method) => {
  expect(findUntypable('\u0007', addUnicode(us, '\u0007', method))).toHaveLength(1);
});
