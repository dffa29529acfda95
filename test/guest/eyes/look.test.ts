import { describe, expect, test } from 'vitest';
import { lookRepeatedly } from '../../../src/guest/eyes/look.ts';
import type { Frame } from '../../../src/screen/frame.ts';
import { rejectionOf } from '../../qmp/rejection.ts';
import { fillFrame, paint } from '../../screen/frames.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const plain = fillFrame(8, 6);
const dotted = paint(plain, { x: 7, y: 5, width: 1, height: 1 }, [0, 0, 1]);

interface Script {
  readonly frames: readonly Frame[];
  /** How long each capture takes, or the one of that number. */
  readonly tookMs?: number | ((look: number) => number);
  readonly deadline?: number;
}

/** All looks of a script, and the rests between them. */
async function watch({ frames, tookMs = 0, deadline = Number.POSITIVE_INFINITY }: Script) {
  const clock = new ManualClock();
  const seen: { changed: boolean; atMs: number }[] = [];
  const rests: number[] = [];
  let endOfLast: number | undefined;
  let next = 0;
  const capture = async () => {
    if (endOfLast !== undefined) rests.push(clock.now() - endOfLast);
    clock.advance(typeof tookMs === 'number' ? tookMs : tookMs(next));
    endOfLast = clock.now();
    return frames[next++] ?? plain;
  };
  const looking = async () => {
    for await (const { changed, atMs } of lookRepeatedly(capture, clock, { deadline })) {
      seen.push({ changed, atMs });
      if (seen.length === frames.length) return;
    }
  };
  await clock.run(looking());
  expect(clock.waiting).toBe(0);
  return { changed: seen.map(({ changed }) => changed), atMs: seen.map(({ atMs }) => atMs), rests };
}

describe('lookRepeatedly', () => {
  test('the first look is a change; then bytes and size decide, not the object', async () => {
    const copy = { ...plain, data: plain.data.slice() };
    const turned = { ...plain, width: 6, height: 8 };
    const { changed } = await watch({ frames: [plain, copy, dotted, dotted, plain, turned] });
    expect(changed).toEqual([true, false, true, false, true, true]);
  });

  test('rests 10 ms while the screen changes, soon 20 ms, and up to 75 ms on one that stands still', async () => {
    const moving = [0, 1, 2].map((x) => paint(plain, { x, y: 0, width: 1, height: 1 }, [0, 0, 1]));
    const still = Array.from({ length: 200 }, () => dotted);
    const frames = [...moving, dotted, ...still, plain, plain];
    const { rests, atMs } = await watch({ frames });
    expect(rests.slice(0, 4)).toEqual([10, 10, 10, 10]);
    const whileStill = rests.slice(4, 204);
    for (const [i, rest] of whileStill.slice(0, 13).entries()) {
      expect(rest).toBeCloseTo(Math.min(20, 10 * 1.1 ** (i + 1)), 6);
    }
    const stillSince = atMs[3] ?? Number.NaN;
    const lively = whileStill.filter((_, i) => (atMs[i + 4] ?? 0) - stillSince < 2000);
    expect(lively.length).toBeGreaterThan(90);
    expect(Math.max(...lively)).toBeCloseTo(20, 6);
    expect(whileStill.at(-2)).toBeCloseTo(75, 6);
    expect(rests.at(-1)).toBeCloseTo(10, 6);
  });

  test('on a screen that stands still, a look takes a twenty-fifth of the time, until something changes', async () => {
    const still = Array.from({ length: 400 }, () => dotted);
    const { rests, atMs } = await watch({ frames: [...still, plain, plain], tookMs: 6 });
    const lively = rests.filter((_, i) => (atMs[i] ?? 0) < 2000);
    expect(Math.max(...lively)).toBeCloseTo(20, 6);
    expect(rests.at(-2)).toBeCloseTo(150, 6);
    expect(rests.at(-1)).toBeCloseTo(12, 6);
    const slow = await watch({ frames: still, tookMs: 40 });
    expect(slow.rests.at(-1)).toBeCloseTo(250, 6);
  });

  test('a caret that blinks does not make the screen be looked at more often, what comes with it does', async () => {
    const blinking = Array.from({ length: 400 }, (_, index) => (index % 7 < 3 ? plain : dotted));
    const other = paint(dotted, { x: 0, y: 0, width: 1, height: 1 }, [0, 0, 1]);
    const { changed, rests } = await watch({ frames: [...blinking, other, other] });
    expect(changed.filter((is) => is).length).toBeGreaterThan(100);
    expect(rests.at(-2)).toBeCloseTo(75, 6);
    expect(rests.at(-1)).toBeCloseTo(10, 6);
  });

  test('a look that costs more than the others does not make the screen be looked at less', async () => {
    const still = Array.from({ length: 400 }, () => dotted);
    const tookMs = (look: number) => (look % 20 === 0 ? 30 : 1);
    const { rests } = await watch({ frames: still, tookMs });
    expect(Math.max(...rests.slice(1))).toBeCloseTo(75, 6);
  });

  test('a slow capture takes a third of the time at most, changes or not', async () => {
    const { rests, atMs } = await watch({ frames: [plain, plain, dotted, dotted], tookMs: 40 });
    expect(rests).toEqual([80, 80, 80]);
    expect(atMs).toEqual([0, 120, 240, 360]);
  });

  test('a rest ends at the deadline, and only that one', async () => {
    const still = Array.from({ length: 400 }, () => dotted);
    const { atMs, rests } = await watch({ frames: still, deadline: 5_001 });
    const onTime = atMs.indexOf(5_001);
    expect(rests[onTime - 1]).toBeLessThan(75);
    expect([rests[onTime - 2], rests[onTime]]).toEqual([75, 75]);
  });

  test('an abort ends the rest', async () => {
    const clock = new ManualClock();
    const abort = new AbortController();
    let captures = 0;
    const capture = async () => {
      captures += 1;
      return plain;
    };
    const looks = lookRepeatedly(capture, clock, { signal: abort.signal });
    await looks.next();
    const next = rejectionOf(looks.next());
    await clock.untilWaiting(1);
    abort.abort(new Error('stop it'));
    expect(await next).toBe(abort.signal.reason);
    expect(captures).toBe(1);
    expect(clock.waiting).toBe(0);
  });

  test('a capture that fails ends it with its own error', async () => {
    const failure = new Error('no surface');
    const looks = lookRepeatedly(() => Promise.reject(failure), new ManualClock());
    expect(await rejectionOf(looks.next())).toBe(failure);
  });
});
