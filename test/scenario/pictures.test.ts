import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Stage } from '../../src/scenario/action.ts';
import { expectSteps } from '../../src/scenario/check/check-steps.ts';
import { describePlan } from '../../src/scenario/describe-plan.ts';
import { judge } from '../../src/scenario/judge.ts';
import { cropFrame } from '../../src/screen/crop.ts';
import { encodePng } from '../../src/screen/files/png.ts';
import type { Frame } from '../../src/screen/frame.ts';
import { withFakeGuest } from '../guest/fake-guest.ts';
import { fillFrame, paint } from '../screen/frames.ts';
import { type Bench, makeBench, stepsText } from './read-scenario.ts';

const blank = fillFrame(64, 48);
const at = (frame: Frame, x: number, y: number) =>
  paint(frame, { x: x + 2, y: y + 1, width: 5, height: 3 }, [0, 160, 255]);
/** 10x6 */
const button = cropFrame(at(blank, 0, 0), { x: 0, y: 0, width: 10, height: 6 });

let bench: Bench;
beforeAll(async () => {
  bench = await makeBench();
  const { folder } = bench;
  await folder.write('baselines/x/button.png', encodePng(button));
  await folder.write('baselines/x/wide.png', encodePng(at(fillFrame(65, 20), 0, 0)));
  await folder.write('baselines/x/flat.png', encodePng(fillFrame(9, 9)));
});
afterAll(() => bench.folder.remove());

/** The first mistake, without its source line. */
async function mistake(...steps: readonly string[]): Promise<string | undefined> {
  return (await bench.diagnose(stepsText(...steps))).split('\n')[0];
}

describe('mistakes', () => {
  test.each([
    [
      'click: { on: nowhere }',
      '18: the picture "nowhere" is missing: baselines/x/nowhere.png (no run can make it: cut it out of a picture of the screen, such as those in results/<run>/frames)',
    ],
    [
      'wait-for-picture: nowhere',
      '23: the picture "nowhere" is missing: baselines/x/nowhere.png (no run can make it: cut it out of a picture of the screen, such as those in results/<run>/frames)',
    ],
    [
      'expect-picture: broken',
      '21: baselines/x/broken.png cannot be read: it is not a PNG picture (expected a PNG with 8 bits a sample and no transparency)',
    ],
    [
      'click: { on: flat }',
      '18: the picture "flat" has one colour only: it would be found everywhere (cut out a part with more in it, or let fewer pixels differ)',
    ],
    [
      'move: { on: button, max-diff-pixels: 15 }',
      '17: only 15 pixels of the picture stand out from its background, and 15 may differ: it would be found everywhere (cut out a part with more in it, or let fewer pixels differ)',
    ],
    [
      'double-click: { on: wide }',
      '25: the picture "wide" is 65x20, larger than the screen, which is 64x48 in the baseline before',
    ],
    [
      'click: { on: button, region: [60, 0, 8, 8] }',
      '34: the region [60, 0, 8, 8] is not inside the 64x48 screen',
    ],
    ['click: { at: [1, 2], on: button }', '30: expected either at, on or text, got at and on'],
    ['click: { at: [1, 2], nth: 2 }', '31: nth goes with on or text, not with at'],
    ['move: { on: button, nth: 0 }', '30: expected a number of at least 1, got 0'],
    [
      'click: { on: button, offset: 5 }',
      '34: expected [x, y] from the top left pixel of what is pointed at, got 5',
    ],
    ['click: { on: button, offset: [a, 0.5] }', '35: expected a number of pixels, got "a"'],
    ['move: {}', '11: expected a point (to: [x, y]), a picture (on: name) or a text (text: words)'],
  ])('%s', async (step, message) => {
    const told = await mistake('wait-for-screen: welcome', step);
    expect(told?.replace('scenarios/x.yaml:4:', '')).toBe(message);
  });
});

test('a picture is no screen: neither its size nor its absence counts as one', async () => {
  const scenario = await bench.accept(stepsText('wait-for-picture: button', 'click: [60, 40]'));
  expect(scenario.steps[0]?.action.screens).toEqual([]);
  expect([...scenario.baselines.keys()]).toEqual([]);
  expect([...scenario.pictures.keys()]).toEqual(['button']);
});

test('a plan says what it depends on, a title where it points', async () => {
  const scenario = await bench.accept(
    stepsText(
      'wait-for-screen: welcome',
      'click: { on: button, button: right }',
      'move: { on: button, nth: 2, offset: [-3, 0] }',
      'expect-picture: button',
    ),
  );
  const steps = [...expectSteps(scenario)].slice(1);
  expect(steps.flatMap(({ step, expected }) => describePlan(step, expected))).toEqual([
    '   4  click right on button',
    '        the batches depend on where the picture "button" is then',
    '   5  move on button, number 2',
    '        the batches depend on where the picture "button" is then',
    '   6  expect-picture button',
  ]);
});

/** What a step does to a guest that shows this frame, and what it has to say. */
async function play(step: string, frame: Frame, timeoutMs = 0) {
  const scenario = await bench.accept(stepsText(step));
  let arrived: readonly string[] = [];
  let told: ReturnType<typeof judge> | undefined;
  await withFakeGuest({ frame }, async (fake) => {
    const stage: Stage = {
      guest: fake.guest,
      signal: new AbortController().signal,
      timeoutMs,
      settleMs: 0,
      baseline: () => undefined,
      baselineFile: () => '',
      picture: (name) => scenario.pictures.get(name),
    };
    const action = scenario.steps[0]?.action;
    if (!action) throw new Error('no step');
    told = judge(await fake.clock.run(action.run(stage)));
    arrived = fake.arrived;
  });
  return { told, arrived: arrived.map((batch) => batch.replace(/^\d+: /, '')) };
}

describe('on a guest', () => {
  const one = at(blank, 20, 30);
  const two = at(one, 40, 3);
  // The middle is 25,33 of 64x48: min(32767, floor((2p+1)*16384/W)).
  test.each([
    ['click: { on: button }', one, ['x=13056 y=22869 +left', '-left']],
    ['click: { on: button, offset: [0, 0] }', one, ['x=10496 y=20821 +left', '-left']],
    ['move: { on: button, offset: [-20, 17] }', one, ['x=256 y=32426']],
    ['move: { on: button, nth: 1 }', two, ['x=23296 y=4437']],
    ['move: { on: button, nth: 2 }', two, ['x=13056 y=22869']],
    ['move: { on: button, region: [0, 24, 64, 24] }', two, ['x=13056 y=22869']],
    ['wait-for-picture: button', two, []],
  ])('%s', async (step, frame, batches) => {
    expect(await play(step, frame)).toEqual({ told: { passed: true }, arrived: batches });
  });

  const worn = paint(one, { x: 22, y: 31, width: 1, height: 1 }, [1, 1, 1]);
  test.each([
    [
      'expect-picture: button',
      0,
      blank,
      'picture-not-found',
      'the picture "button" is not on the screen; no place comes near it',
      'if it looks different now, cut it out again from the picture of the screen',
    ],
    [
      'click: { on: button }',
      2000,
      worn,
      'picture-not-found',
      'the picture "button" is not on the screen after 2 s; the nearest place is 20,30 with 98 % of its pixels',
      'if it looks different now, cut it out again from the picture of the screen',
    ],
    [
      'click: { on: button }',
      0,
      two,
      'picture-ambiguous',
      'the picture "button" is on the screen 2 times, equally good: 40,3 and 20,30',
      'say which one in reading order with nth, or where to look with region: [x, y, width, height]',
    ],
    [
      'click: { on: button, nth: 3 }',
      0,
      two,
      'picture-too-few',
      'there is no number 3 of the picture "button": it is there 2 times: 40,3 and 20,30',
      'nth counts in reading order, from 1',
    ],
  ])('%s within %i ms, in vain', async (step, timeoutMs, frame, code, message, hint) => {
    const { told, arrived } = await play(step, frame, timeoutMs);
    const { message: said = '', ...rest } = { message: '', ...told };
    expect({ ...rest, message: said.replace(/after 2(\.\d)? s/, 'after 2 s') }).toEqual({
      passed: false,
      code,
      message,
      hint,
    });
    expect(arrived).toEqual([]);
  });
});
