import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Stage } from '../../../src/scenario/action.ts';
import { judge } from '../../../src/scenario/judge.ts';
import type { Frame } from '../../../src/screen/frame.ts';
import { withFakeGuest } from '../../guest/fake-guest.ts';
import { encodePsf2 } from '../../screen/text/psf-files.ts';
import { drawScreen, randomFont, screenOf } from '../../screen/text/text-screen.ts';
import { type Bench, makeBench, stepsText } from '../read-scenario.ts';

const shapes = randomFont(8, 16, 4);
const draw = (...lines: string[]) => drawScreen(screenOf(lines, { columns: 40, rows: 12 }), shapes);
const one = draw('A question', '', '   Back   Continue');
const two = draw('Continue?', '', '   Back   Continue');

let bench: Bench;
beforeAll(async () => {
  bench = await makeBench();
  await bench.folder.write('font.psf', encodePsf2(shapes));
});
afterAll(() => bench.folder.remove());

describe('mistakes', () => {
  test.each([
    ['click: { text: a, on: b }', 'expected either at, on or text, got on and text'],
    ['click: { at: [1, 2], text: a }', 'expected either at, on or text, got at and text'],
    ['click: { at: [1, 2], ignore-case: true }', 'ignore-case goes with text, not with at'],
    ['click: { text: a, threshold: 0.1 }', 'threshold goes with on, not with text'],
    ['move: { text: "/(/" }', 'this is an invalid regular expression'],
    [
      'click: { text: a, region: [[0, 0, 9, 9], [9, 9, 9, 9]] }',
      'text is looked for in one region',
    ],
    ['click: { text: a, region: [60, 0, 8, 8] }', 'is not inside the 64x48 screen'],
    ['click: { text: "" }', 'expected a text, got an empty one'],
  ])('%s', async (step, message) => {
    expect(await bench.diagnose(stepsText('wait-for-screen: welcome', step))).toContain(message);
  });
});

test('its title says what it points at', async () => {
  const steps = ['click: { text: Continue, nth: 2 }', 'move: { text: /next/i }'];
  const scenario = await bench.accept(stepsText(...steps));
  expect(scenario.steps.map(({ action }) => action.title)).toEqual([
    'click on "Continue", number 2',
    'move on "/next/i"',
  ]);
  expect(scenario.steps.every(({ action }) => action.waits)).toBe(true);
});

/** What a step does to a guest whose console shows this frame, and what it has to say. */
async function play(step: string, frame: Frame) {
  const scenario = await bench.accept(stepsText(step));
  const arrived: string[] = [];
  let told: ReturnType<typeof judge> | undefined;
  const pmemsave = ({ filename }: Record<string, unknown>) =>
    writeFile(String(filename), new Uint8Array(9));
  await withFakeGuest({ frame, handlers: { pmemsave } }, async (fake) => {
    const stage = {
      guest: fake.guest,
      signal: new AbortController().signal,
      timeoutMs: 0,
      settleMs: 0,
      root: bench.folder.root,
      baseline: () => undefined,
      baselineFile: () => '',
      picture: () => undefined,
    } as Partial<Stage> as Stage;
    const action = scenario.steps[0]?.action;
    if (!action) throw new Error('no step');
    told = judge(await fake.clock.run(action.run(stage)));
    arrived.push(...fake.arrived.map((batch) => batch.replace(/^\d+: /, '')));
  });
  return { told, arrived };
}

/** Where a batch puts the pointer on a screen of 320x192. */
function pixelOf(batch: string | undefined): number[] {
  const [, x = 0, y = 0] = /x=(\d+) y=(\d+)/.exec(batch ?? '') ?? [];
  return [Math.floor((Number(x) * 320) / 32_768), Math.floor((Number(y) * 192) / 32_768)];
}

describe('on a guest', () => {
  // Continue is in cells 10 to 17 of line 2: its middle is 112,40.
  test.each([
    ['click: { text: Continue, font: font.psf }', one, [112, 40]],
    ['click: { text: /contin/i, font: font.psf }', one, [104, 40]],
    ['click: { text: continue, ignore-case: true, font: font.psf }', one, [112, 40]],
    ['click: { text: Continue, offset: [0, -1], font: font.psf }', one, [80, 31]],
    ['move: { text: Continue, nth: 1, font: font.psf }', two, [32, 8]],
    ['double-click: { text: Continue, nth: 2, font: font.psf }', two, [112, 40]],
    ['move: { text: Continue, region: [0, 32, 320, 16], font: font.psf }', two, [112, 40]],
  ])('%s', async (step, frame, pixel) => {
    const { told, arrived } = await play(step, frame);
    expect(told).toEqual({ passed: true });
    expect(pixelOf(arrived[0])).toEqual(pixel);
  });

  test.each([
    [
      'click: { text: Continue, font: font.psf }',
      two,
      'text-ambiguous',
      '"Continue" is on the screen 2 times: 0,0 "Continue", 80,32 "Continue"',
    ],
    [
      'click: { text: Continue, nth: 3, font: font.psf }',
      two,
      'text-too-few',
      'there is no number 3 of "Continue": it is there 2 times: 0,0 "Continue", 80,32 "Continue"',
    ],
    [
      'click: { text: Wizard, font: font.psf }',
      one,
      'text-missing',
      '"Wizard" is not on the screen; glyphs read 40x12 characters, all its lines: "A question", "Back   Continue"',
    ],
  ])('%s, in vain', async (step, frame, code, message) => {
    const { told, arrived } = await play(step, frame);
    expect(told).toMatchObject({ passed: false, code, message });
    expect(arrived).toEqual([]);
  });
});
