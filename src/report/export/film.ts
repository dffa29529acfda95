import type { Chord } from '../../input/chord.ts';
import { titleChord } from '../../input/key-names.ts';
import type { StepState } from '../fold.ts';
import { type InputMark, isFinger } from '../html/input-marks.ts';
import type { PageAttempt, PageFrame, PageStep } from '../html/page-data.ts';
import { type FilmSpeed, filmTimes } from './film-time.ts';
import { listRings, type Ring, ringsAt } from './rings.ts';

/** A picture of the guest's screen, and what is laid over it. */
export type FilmScreen = Pick<PageFrame, 'picture' | 'parts'>;

/** What a film shows from one time on. */
export interface FilmMoment {
  /** Of the film. Milliseconds. */
  readonly atMs: number;
  /** Since the scenario started. Milliseconds. */
  readonly guestMs: number;
  readonly screen?: FilmScreen;
  readonly step?: { readonly number: number; readonly title: string; readonly verdict: StepState };
  /** What was pressed last, in order. */
  readonly keys: readonly string[];
  /** Where buttons and fingers are down, or were a moment ago: parts of the screen, 0..1. */
  readonly rings: readonly Ring[];
  /** Why the step has failed. */
  readonly trouble?: string;
}

export interface Film {
  /** In order of time, each different from the one before; at least one. */
  readonly moments: readonly FilmMoment[];
  readonly durationMs: number;
}

/** How long keys are shown after they were pressed, and the last moment. Milliseconds of the film. */
const KEYS_MS = 1500;
const LAST_MS = 2500;
/** More were never read in that time. */
const MOST_KEYS = 60;

/** A film of one attempt; `knowsPlaces` says whether the pointer's places are known. */
export function makeFilm(
  { frames, steps, inputs, durationMs, trouble }: PageAttempt,
  { speed, knowsPlaces }: { readonly speed: FilmSpeed; readonly knowsPlaces: boolean },
): Film {
  const done = steps.filter(({ startedAfterMs }) => startedAfterMs !== undefined);
  const ends = done.map(endOf);
  const changes = [
    0,
    durationMs,
    ...[...frames, ...inputs].map(({ at }) => at),
    ...done.map(({ startedAfterMs = 0 }) => startedAfterMs),
    ...ends,
  ];
  const times = filmTimes(changes, speed);
  const filmAt = (at: number) => times.get(at) ?? 0;
  const keys = listKeys(inputs, filmAt, knowsPlaces);
  const rings = knowsPlaces ? listRings(inputs, filmAt) : [];
  const ticks = new Set([
    ...times.values(),
    ...keys.map(({ fromMs }) => fromMs + KEYS_MS),
    ...rings.map(({ untilMs }) => untilMs),
  ]);
  const last = Math.max(...times.values());
  const moments: FilmMoment[] = [];
  const frameAt = follow(frames, ({ at }) => filmAt(at));
  const stepAt = follow(done, ({ startedAfterMs = 0 }) => filmAt(startedAfterMs));
  const timeAt = follow([...times], ([, shown]) => shown);
  for (const atMs of [...ticks].filter((tick) => tick <= last + KEYS_MS).toSorted(byNumber)) {
    const guestMs = timeAt(atMs)?.[0] ?? 0;
    const frame = frameAt(atMs) ?? frames[0];
    const step = stepAt(atMs);
    const failed = step && filmAt(endOf(step)) <= atMs ? step.trouble : undefined;
    const why = failed ?? (guestMs >= durationMs ? trouble : undefined);
    addMoment(moments, {
      atMs,
      guestMs,
      ...(frame && { screen: pickScreen(frame) }),
      ...(step && { step: describeStep(step, failed !== undefined) }),
      keys: keysAt(keys, atMs),
      rings: ringsAt(rings, atMs),
      ...(why && { trouble: why.message }),
    });
  }
  return { moments, durationMs: Math.max(last, moments.at(-1)?.atMs ?? 0) + LAST_MS };
}

function pickScreen({ picture, parts }: PageFrame): FilmScreen {
  return { picture, ...(parts && { parts }) };
}

function describeStep({ index, title, verdict }: PageStep, hasEnded: boolean) {
  return { number: index + 1, title, verdict: hasEnded ? verdict : 'passed' } as const;
}

/** Time alone is nothing to be seen. */
function addMoment(moments: FilmMoment[], moment: FilmMoment): void {
  const before = moments.at(-1);
  const { atMs: _at, guestMs: _guest, ...shown } = moment;
  if (before) {
    const { atMs: _atBefore, guestMs: _guestBefore, ...shownBefore } = before;
    if (JSON.stringify(shown) === JSON.stringify(shownBefore)) return;
  }
  moments.push(moment);
}

/** The last thing that has begun by a time; asked for later and later times. */
function follow<T>(things: readonly T[], beginOf: (thing: T) => number) {
  let next = 0;
  return (atMs: number): T | undefined => {
    for (let thing = things[next]; thing && beginOf(thing) <= atMs; thing = things[next]) next += 1;
    return things[next - 1];
  };
}

interface ShownKeys {
  readonly fromMs: number;
  readonly title: string;
}

const SECRET = '••••••';

function listKeys(
  inputs: readonly InputMark[],
  filmAt: (at: number) => number,
  knowsPlaces: boolean,
): ShownKeys[] {
  return inputs.flatMap((mark) => {
    const fromMs = filmAt(mark.at);
    if (mark.kind === 'keys') return [{ fromMs, title: titleChord(mark.keys as Chord) }];
    if (mark.kind === 'secret') return [{ fromMs, title: SECRET }];
    if (mark.kind !== 'down') return [];
    const { button } = mark;
    if (knowsPlaces && (button === 'left' || isFinger(button))) return [];
    return [{ fromMs, title: isFinger(button) ? button : `${button} button` }];
  });
}

function keysAt(keys: readonly ShownKeys[], atMs: number): string[] {
  const end = keys.findIndex(({ fromMs }) => fromMs > atMs);
  const begun = end < 0 ? keys.slice(-MOST_KEYS) : keys.slice(Math.max(0, end - MOST_KEYS), end);
  return begun.filter(({ fromMs }) => atMs < fromMs + KEYS_MS).map(({ title }) => title);
}

function endOf({ startedAfterMs = 0, durationMs }: PageStep): number {
  return startedAfterMs + durationMs;
}

function byNumber(a: number, b: number): number {
  return a - b;
}
