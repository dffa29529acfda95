import { expect, test } from 'vitest';
import { Deadlines } from '../../src/qmp/deadlines.ts';
import { ManualClock } from '../support/manual-clock.ts';

function start() {
  const clock = new ManualClock();
  const deadlines = new Deadlines(clock);
  const late: string[] = [];
  const set = (name: string, ms: number) => deadlines.set(ms, () => late.push(name));
  const advance = async (ms: number) => {
    clock.advance(ms);
    await new Promise(setImmediate);
  };
  return { clock, deadlines, late, set, advance };
}

test('each is called when it is due, in whichever order they were set', async () => {
  const { clock, late, set, advance } = start();
  set('middle', 20);
  set('first', 10);
  set('last', 30);
  expect(clock.waiting).toBe(1);
  await advance(9);
  expect(late).toEqual([]);
  await advance(1);
  expect(late).toEqual(['first']);
  await advance(10);
  await advance(10);
  expect(late).toEqual(['first', 'middle', 'last']);
  expect(clock.waiting).toBe(0);
});

test('one that is over is not called, and its timer serves the next', async () => {
  const { clock, late, set, advance } = start();
  set('over', 10)();
  await advance(5);
  set('later', 10);
  expect(clock.waiting).toBe(1);
  await advance(5);
  expect(late).toEqual([]);
  await advance(5);
  expect(late).toEqual(['later']);
  expect(clock.waiting).toBe(0);
});

test('for ever takes no timer, and none is left when all are forgotten', async () => {
  const { clock, deadlines, late, set, advance } = start();
  set('never', Number.POSITIVE_INFINITY);
  expect(clock.waiting).toBe(0);
  set('soon', 10);
  deadlines.clear();
  expect(clock.waiting).toBe(0);
  await advance(10);
  expect(late).toEqual([]);
});
