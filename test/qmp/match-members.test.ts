import { expect, test } from 'vitest';
import { findMisfit } from '../../src/qmp/match-members.ts';

test.each([
  [{}, { a: 1 }],
  [{ a: 1 }, { a: 1, b: 2 }],
  [{ a: { b: [1] } }, { a: { b: [2, 1], c: 0 } }],
  [[], []],
  // The first could take either, the second only one: both find theirs.
  [
    [{ a: 1 }, { a: 1, b: 2 }],
    [
      { a: 1, b: 2 },
      { a: 1, b: 3 },
    ],
  ],
  [null, null],
])('%j is in %j', (expected, actual) => {
  expect(findMisfit(expected, actual)).toBeUndefined();
});

test.each([
  [{ a: 1 }, { a: 2 }, { path: 'a', expected: 1, actual: 2 }],
  [{ a: 1 }, {}, { path: 'a', expected: 1, actual: undefined }],
  [{ a: 1 }, { a: '1' }, { path: 'a', expected: 1, actual: '1' }],
  [{ toString: 1 }, {}, { path: 'toString', expected: 1, actual: undefined }],
  [{ a: [] }, { a: [1] }, { path: 'a', expected: [], actual: [1] }],
  [{ a: [1] }, { a: 1 }, { path: 'a', expected: [1], actual: 1 }],
  [{ a: { b: 1 } }, { a: [1] }, { path: 'a', expected: { b: 1 }, actual: [1] }],
  [[{ a: 1 }, { a: 1 }], [{ a: 1 }], { path: '[1]', expected: { a: 1 }, actual: [{ a: 1 }] }],
  [{ l: [{ a: 1 }] }, { l: [{ a: 2 }] }, { path: 'l[0].a', expected: 1, actual: 2 }],
])('%j is not in %j', (expected, actual, misfit) => {
  expect(findMisfit(expected, actual)).toEqual(misfit);
});
