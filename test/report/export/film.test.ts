import { expect, test } from 'vitest';
import { type FilmMoment, makeFilm } from '../../../src/report/export/film.ts';
import type { InputMark } from '../../../src/report/html/input-marks.ts';
import type { PageAttempt, PageStep } from '../../../src/report/html/page-data.ts';

const pictures = ['a', 'b', 'c'].map((name) => `frames/${name}.png`);

function step(index: number, startedAfterMs: number, more: Partial<PageStep> = {}): PageStep {
  const outline = { title: `step ${index}`, action: 'press', line: 1, col: 1 };
  return {
    index,
    round: 1,
    verdict: 'passed',
    durationMs: 100,
    startedAfterMs,
    ...outline,
    ...more,
  };
}

function attempt(more: Partial<PageAttempt>): PageAttempt {
  return {
    id: 'demo/keyboard',
    attempt: 1,
    verdict: 'passed',
    durationMs: 10_000,
    steps: [],
    frames: pictures.map((picture, index) => ({ at: index * 4000, picture })),
    traced: true,
    inputs: [],
    qmp: [],
    serial: [],
    sources: [],
    sizes: [],
    ...more,
  };
}

const guestSpeed = { speed: 'guest', knowsPlaces: true } as const;
const withCuts = { speed: 'cut', knowsPlaces: true } as const;

function begins(moments: readonly FilmMoment[], picture: string | undefined): number | undefined {
  return moments.find((moment) => moment.screen?.picture === picture)?.atMs;
}

test("at the guest's speed every picture comes when it came", () => {
  const { moments, durationMs } = makeFilm(attempt({}), guestSpeed);
  expect(pictures.map((picture) => begins(moments, picture))).toEqual([0, 4000, 8000]);
  expect(durationMs).toBe(12_500);
});

test('with the waits cut out, every picture still comes in its order and can be seen', () => {
  const { moments, durationMs } = makeFilm(attempt({}), withCuts);
  expect(pictures.map((picture) => begins(moments, picture))).toEqual([0, 800, 1600]);
  expect(durationMs).toBe(2400 + 2500);
  expect(moments.at(-1)?.guestMs).toBe(8000);
});

test('keys are shown when they were pressed and go after a while', () => {
  const inputs: InputMark[] = [
    { at: 1000, kind: 'keys', keys: ['ctrl', 'alt', 'f2'] },
    { at: 1200, kind: 'keys', keys: ['ret'] },
  ];
  const { moments } = makeFilm(attempt({ inputs }), guestSpeed);
  const shown = moments.map(({ atMs, keys }) => [atMs, keys.join(' ')]);
  expect(shown).toContainEqual([1000, 'ctrl-alt-f2']);
  expect(shown).toContainEqual([1200, 'ctrl-alt-f2 enter']);
  expect(shown).toContainEqual([2500, 'enter']);
  expect(shown).toContainEqual([2700, '']);
});

test('of a secret there are dots, and as many whatever its length', () => {
  const inputs: InputMark[] = [{ at: 1000, kind: 'secret', count: 24 }];
  const { moments } = makeFilm(attempt({ inputs }), guestSpeed);
  expect(moments.find(({ atMs }) => atMs === 1000)?.keys).toEqual(['••••••']);
});

test('a click is marked at its place, a drag goes with the pointer, and both end', () => {
  const inputs: InputMark[] = [
    { at: 1000, kind: 'down', button: 'left', x: 0.25, y: 0.5 },
    { at: 2000, kind: 'move', x: 0.75, y: 0.5 },
    { at: 3000, kind: 'up', button: 'left', x: 0.75, y: 0.5 },
  ];
  const { moments } = makeFilm(attempt({ inputs }), guestSpeed);
  const ringsAt = (ms: number) => moments.findLast(({ atMs }) => atMs <= ms)?.rings;
  expect(ringsAt(999)).toEqual([]);
  expect(ringsAt(1000)).toEqual([{ x: 0.25, y: 0.5 }]);
  expect(ringsAt(2500)).toEqual([{ x: 0.75, y: 0.5 }]);
  expect(ringsAt(3500)).toEqual([{ x: 0.75, y: 0.5 }]);
  expect(ringsAt(3600)).toEqual([]);
});

test('each finger is marked at its own place, wherever the pointer goes', () => {
  const finger = { button: 'finger 1', y: 0.5 } as const;
  const inputs: InputMark[] = [
    { at: 1000, kind: 'down', ...finger, x: 0.25 },
    { at: 1000, kind: 'down', button: 'finger 2', x: 1, y: 1 },
    { at: 2000, kind: 'move', ...finger, x: 0.75 },
    { at: 2000, kind: 'move', x: 0, y: 0 },
    { at: 3000, kind: 'up', ...finger, x: 0.75 },
  ];
  const { moments } = makeFilm(attempt({ inputs }), guestSpeed);
  const ringsAt = (ms: number) => moments.findLast(({ atMs }) => atMs <= ms)?.rings;
  expect(ringsAt(1000)).toEqual([
    { x: 0.25, y: 0.5 },
    { x: 1, y: 1 },
  ]);
  expect(ringsAt(2500)).toEqual([
    { x: 0.75, y: 0.5 },
    { x: 1, y: 1 },
  ]);
  expect(ringsAt(3600)).toEqual([{ x: 1, y: 1 }]);
  expect(moments.every(({ keys }) => keys.length === 0)).toBe(true);
});

test('where a mouse clicked nobody knows: the button is named, no place is marked', () => {
  const inputs: InputMark[] = [{ at: 1000, kind: 'down', button: 'left', x: 0.5, y: 0.5 }];
  const { moments } = makeFilm(attempt({ inputs }), { speed: 'guest', knowsPlaces: false });
  expect(moments.every(({ rings }) => rings.length === 0)).toBe(true);
  expect(moments.find(({ atMs }) => atMs === 1000)?.keys).toEqual(['left button']);
});

test('a step is named while it runs, and why it failed when it has', () => {
  const trouble = { code: 'screen-mismatch', message: 'the screen is not "welcome"' };
  const steps = [step(0, 0), step(1, 2000, { durationMs: 3000, verdict: 'failed', trouble })];
  const { moments } = makeFilm(attempt({ steps }), guestSpeed);
  const at = (ms: number) => moments.findLast(({ atMs }) => atMs <= ms);
  expect(at(1000)?.step).toMatchObject({ number: 1, title: 'step 0' });
  expect(at(4000)?.step).toMatchObject({ number: 2, verdict: 'passed' });
  expect(at(4000)?.trouble).toBeUndefined();
  expect(at(5000)).toMatchObject({ step: { verdict: 'failed' }, trouble: trouble.message });
});

test('an attempt of which there is nothing is one moment', () => {
  const empty = attempt({ frames: [], durationMs: 0 });
  expect(makeFilm(empty, guestSpeed)).toEqual({
    moments: [{ atMs: 0, guestMs: 0, keys: [], rings: [] }],
    durationMs: 2500,
  });
});
