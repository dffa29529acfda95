import { describe, expect, test } from 'vitest';
import { Motion } from '../../../src/guest/eyes/motion.ts';
import type { Frame, Region } from '../../../src/screen/frame.ts';
import { fillFrame, paint } from '../../screen/frames.ts';

const empty = fillFrame(200, 100);

interface Change {
  readonly atMs: number;
  readonly box: Region;
  /** What the box shows from then on. */
  readonly colour: number;
}

/** What a motion makes of changes, each on top of those before. */
function watch(changes: readonly Change[], options: { forgives?: boolean } = {}): Motion {
  const motion = new Motion(0, options);
  let frame: Frame = empty;
  for (const { atMs, box, colour } of changes) {
    frame = paint(frame, box, [colour, 0, 0]);
    motion.see([box], frame, atMs);
  }
  return motion;
}

const caret: Region = { x: 20, y: 30, width: 2, height: 16 };
const digit: Region = { x: 150, y: 4, width: 8, height: 12 };

const repeat = (count: number, make: (i: number) => Change) =>
  Array.from({ length: count }, (_, i) => make(i));
const blinks = (count: number, everyMs = 500) =>
  repeat(count, (i) => ({ atMs: (i + 1) * everyMs, box: caret, colour: i % 2 === 0 ? 255 : 0 }));
/** A new picture each time, in the same place. */
const ticks = (count: number, everyMs = 1000) =>
  repeat(count, (i) => ({ atMs: (i + 1) * everyMs, box: digit, colour: i + 1 }));

describe('what twinkles', () => {
  test('a caret, once it has come back to both of its pictures', () => {
    expect(watch(blinks(3)).twinkles).toEqual([]);
    expect(watch(blinks(3)).quietSinceMs).toBe(1500);
    expect(watch(blinks(4)).twinkles).toEqual([{ region: caret, kind: 'blink', periodMs: 1000 }]);
    expect(watch(blinks(4)).quietSinceMs).toBe(0);
  });

  test('a clock, once it has ticked six times', () => {
    expect(watch(ticks(5)).twinkles).toEqual([]);
    expect(watch(ticks(6)).twinkles).toEqual([{ region: digit, kind: 'tick', periodMs: 1000 }]);
    expect(watch(ticks(6)).quietSinceMs).toBe(0);
  });

  test('a clock whose looks come late by turns, and whose minute changes more of it', () => {
    const late = [0, 90, 10, 70, 30, 0, 40];
    const minute = { x: 130, y: 4, width: 28, height: 12 };
    const changes = late.map((ms, i) => ({
      atMs: (i + 1) * 1000 + ms,
      box: i === 3 ? minute : digit,
      colour: i + 1,
    }));
    expect(watch(changes).twinkles).toEqual([{ region: minute, kind: 'tick', periodMs: 1000 }]);
  });

  test('both at once', () => {
    const all = [...blinks(14), ...ticks(7)].toSorted((a, b) => a.atMs - b.atMs);
    expect(watch(all).twinkles.map(({ kind }) => kind)).toEqual(['tick', 'blink']);
    expect(watch(all).quietSinceMs).toBe(0);
  });
});

describe('what happens', () => {
  const nothing = (changes: readonly Change[]) => {
    const motion = watch(changes);
    expect(motion.twinkles).toEqual([]);
    expect(motion.quietSinceMs).toBe(changes.at(-1)?.atMs);
  };

  test('a progress bar, however steadily it grows', () => {
    nothing(
      repeat(30, (i) => ({
        atMs: (i + 1) * 1000,
        box: { x: 20 + 4 * i, y: 80, width: 4, height: 8 },
        colour: 200,
      })),
    );
  });

  test('a progress bar whose end is drawn anew each time', () => {
    nothing(
      repeat(30, (i) => ({
        atMs: (i + 1) * 1000,
        box: { x: 20 + 4 * i, y: 80, width: 6, height: 8 },
        colour: 100 + i,
      })),
    );
  });

  test('a spinner of four pictures', () => {
    nothing(
      repeat(20, (i) => ({
        atMs: (i + 1) * 250,
        box: caret,
        colour: [9, 90, 180, 250][i % 4] ?? 0,
      })),
    );
  });

  test('a percentage that goes on when it can, and one that is about as quick as a clock', () => {
    nothing(repeat(12, (i) => ({ atMs: i * 1000 + (i % 3) * 300, box: digit, colour: i + 1 })));
    nothing(ticks(12, 1060));
    nothing(ticks(12, 900));
  });

  test('what blinks slowly, and what is larger than a caret', () => {
    nothing(blinks(12, 1600));
    nothing(
      blinks(12).map((change) => ({ ...change, box: { x: 0, y: 0, width: 65, height: 20 } })),
    );
  });

  test('a caret that goes on to another place', () => {
    const motion = watch([...blinks(6), { atMs: 3300, box: { ...caret, x: 21 }, colour: 255 }]);
    expect(motion.twinkles).toEqual([]);
    expect(motion.quietSinceMs).toBe(3300);
  });

  test('something large over a caret', () => {
    const motion = watch([
      ...blinks(6),
      { atMs: 3100, box: { x: 0, y: 0, width: 200, height: 99 }, colour: 7 },
    ]);
    expect(motion.twinkles).toEqual([]);
    expect(motion.quietSinceMs).toBe(3100);
  });

  test('changes in more places than are kept are not forgotten', () => {
    const motion = new Motion(0);
    for (let i = 0; i < 300; i += 1) {
      const box = { x: (i % 60) * 3, y: Math.floor(i / 60) * 3, width: 1, height: 1 };
      motion.see([box], paint(empty, box, [i % 200, 1, 1]), 5000 - i);
    }
    expect(motion.quietSinceMs).toBe(5000);
  });

  test('everything, where nothing is forgiven', () => {
    expect(watch(blinks(20), { forgives: false }).quietSinceMs).toBe(10_000);
    expect(watch(blinks(20), { forgives: false }).twinkles).toEqual([]);
  });

  test('an interruption, after which a caret has to blink anew', () => {
    const motion = watch(blinks(4));
    motion.interrupt(2100);
    expect(motion.twinkles).toEqual([]);
    expect(motion.quietSinceMs).toBe(2100);
  });
});
