import { expect, test } from 'vitest';
import { findCaller, pointAt } from '../../src/vitest/call-place.ts';

function callee() {
  return findCaller(callee);
}

test('a call is found at its line and column', () => {
  const place = callee();
  expect(place).toEqual({ file: import.meta.filename, line: 9, col: 17 });
});

test('also behind a library in between', () => {
  const [place] = [1].map(() => callee());
  expect(place).toMatchObject({ file: import.meta.filename, line: 14 });
});

test('an error tells the place first, and stays the same error', () => {
  const error = new TypeError('wrong');
  const place = { file: '/a/b.ts', line: 3, col: 7 };
  expect(pointAt(error, place)).toBe(error);
  expect(error.stack).toMatch(/^TypeError: wrong\n {4}at \/a\/b\.ts:3:7\n {4}at /);
});

test('what is no error, or has no place, is left alone', () => {
  expect(pointAt('wrong', undefined)).toBe('wrong');
});
