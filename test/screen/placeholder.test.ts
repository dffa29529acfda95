import { describe, expect, test } from 'vitest';
import type { Frame } from '../../src/screen/frame.ts';
import { readPlaceholder } from '../../src/screen/placeholder.ts';
import { fillFrame, paint } from '../screen/frames.ts';

const GREY = [0xaa, 0xaa, 0xaa] as const;
const NOT_INITIALIZED = 'Guest has not initialized the display (yet).';

/** A text in the middle, as QEMU draws it, in a font of stripes: a letter's code is its shape. */
function write(text: string, { width = 640, height = 480 } = {}): Frame {
  const left = Math.floor((Math.floor(width / 8) - text.length) / 2) * 8;
  const top = Math.floor((Math.floor(height / 16) - 1) / 2) * 16;
  let frame = fillFrame(width, height);
  for (const [i, letter] of [...text].entries()) {
    for (let bit = 0; bit < 7; bit += 1) {
      if (letter === ' ' || ((letter.charCodeAt(0) >> bit) & 1) === 0) continue;
      frame = paint(frame, { x: left + i * 8 + bit, y: top + 3, width: 1, height: 9 }, GREY);
    }
  }
  return frame;
}

describe('a placeholder', () => {
  test('is what QEMU says, on a screen of any size', () => {
    expect(readPlaceholder(write(NOT_INITIALIZED))).toBe(NOT_INITIALIZED);
    const gone = 'Display output is not active.';
    expect(readPlaceholder(write(gone))).toBe(gone);
    expect(readPlaceholder(write(gone, { width: 1024, height: 768 }))).toBe(gone);
  });
});

describe('a picture', () => {
  const placeholder = write(NOT_INITIALIZED);
  test.for<readonly [string, Frame]>([
    ['black', fillFrame(640, 480)],
    ['too small for any text', fillFrame(8, 8)],
    ['another text', write('Guest has now initialized the display (yes).')],
    ['a text of the same letters elsewhere', write(`${NOT_INITIALIZED}  `)],
    ['a pixel more, far away', paint(placeholder, { x: 3, y: 470, width: 1, height: 1 }, GREY)],
    ['a pixel more, beside it', paint(placeholder, { x: 3, y: 230, width: 1, height: 1 }, GREY)],
    ['a blue pixel above', paint(placeholder, { x: 3, y: 0, width: 1, height: 1 }, [0, 0, 1])],
    [
      'one letter unlike its equals',
      paint(placeholder, { x: 167, y: 225, width: 1, height: 1 }, GREY),
    ],
  ])('%s', ([, frame]) => {
    expect(readPlaceholder(frame)).toBeUndefined();
  });
});
