import { expect, test } from 'vitest';
import { chooseOnly, searchScreen } from '../../../src/guest/eyes/find-picture.ts';
import { cropFrame } from '../../../src/screen/crop.ts';
import { createFinder } from '../../../src/screen/find/find.ts';
import type { Frame } from '../../../src/screen/frame.ts';
import { rejectionOf } from '../../qmp/rejection.ts';
import { fillFrame, paint } from '../../screen/frames.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const blank = fillFrame(60, 40);
const mark = (frame: Frame, x: number, y = 10) =>
  paint(frame, { x, y, width: 3, height: 2 }, [255, 200, 0]);
const picture = cropFrame(mark(blank, 20), { x: 18, y: 9, width: 8, height: 5 });
const finder = createFinder(picture);

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

async function search(script: Script, timeoutMs: number, nth?: number) {
  const { clock, capture } = play(script);
  const options = {
    timeoutMs,
    choose: chooseOnly(nth),
    steady: true,
    everyPlace: nth !== undefined,
  };
  const result = await clock.run(searchScreen(capture, finder, clock, options));
  expect(clock.waiting).toBe(0);
  return { result, endMs: clock.now() };
}

test('is found soon after it appears, once it has been seen twice', async () => {
  const { result, endMs } = await search(
    [
      [0, blank],
      [500, mark(blank, 20)],
    ],
    10_000,
  );
  expect(result).toMatchObject({ kind: 'found', match: { x: 18, y: 9, score: 1 } });
  expect(endMs).toBeGreaterThan(500);
  expect(endMs).toBeLessThanOrEqual(570);
});

test('is not found while it moves', async () => {
  const script = Array.from({ length: 30 }, (_, i) => [i * 5, mark(blank, 5 + i)] as const);
  const { result, endMs } = await search(script, 10_000);
  expect(result).toMatchObject({ kind: 'found', match: { x: 32, y: 9 } });
  expect(endMs).toBeGreaterThan(145);
});

test('the last look needs no second', async () => {
  const { result } = await search([[0, mark(blank, 20)]], 0);
  expect(result).toMatchObject({ kind: 'found', match: { x: 18, y: 9 } });
});

test('two places are waited out, one is taken as soon as it is alone', async () => {
  const both = mark(mark(blank, 20), 40);
  expect((await search([[0, both]], 300)).result).toMatchObject({
    kind: 'not-found',
    matches: [{ x: 18 }, { x: 38 }],
    nearest: undefined,
  });
  const { result, endMs } = await search(
    [
      [0, both],
      [200, mark(blank, 40)],
    ],
    10_000,
  );
  expect(result).toMatchObject({ kind: 'found', match: { x: 38 } });
  expect(endMs).toBeGreaterThan(200);
});

test('nth counts in reading order', async () => {
  const three = mark(mark(mark(blank, 40, 5), 30, 30), 10, 30);
  const places = [1, 2, 3].map((nth) => search([[0, three]], 100, nth));
  expect((await Promise.all(places)).map(({ result }) => result)).toMatchObject([
    { match: { x: 38, y: 4 } },
    { match: { x: 8, y: 29 } },
    { match: { x: 28, y: 29 } },
  ]);
  expect((await search([[0, three]], 100, 4)).result).toMatchObject({ kind: 'not-found' });
});

test('in vain it tells the last frame and what came nearest in it', async () => {
  const almost = paint(mark(blank, 20), { x: 20, y: 10, width: 1, height: 1 }, [9, 9, 9]);
  const { result } = await search(
    [
      [0, blank],
      [200, almost],
    ],
    400,
  );
  expect(result).toEqual({
    kind: 'not-found',
    frame: almost,
    matches: [],
    nearest: { x: 18, y: 9, width: 8, height: 5, diffPixels: 1, score: 1 - 1 / 40 },
  });
});

test('an abort rejects with its reason', async () => {
  const { clock, capture } = play([[0, blank]]);
  const abort = new AbortController();
  const options = { timeoutMs: 1000, choose: chooseOnly(), signal: abort.signal };
  const waiting = rejectionOf(searchScreen(capture, finder, clock, options));
  await clock.untilWaiting(1);
  abort.abort(new Error('stop it'));
  expect(await waiting).toBe(abort.signal.reason);
  expect(clock.waiting).toBe(0);
});
