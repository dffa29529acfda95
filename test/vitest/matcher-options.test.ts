import { expect, test } from 'vitest';
import { readOptions } from '../../src/vitest/matcher-options.ts';

test('options become the keys of a step', () => {
  const options = {
    timeout: '1m30s',
    for: 2000,
    mask: [[1, 2, 3, 4], { x: 5, y: 6, width: 7, height: 8 }],
    region: { x: 0, y: 0, width: 10, height: 10 },
    maxDiffPixels: 20,
    maxDiffWindow: { size: 32, pixels: 10 },
  } as const;
  expect(readOptions('screen', options)).toEqual({
    timeoutMs: 90_000,
    keys: {
      for: '2000ms',
      mask: [
        [1, 2, 3, 4],
        [5, 6, 7, 8],
      ],
      region: [0, 0, 10, 10],
      'max-diff-pixels': 20,
      'max-diff-window': { size: 32, pixels: 10 },
    },
  });
});

test('one area stays one, and a timeout in milliseconds is one', () => {
  const options = { mask: [1, 2, 3, 4], timeout: 250, threshold: undefined } as never;
  expect(readOptions('screen', options)).toEqual({ timeoutMs: 250, keys: { mask: [1, 2, 3, 4] } });
});

test('without a timeout it is for others to say', () => {
  expect(readOptions('text', { ignoreCase: true })).toEqual({
    timeoutMs: undefined,
    keys: { 'ignore-case': true },
  });
});

test.each([
  [{ maxDifPixels: 3 }, 'unknown option "maxDifPixels". Did you mean "maxDiffPixels"?'],
  [{ timeout: 'soon' }, 'timeout: expected a duration such as 80ms, 2s or 1m30s, got "soon"'],
  [{ timeout: -1 }, 'timeout: expected a duration'],
  [{ timeout: Number.NaN }, 'timeout: expected a duration'],
])('%j is refused', (options, message) => {
  expect(() => readOptions('screen', options as never)).toThrow(message);
});
