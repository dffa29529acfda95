import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectSteps } from '../../src/scenario/check/check-steps.ts';
import { describePlan } from '../../src/scenario/describe-plan.ts';
import { type Bench, makeBench, stepsText } from './read-scenario.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await makeBench();
});
afterAll(() => bench.folder.remove());

async function describeText(text: string): Promise<string[]> {
  const scenario = await bench.accept(text, { PASSWORD: 'hunter2' });
  return [...expectSteps(scenario)].flatMap(({ step, expected }) => describePlan(step, expected));
}

test('a small scenario', async () => {
  const lines = await describeText(
    stepsText(
      'click: [1, 2]',
      'wait-for-screen: welcome',
      'click: { at: [0, 47], button: right, hold: 120ms }',
      'drag: { from: [0, 0], to: [63, 47], duration: 30ms }',
      'scroll: { at: [32, 24], notches: 2 }',
      'type: aB',
      'press: { keys: [ctrl-c, f2], hold: 250ms }',
      'hold: { keys: shift, button: left }',
      'release: { keys: shift, button: left }',
      'wait-until-still: 2s\nname: Until it rests',
    ),
  );
  expect(lines).toEqual([
    '   3  click at 1,2',
    '        the batches depend on the size of the screen, which no baseline before tells',
    '   4  wait-for-screen welcome',
    '   5  click right at 0,47',
    '      +    0 ms  abs x 256, abs y 32426, right down, then wait 120 ms',
    '      +  120 ms  right up',
    '   6  drag from 0,0 to 63,47',
    '      +    0 ms  abs x 256, abs y 341, left down, then wait 10 ms',
    '      +   10 ms  abs x 16640, abs y 16725, then wait 10 ms',
    '      +   20 ms  abs x 32512, abs y 32426, then wait 10 ms',
    '      +   30 ms  left up',
    '   7  scroll down by 2 at 32,24',
    '      +    0 ms  abs x 16640, abs y 16725',
    '      +    0 ms  wheel-down down, wheel-down up, then wait 20 ms',
    '      +   20 ms  wheel-down down, wheel-down up, then wait 20 ms',
    '   8  type "aB"',
    '      +    0 ms  a down, a up, shift down, b down, b up, shift up, then drain 6 of 10',
    '   9  press ctrl-c, f2',
    '      +    0 ms  ctrl down, c down, then drain 2 of 10, then wait 250 ms',
    '      +  250 ms  c up, ctrl up, then drain 2 of 10',
    '      +  251 ms  f2 down, then drain 1 of 10, then wait 250 ms',
    '      +  501 ms  f2 up, then drain 1 of 10',
    '  10  hold shift and the left button',
    '      +    0 ms  shift down, then drain 1 of 10',
    '      +    1 ms  left down',
    '  11  release shift and the left button',
    '      +    0 ms  shift up, then drain 1 of 10',
    '      +    1 ms  left up',
    '  12  Until it rests',
  ]);
});

test('a secret is dots, whatever its length and pace', async () => {
  const lines = await describeText(
    stepsText(
      'type: { text: swordfish, secret: true }',
      'type: { text: "${env.PASSWORD}", secret: true, hold: 20ms, pace: firmware }',
    ),
  );
  expect(lines).toEqual([
    '   3  type ••••••',
    '        •••••• (secret)',
    '   4  type ••••••',
    '        •••••• (secret)',
  ]);
});

test('what a batch must wait for is that of the keyboard', async () => {
  const lines = await describeText(
    'machine: usb\nsteps:\n  - type: { text: ab, pace: { rate: 8 } }\n  - type: abcdefghi\n',
  );
  expect(lines).toEqual([
    '   3  type "ab"',
    '      +    0 ms  a down, a up, then drain 2 of 16, then wait 125 ms',
    '      +  125 ms  b down, b up, then drain 2 of 16, then wait 125 ms',
    '   4  type "abcdefghi"',
    '      +    0 ms  a down, a up, b down, b up',
    '      +    0 ms  c down, c up, d down, d up',
    '      +    0 ms  e down, e up, f down, f up',
    '      +    0 ms  g down, g up, h down, h up, then drain 16 of 16',
    '      +  128 ms  i down, i up, then drain 2 of 16',
  ]);
});

test('a step that may be skipped tells nothing of the screen after it', async () => {
  const lines = await describeText(
    stepsText(
      'wait-for-screen: welcome\nwhen: welcome',
      'move: [1, 1]',
      'move: [1, 1]\nwhen: large',
    ),
  );
  expect(lines.slice(1)).toEqual([
    '   5  move to 1,1',
    '        the batches depend on the size of the screen, which no baseline before tells',
    '   6  move to 1,1',
    '      +    0 ms  abs x 384, abs y 512',
  ]);
});
