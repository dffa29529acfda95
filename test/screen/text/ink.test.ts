import { expect, test } from 'vitest';
import { doubled, grey, inkOf } from '../../../src/screen/text/ink.ts';
import { fillFrame, paint, pixelAt } from '../../screen/frames.ts';

type Colour = readonly [red: number, green: number, blue: number];

/** A letter's strokes in a button on a page. */
function button(page: Colour, body: Colour, letter: Colour) {
  const shape = paint(fillFrame(120, 60, page), { x: 20, y: 10, width: 80, height: 40 }, body);
  const stem = paint(shape, { x: 58, y: 22, width: 2, height: 14 }, letter);
  return paint(stem, { x: 60, y: 28, width: 7, height: 2 }, letter);
}

const black = button([255, 255, 255], [255, 255, 255], [0, 0, 0]);

test.each<[string, Colour, Colour, Colour]>([
  ['white on a blue button', [255, 255, 255], [40, 90, 200], [255, 255, 255]],
  ['black on a grey button on a black page', [0, 0, 0], [190, 190, 190], [0, 0, 0]],
  ['a disabled word', [255, 255, 255], [228, 232, 240], [160, 168, 184]],
])('%s is written as black on white is', (_, ...colours) => {
  expect(inkOf(button(...colours))).toEqual(inkOf(black));
  expect([...inkOf(black)].filter((sample) => sample === 0)).toHaveLength(2 * 14 + 7 * 2);
});

test('what is hardly to be seen stays faint', () => {
  const faint = inkOf(button([255, 255, 255], [255, 255, 255], [253, 253, 253]));
  expect(Math.min(...faint)).toBeGreaterThan(240);
});

test('frames, rules and dotted lines are no ink', () => {
  const framed = paint(black, { x: 10, y: 5, width: 100, height: 1 }, [90, 90, 90]);
  const ruled = paint(framed, { x: 10, y: 5, width: 1, height: 50 }, [90, 90, 90]);
  const dotted = Array.from({ length: 50 }, (_, i) => 10 + 2 * i).reduce(
    (frame, x) => paint(frame, { x, y: 55, width: 1, height: 1 }, [0, 0, 0]),
    ruled,
  );
  expect(inkOf(dotted)).toEqual(inkOf(black));
});

test('a picture without any paper stays as bright as it is', () => {
  const noise = fillFrame(40, 30);
  for (let at = 0; at < noise.data.length; at += 1) noise.data[at] = (at * 7919) % 251;
  expect(new Set(inkOf(noise)).size).toBeGreaterThan(50);
});

test('an empty picture and one of a single pixel', () => {
  expect(inkOf(fillFrame(0, 0))).toEqual(new Uint8Array(0));
  expect(doubled(inkOf(fillFrame(1, 1, [9, 9, 9])), 1, 1)).toMatchObject({ width: 2, height: 2 });
});

test('twice as large, edges are smoothed and areas stay what they are', () => {
  const half = Uint8Array.from([0, 0, 255, 255, 0, 0, 255, 255]);
  const large = doubled(half, 4, 2);
  expect(Array.from({ length: 8 }, (_, x) => pixelAt(large, x, 0)[0])).toEqual([
    ...[0, 0, 0, 63, 191, 255, 255, 255],
  ]);
  expect(pixelAt(grey(half, 4, 2), 2, 1)).toEqual([255, 255, 255]);
});
