import { describe, expect, test } from 'vitest';
import { type WaitOptions, waitForScreen } from '../../src/guest/eyes/wait-screen.ts';
import { type StillOptions, waitUntilStill } from '../../src/guest/eyes/wait-still.ts';
import { createComparer } from '../../src/screen/compare.ts';
import type { Frame, Region } from '../../src/screen/frame.ts';
import { rejectionOf } from '../qmp/rejection.ts';
import { describeFailure, fillFrame, paint } from '../screen/frames.ts';
import { ManualClock } from '../support/manual-clock.ts';

const target = fillFrame(40, 30);
const other = fillFrame(20, 30);

/** A frame in which so many pixels differ from the target. */
const off = (pixels: number) =>
  paint(target, { x: 0, y: 0, width: pixels, height: 1 }, [255, 255, 255]);

/** What is on the screen from which time on. */
type Script = readonly (readonly [fromMs: number, frame: Frame])[];

function play(script: Script) {
  const clock = new ManualClock();
  const capture = async () => {
    const frame = script.findLast(([fromMs]) => fromMs <= clock.now())?.[1];
    if (!frame) throw new Error('the script has no frame yet');
    return frame;
  };
  return { clock, capture };
}

async function waitFor(script: Script, timeoutMs: number, more: Partial<WaitOptions> = {}) {
  const { clock, capture } = play(script);
  const options = { timeoutMs, ...more };
  const waiting = waitForScreen(capture, createComparer(target), clock, options);
  const result = await clock.run(waiting);
  expect(clock.waiting).toBe(0);
  return { result, endMs: clock.now() };
}

const diffPixels = (pixels: number) =>
  expect.objectContaining({ kind: 'different', diffPixels: pixels });

describe('waitForScreen', () => {
  test('a match at once', async () => {
    const { result, endMs } = await waitFor([[0, target]], 1000);
    expect(result).toEqual({ kind: 'matched', looks: 1, frame: target });
    expect(endMs).toBe(0);
  });

  test('a match soon after it appears', async () => {
    const { result, endMs } = await waitFor(
      [
        [0, off(3)],
        [500, target],
      ],
      10_000,
    );
    expect(result.kind).toBe('matched');
    expect(endMs).toBeGreaterThanOrEqual(500);
    expect(endMs).toBeLessThanOrEqual(535);
  });

  test('a match at the last look, when the time is up', async () => {
    const { result } = await waitFor(
      [
        [0, off(3)],
        [200, target],
      ],
      200,
    );
    expect(result.kind).toBe('matched');
  });

  test('no time looks once', async () => {
    const { result } = await waitFor(
      [
        [0, off(3)],
        [1, target],
      ],
      0,
    );
    expect(result).toEqual({
      kind: 'timed-out',
      looks: 1,
      frame: off(3),
      comparison: diffPixels(3),
      nearest: undefined,
      stayedMs: 0,
    });
  });

  test('a screen that stands still is compared once', async () => {
    const { clock, capture } = play([[0, off(3)]]);
    const comparer = createComparer(target);
    let compared = 0;
    const matches = (frame: Frame) => {
      compared += 1;
      return comparer.matches(frame);
    };
    const matcher = { matches, compare: comparer.compare };
    const result = await clock.run(waitForScreen(capture, matcher, clock, { timeoutMs: 500 }));
    expect(result.looks).toBeGreaterThan(10);
    expect(compared).toBe(1);
  });

  test('too late is timed out, with the last look and the nearest', async () => {
    const script: Script = [
      [0, off(9)],
      [100, off(2)],
      [200, off(7)],
      [300, other],
      [400, off(5)],
    ];
    const { result, endMs } = await waitFor(script, 1000);
    expect(result).toMatchObject({
      kind: 'timed-out',
      frame: off(5),
      comparison: diffPixels(5),
      nearest: { frame: off(2), comparison: diffPixels(2) },
    });
    expect(endMs).toBeGreaterThanOrEqual(1000);
    expect(endMs).toBeLessThanOrEqual(1035);
  });

  test('the last look may be the nearest; an equally near one before it is none', async () => {
    const script: Script = [
      [0, off(3)],
      [100, other],
      [200, off(3)],
    ];
    expect((await waitFor(script, 500)).result).toMatchObject({
      comparison: diffPixels(3),
      nearest: undefined,
    });
    expect((await waitFor([[0, other]], 500)).result).toMatchObject({
      comparison: { kind: 'different-size' },
      nearest: undefined,
    });
  });

  test('anything of the right size is nearer than another size', async () => {
    expect(
      (
        await waitFor(
          [
            [0, off(40)],
            [100, other],
          ],
          500,
        )
      ).result,
    ).toMatchObject({
      comparison: { kind: 'different-size' },
      nearest: { frame: off(40), comparison: diffPixels(40) },
    });
  });

  test('it stays so: a match counts after it has lasted without a break', async () => {
    const script: Script = [
      [0, target],
      [300, off(1)],
      [600, target],
    ];
    const { result, endMs } = await waitFor(script, 5000, { stayMs: 500 });
    expect(result).toMatchObject({ kind: 'matched', frame: target });
    expect(endMs).toBeGreaterThanOrEqual(1100);
    expect(endMs).toBeLessThanOrEqual(1180);
  });

  test('a match that began in time may last longer than the time', async () => {
    const script: Script = [
      [0, off(1)],
      [900, target],
    ];
    expect((await waitFor(script, 1000, { stayMs: 500 })).result.kind).toBe('matched');
  });

  test('a match that does not last says how long it did', async () => {
    const script: Script = [
      [0, off(1)],
      [400, target],
      [700, off(2)],
    ];
    const { result } = await waitFor(script, 1000, { stayMs: 500 });
    const stayedMs = result.kind === 'timed-out' ? result.stayedMs : Number.NaN;
    expect(result).toMatchObject({ kind: 'timed-out', comparison: diffPixels(2) });
    expect(stayedMs).toBeGreaterThan(200);
    expect(stayedMs).toBeLessThan(310);
  });

  test('stuck: it ends early where nothing changes any more', async () => {
    const script: Script = [
      [0, off(1)],
      [400, off(2)],
    ];
    const { result, endMs } = await waitFor(script, 60_000, { stuckMs: 2000 });
    expect(result).toMatchObject({ kind: 'stuck', frame: off(2), comparison: diffPixels(2) });
    expect(endMs).toBeGreaterThanOrEqual(2400);
    expect(endMs).toBeLessThanOrEqual(2500);
  });

  test('stuck: what goes on is not stuck', async () => {
    const script = Array.from({ length: 10 }, (_, i) => [i * 700, off(i + 1)] as const);
    const { result, endMs } = await waitFor(script, 5000, { stuckMs: 2000 });
    expect(result.kind).toBe('timed-out');
    expect(endMs).toBeGreaterThanOrEqual(5000);
  });

  test('what only a glance shows is no match; the wait goes on', async () => {
    const clock = new ManualClock();
    let confirmed = 0;
    const glance = async () => ({
      frame: clock.now() < 500 ? target : off(1),
      confirm: async () => {
        confirmed += 1;
        return off(1);
      },
    });
    const matcher = createComparer(target);
    const waiting = waitForScreen({ glance }, matcher, clock, { timeoutMs: 1000 });
    const result = await clock.run(waiting);
    expect(result).toMatchObject({ kind: 'timed-out', comparison: diffPixels(1) });
    expect(confirmed).toBeGreaterThan(1);
  });

  test('the frame that matched is the confirmed one', async () => {
    const clock = new ManualClock();
    const same = { ...target, data: target.data.slice() };
    const glance = async () => ({ frame: target, confirm: async () => same });
    const matcher = createComparer(target);
    const waiting = waitForScreen({ glance }, matcher, clock, { timeoutMs: 0 });
    expect((await clock.run(waiting)).frame).toBe(same);
  });

  test('an abort rejects with its reason', async () => {
    const { clock, capture } = play([[0, off(3)]]);
    const abort = new AbortController();
    const options = { timeoutMs: 1000, signal: abort.signal };
    const waiting = rejectionOf(waitForScreen(capture, createComparer(target), clock, options));
    await clock.untilWaiting(1);
    abort.abort(new Error('stop it'));
    expect(await waiting).toBe(abort.signal.reason);
    expect(clock.waiting).toBe(0);
  });
});

const caret: Region = { x: 10, y: 8, width: 1, height: 12 };
const withCaret = paint(target, caret, [0, 0, 0xff]);

/** A caret that blinks every half second, to the end of the script. */
const blinking: Script = Array.from(
  { length: 40 },
  (_, i) => [i * 500, i % 2 === 0 ? target : withCaret] as const,
);

async function waitStill(script: Script, options: StillOptions) {
  const { clock, capture } = play(script);
  const result = await clock.run(waitUntilStill(capture, clock, options));
  expect(clock.waiting).toBe(0);
  return { result, endMs: clock.now() };
}

describe('waitUntilStill', () => {
  test('a still screen is still after the quiet period', async () => {
    const { result, endMs } = await waitStill([[0, target]], { quietMs: 1000, timeoutMs: 5000 });
    expect(result).toEqual({ kind: 'still', frame: target, twinkles: [] });
    expect(endMs).toBeGreaterThanOrEqual(1000);
    expect(endMs).toBeLessThanOrEqual(1035);
  });

  test('the quiet period starts with the last change', async () => {
    const script: Script = [
      [0, target],
      [900, off(1)],
      [1800, off(2)],
    ];
    const { result, endMs } = await waitStill(script, { quietMs: 1000, timeoutMs: 5000 });
    expect(result).toEqual({ kind: 'still', frame: off(2), twinkles: [] });
    expect(endMs).toBeGreaterThanOrEqual(2800);
    expect(endMs).toBeLessThanOrEqual(2900);
  });

  test('a blinking caret does not count once it has blinked twice, and is pointed at', async () => {
    const { result, endMs } = await waitStill(blinking, { quietMs: 1000, timeoutMs: 9000 });
    const [twinkle, ...others] = result.twinkles;
    expect(result.kind).toBe('still');
    expect(twinkle).toMatchObject({ kind: 'blink', region: caret });
    expect(twinkle?.periodMs).toBeGreaterThan(950);
    expect(twinkle?.periodMs).toBeLessThan(1050);
    expect(others).toEqual([]);
    expect(endMs).toBeGreaterThanOrEqual(2000);
    expect(endMs).toBeLessThanOrEqual(2100);
  });

  test('beside a caret, what really changes counts', async () => {
    const script: Script = blinking.map(([atMs, frame]) => [
      atMs,
      atMs < 2000 ? frame : paint(frame, { x: 38, y: 28, width: 2, height: 2 }, [1, 2, 3]),
    ]);
    const { result, endMs } = await waitStill(script, { quietMs: 2500, timeoutMs: 9000 });
    expect(result.kind).toBe('still');
    expect(endMs).toBeGreaterThanOrEqual(4500);
    expect(endMs).toBeLessThanOrEqual(4600);
  });

  test('strictly, a blinking caret moves, and is pointed at', async () => {
    const options = { quietMs: 1000, timeoutMs: 3000, strict: true };
    const { result, endMs } = await waitStill(blinking, options);
    expect(result).toMatchObject({ kind: 'moving', boxes: [caret], twinkles: [] });
    expect(endMs).toBeGreaterThanOrEqual(3000);
    expect(endMs).toBeLessThanOrEqual(3035);
  });

  test('what moved last is pointed at, not what moved before', async () => {
    const script: Script = [
      [0, off(5)],
      [200, target],
      [700, withCaret],
      [1200, target],
    ];
    const { result } = await waitStill(script, { quietMs: 1000, timeoutMs: 1500 });
    expect(result).toEqual({ kind: 'moving', frame: target, boxes: [caret], twinkles: [] });
  });

  test.for<readonly [string, StillOptions['rules']]>([
    ['behind a mask', { masks: [caret] }],
    ['outside the regions', { regions: [{ x: 20, y: 0, width: 20, height: 30 }] }],
    ['within the tolerance', { maxDiffPixels: 12 }],
  ])('a blinking caret %s is still', async ([, rules]) => {
    const options = { quietMs: 1000, timeoutMs: 3000, ...(rules && { rules }) };
    const { result, endMs } = await waitStill(blinking, options);
    expect(result.kind).toBe('still');
    expect(endMs).toBeLessThanOrEqual(1035);
  });

  test('slow changes, each within the tolerance, add up', async () => {
    const script = Array.from({ length: 40 }, (_, i) => [i * 300, off(i)] as const);
    const options = { quietMs: 1000, timeoutMs: 5000, rules: { maxDiffPixels: 2 } };
    expect((await waitStill(script, options)).result.kind).toBe('moving');
  });

  test('another size is a change of the whole screen', async () => {
    const script: Script = [
      [0, target],
      [500, other],
    ];
    expect((await waitStill(script, { quietMs: 1000, timeoutMs: 1200 })).result).toEqual({
      kind: 'moving',
      frame: other,
      boxes: [{ x: 0, y: 0, width: 20, height: 30 }],
      twinkles: [],
    });
  });

  test('a mask that does not fit is an error at the first look', async () => {
    const options = { quietMs: 1000, timeoutMs: 3000, rules: { masks: [{ ...caret, x: 40 }] } };
    const { clock, capture } = play([[0, target]]);
    const error = await rejectionOf(waitUntilStill(capture, clock, options));
    expect(describeFailure(error)).toMatch(/^ScenarioError bad-mask: /);
  });

  test('an abort rejects with its reason', async () => {
    const { clock, capture } = play([[0, target]]);
    const abort = new AbortController();
    const options = { quietMs: 1000, timeoutMs: 3000, signal: abort.signal };
    const waiting = rejectionOf(waitUntilStill(capture, clock, options));
    await clock.untilWaiting(1);
    abort.abort(new Error('stop it'));
    expect(await waiting).toBe(abort.signal.reason);
    expect(clock.waiting).toBe(0);
  });
});
