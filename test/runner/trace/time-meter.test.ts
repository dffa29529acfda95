import { expect, test } from 'vitest';
import { withDeadline } from '../../../src/clock.ts';
import { TimeMeter, timesBetween } from '../../../src/runner/trace/time-meter.ts';
import { ManualClock } from '../../support/manual-clock.ts';

test('commands in flight are the guest, waits without one are waiting, the rest is ours', async () => {
  const time = new ManualClock();
  const meter = new TimeMeter(time);
  time.advance(3);
  const end = meter.began();
  time.advance(20);
  end();
  const wait = meter.clock.wait(100);
  time.advance(100);
  await wait;
  time.advance(7);
  expect(meter.totals()).toEqual({ guestMs: 20, waitMs: 100, oursMs: 10 });
});

test('nothing is counted twice where commands and waits overlap', async () => {
  const time = new ManualClock();
  const meter = new TimeMeter(time);
  const wait = meter.clock.wait(100);
  const first = meter.began();
  time.advance(30);
  const second = meter.began();
  time.advance(30);
  first();
  time.advance(10);
  second();
  time.advance(30);
  await wait;
  expect(meter.totals()).toEqual({ guestMs: 70, waitMs: 30, oursMs: 0 });
});

test('work that only waits for somebody is waiting, also when it fails', async () => {
  const time = new ManualClock();
  const meter = new TimeMeter(time);
  const told = meter.clock.whileWaiting?.(time.wait(50).then(() => Promise.reject('gone')));
  time.advance(50);
  await expect(told).rejects.toBe('gone');
  time.advance(1);
  expect(meter.totals()).toEqual({ guestMs: 0, waitMs: 50, oursMs: 1 });
});

test('a deadline beside work is no waiting', async () => {
  const time = new ManualClock();
  const meter = new TimeMeter(time);
  const late = () => new Error('late');
  await withDeadline({ clock: meter.clock, ms: 1000, late }, async () => time.advance(40));
  expect(meter.totals()).toEqual({ guestMs: 0, waitMs: 0, oursMs: 40 });
});

test('between two readings lies a step, to a tenth of a millisecond', () => {
  const before = { guestMs: 1, waitMs: 2, oursMs: 3 };
  const after = { guestMs: 1.26, waitMs: 2, oursMs: 10.04 };
  expect(timesBetween(before, after)).toEqual({ guestMs: 0.3, waitMs: 0, oursMs: 7 });
});
