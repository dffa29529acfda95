import { expect, test } from 'vitest';
import { keyboardQueues } from '../../src/input/keyboard-queue.ts';
import { layoutNames, loadLayout } from '../../src/input/layouts/load-layout.ts';
import { describeUnsent } from '../../src/input/unsent-keys.ts';

test('no layout types by a key that a keyboard does not send', () => {
  for (const name of layoutNames) {
    const strokes = [...loadLayout(name).strokes.values()].flat();
    const keys = new Set(strokes.flatMap(({ key, modifiers }) => [key, ...modifiers]));
    for (const queue of Object.values(keyboardQueues)) {
      expect([...keys].flatMap((key) => describeUnsent(key, queue) ?? [])).toEqual([]);
    }
  }
});
