import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FrameKeeper, type KeptFrame } from '../../../src/runner/trace/frame-keeper.ts';
import type { Frame } from '../../../src/screen/frame.ts';
import { pasteFrame } from '../../../src/screen/patch.ts';
import { fillFrame, paint, twoFrames } from '../../screen/frames.ts';
import { KeptPictures } from '../kept-pictures.ts';

const screen = fillFrame(200, 150, [240, 240, 240]);
const caret = { x: 10, y: 20, width: 2, height: 12 };

function putTogether({ picture, parts = [] }: KeptFrame, { files }: KeptPictures): Frame {
  const whole = files.get(picture);
  if (!whole) throw new Error(`${picture} is not kept`);
  const frame = { ...whole, data: whole.data.slice() };
  for (const { x, y, picture: ref } of parts) {
    const part = files.get(ref);
    if (part) pasteFrame(frame, part, x, y);
  }
  return frame;
}

test('what is kept of a frame is that frame again', () => {
  fc.assert(
    fc.property(fc.array(twoFrames, { minLength: 1, maxLength: 3 }), (pairs) => {
      const pictures = new KeptPictures();
      const keeper = new FrameKeeper(pictures);
      for (const frame of pairs.flatMap(({ a, b }) => [a, b, a])) {
        const shown = putTogether(keeper.keep(frame), pictures);
        expect(Buffer.compare(shown.data, frame.data)).toBe(0);
      }
    }),
    { numRuns: 50 },
  );
});

test('a caret that blinks costs one small picture, however often it does', () => {
  const pictures = new KeptPictures();
  const keeper = new FrameKeeper(pictures);
  const lit = paint(screen, caret, [0, 0, 0]);
  const kept = Array.from({ length: 20 }, (_, index) =>
    keeper.keep(index % 2 === 0 ? screen : lit),
  );
  expect(pictures.files.size).toBe(2);
  expect(kept[0]).toEqual(kept[2]);
  expect(kept[1]?.parts).toEqual([{ ...caret, picture: expect.stringMatching(/^frames\//) }]);
});

test('each frame needs one whole picture and no frame between', () => {
  const pictures = new KeptPictures();
  const keeper = new FrameKeeper(pictures);
  const { picture } = keeper.keep(screen);
  const typed = [1, 2, 3].map((count) =>
    keeper.keep(paint(screen, { ...caret, width: count * 8 }, [0, 0, 0])),
  );
  expect(typed.map((frame) => frame.picture)).toEqual([picture, picture, picture]);
  expect(typed.map(({ parts }) => parts?.[0]?.width)).toEqual([8, 16, 24]);
});

test('a screen that has changed much is kept whole', () => {
  const pictures = new KeptPictures();
  const keeper = new FrameKeeper(pictures);
  keeper.keep(screen);
  expect(keeper.keep(fillFrame(200, 150, [0, 0, 90])).parts).toBeUndefined();
});

test('a frame that is there already, such as the picture of a step, is kept no second time', () => {
  const pictures = new KeptPictures();
  const lit = paint(screen, caret, [0, 0, 0]);
  const ref = pictures.keep(lit);
  const keeper = new FrameKeeper(pictures);
  keeper.keep(screen);
  expect(keeper.keep(lit)).toEqual({ picture: ref });
  expect(pictures.files.size).toBe(2);
});
