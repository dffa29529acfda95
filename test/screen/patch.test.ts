import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cropFrame } from '../../src/screen/crop.ts';
import type { Frame } from '../../src/screen/frame.ts';
import { changedRegion, changedRegions, pasteFrame } from '../../src/screen/patch.ts';
import { fillFrame, paint, twoFrames } from './frames.ts';

function repair(before: Frame, after: Frame): Frame {
  const frame = { ...before, data: before.data.slice() };
  for (const region of changedRegions(before, after)) {
    pasteFrame(frame, cropFrame(after, region), region.x, region.y);
  }
  return frame;
}

describe('changedRegions', () => {
  test('holds every change: the parts over the frame before give the frame after', () => {
    fc.assert(
      fc.property(twoFrames, ({ a, b }) => {
        expect(repair(a, b)).toEqual(b);
      }),
    );
  });

  test('leaves out what does not change between a clock at the top and a caret at the bottom', () => {
    const screen = fillFrame(100, 200);
    const clock = { x: 80, y: 2, width: 10, height: 8 };
    const caret = { x: 5, y: 180, width: 2, height: 10 };
    const after = paint(paint(screen, clock, [9, 9, 9]), caret, [255, 255, 255]);
    expect(changedRegions(screen, after)).toEqual([clock, caret]);
    expect(changedRegion(screen, after)).toEqual({ x: 5, y: 2, width: 85, height: 188 });
  });

  test('is nothing for the same screen, and all of a screen of another size', () => {
    const screen = fillFrame(30, 20);
    const all = { x: 0, y: 0, width: 30, height: 20 };
    expect(changedRegions(screen, { ...screen, data: screen.data.slice() })).toEqual([]);
    expect(changedRegion(screen, screen)).toBeUndefined();
    expect(changedRegions(fillFrame(20, 30), screen)).toEqual([all]);
    expect(changedRegions(undefined, screen)).toEqual([all]);
  });
});
