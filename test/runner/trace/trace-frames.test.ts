import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FrameLimits, TraceFrames } from '../../../src/runner/trace/trace-frames.ts';
import type { Frame } from '../../../src/screen/frame.ts';
import { fillFrame, frameOf, paint } from '../../screen/frames.ts';

function see(frames: readonly Frame[], limits: FrameLimits, everyMs = 100): TraceFrames {
  const seen = new TraceFrames(limits);
  for (const [index, frame] of frames.entries()) seen.see(frame, index * everyMs);
  return seen;
}

/** A bar that grows by a pixel with each. */
function growing(count: number): Frame[] {
  return Array.from({ length: count }, (_, index) =>
    paint(fillFrame(64, 16), { x: 0, y: 4, width: index + 1, height: 2 }, [200, 9, 9]),
  );
}

describe('TraceFrames', () => {
  test('gives back every frame that differs from the one before, to the pixel', () => {
    fc.assert(
      fc.property(fc.array(frameOf(3, 2), { minLength: 1, maxLength: 8 }), (frames) => {
        const distinct = frames.filter((frame, index) => {
          const before = frames[index - 1];
          return !before || Buffer.compare(frame.data, before.data) !== 0;
        });
        expect([...see(frames, {}).replay()].map(({ frame }) => frame)).toEqual(distinct);
      }),
    );
  });

  test('remembers a screen of another size', () => {
    const [small, large] = [fillFrame(4, 4), fillFrame(8, 6, [1, 2, 3])];
    const shown = [...see([small, large, small], {}).replay()];
    expect(shown).toEqual([
      { atMs: 0, frame: small },
      { atMs: 100, frame: large },
      { atMs: 200, frame: small },
    ]);
  });

  test('of frames that come very fast remembers the last, and when it came', () => {
    const shown = [...see(growing(7), { shortestMs: 50 }, 20).replay()];
    expect(shown.map(({ atMs }) => atMs)).toEqual([0, 40, 80, 120]);
    expect(shown.at(-1)?.frame).toEqual(growing(7).at(-1));
  });

  test('of very many keeps some from the beginning to the end, and the last one always', () => {
    const frames = growing(60);
    const shown = [...see(frames, { mostFrames: 10 }).replay()];
    expect(shown.length).toBeLessThanOrEqual(11);
    expect(shown.length).toBeGreaterThan(4);
    expect(shown[0]).toEqual({ atMs: 0, frame: frames[0] });
    expect(shown.at(-1)).toEqual({ atMs: 5900, frame: frames[59] });
    for (const { atMs, frame } of shown) expect(frame).toEqual(frames[atMs / 100]);
  });

  test('takes no more memory than it may', () => {
    const noise = Array.from({ length: 40 }, (_, index) => fillFrame(64, 16, [index, 0, 0]));
    const whole = 64 * 16 * 3;
    const shown = [...see(noise, { mostBytes: 4 * whole }).replay()];
    expect(shown.length).toBeLessThanOrEqual(5);
    expect(shown.at(-1)?.frame).toEqual(noise[39]);
  });
});
