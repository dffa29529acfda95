import { expect, test } from 'vitest';
import type { PageStep } from '../../../src/report/html/page-data.ts';
import { during, findStep, firstStep, frameAt, stepAt } from '../../../src/report/page/timeline.ts';

const frames = [10, 20, 40].map((at) => ({ at, picture: `frames/${at}.png` }));
const step = (index: number, startedAfterMs: number, rest: Partial<PageStep> = {}): PageStep => ({
  title: 'press ret',
  action: 'press',
  line: 1,
  col: 1,
  index,
  round: 1,
  verdict: 'passed',
  startedAfterMs,
  durationMs: 5,
  ...rest,
});

test.each([
  [0, 0],
  [10, 0],
  [19, 0],
  [20, 1],
  [39, 1],
  [40, 2],
  [9999, 2],
])('at %d ms frame %d is on the screen', (at, frame) => {
  expect(frameAt({ frames }, at)).toBe(frame);
});

test('what was pressed belongs to the frame that it was pressed on', () => {
  const marks = [5, 10, 19, 20, 50].map((at) => ({ at }));
  expect(during(marks, { frames }, 0).map(({ at }) => at)).toEqual([5, 10, 19]);
  expect(during(marks, { frames }, 1).map(({ at }) => at)).toEqual([20]);
  expect(during(marks, { frames }, 2).map(({ at }) => at)).toEqual([50]);
});

test('the innermost step is the one under way', () => {
  const steps = [step(0, 0), step(1, 0, { depth: 1 }), step(2, 30)];
  expect(stepAt(steps, 10)).toBe(1);
  expect(stepAt(steps, 30)).toBe(2);
  expect(stepAt([step(0, 5)], 1)).toBe(-1);
});

test('a link names a step, and which round of it', () => {
  const steps = [step(0, 0), step(1, 0), step(1, 10, { round: 2 })];
  expect(findStep(steps, 2, 2)).toBe(2);
  expect(findStep(steps, 2, undefined)).toBe(1);
  expect(findStep(steps, 9, undefined)).toBeUndefined();
  expect(findStep(steps, undefined, undefined)).toBeUndefined();
});

test('a reader begins at what went wrong, else at the end', () => {
  const trouble = { code: 'timeout', message: 'late' };
  const tolerated = step(1, 5, { verdict: 'tolerated', trouble });
  const failed = step(2, 10, { verdict: 'failed', trouble });
  const { startedAfterMs, ...waiting } = step(3, 0, { verdict: 'not-run' });
  expect(firstStep([step(0, 0), tolerated, failed, waiting])).toBe(2);
  expect(firstStep([step(0, 0), tolerated, waiting])).toBe(1);
  expect(firstStep([])).toBe(0);
});
