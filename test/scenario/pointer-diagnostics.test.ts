import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectSteps } from '../../src/scenario/check/check-steps.ts';
import { describePlan } from '../../src/scenario/describe-plan.ts';
import { loadProject } from '../../src/scenario/parse/project.ts';
import { type Bench, makeBench, stepsText } from './read-scenario.ts';

const machines = `machines:
  demo: { kernel: demo.elf }
  mouse: { pointer: ps2 }
  bare: { arch: aarch64, pointer: none }
  pair:
    displays:
      - { id: left, keyboard: usb, pointer: usb-tablet }
      - { id: right, type: virtio, heads: 2, pointer: virtio-tablet }
  theirs: { attach: 'unix:/run/qmp' }
  embedded: { driver: embedded, kernel: demo.elf }
`;

let bench: Bench;
beforeAll(async () => {
  bench = await makeBench(machines);
});
afterAll(() => bench.folder.remove());

/** What is said of steps of the pointer, without the source lines. */
async function diagnose(text: string): Promise<string[]> {
  const printed = await bench.diagnose(text);
  return printed.split('\n').filter((line) => !/^ +\d* \|/.test(line));
}

const on = (machine: string, ...steps: string[]) =>
  stepsText(...steps).replace('machine: demo', `machine: ${machine}`);

const steps: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'a drag with an end, a point between, a place to look for that are none',
    on(
      'demo',
      'wait-for-screen: welcome',
      'drag: { from: [0, 0], via: [[10, 10], [64, 5], {}], to: [63, 48] }',
      'drag: { from: 7, to: { on: [1, 2] } }',
      'drag: { from: [0, 0] }',
    ),
    [
      'scenarios/x.yaml:4:43: the point [64, 5] is outside the screen, which is 64x48 in the baseline before',
      'scenarios/x.yaml:4:52: expected a picture (on: name) or a text (text: words)',
      'scenarios/x.yaml:4:61: the point [63, 48] is outside the screen, which is 64x48 in the baseline before',
      'scenarios/x.yaml:5:19: expected a point [x, y], a picture { on: name } or a text { text: words }, got 7',
      'scenarios/x.yaml:5:32: expected the name of a screen, got [1,2]',
      'scenarios/x.yaml:6:11: the key "to" is missing',
    ],
  ],
  [
    'times and speeds',
    on(
      'demo',
      'drag: { from: [0, 0], to: [9, 9], speed: 0 }',
      'drag: { from: [0, 0], to: [9, 9], speed: fast }',
      'drag: { from: [0, 0], to: [900, 0], speed: 10 }',
      'drag: { from: [0, 0], to: [9, 9], speed: 100, duration: 1s }',
      'drag: { from: [0, 0], to: [9, 9], duration: -1s }',
      'drag: { from: [0, 0], to: [9, 9], duration: 2m }',
      'click: { at: [0, 0], hold: -80ms }',
      'scroll: { at: [0, 0], notches: -3 }',
    ),
    [
      'scenarios/x.yaml:3:46: expected pixels a second, 1 or more, got 0',
      'scenarios/x.yaml:4:46: expected pixels a second, got "fast"',
      'scenarios/x.yaml:5:48: expected at most 60s from end to end: 900 pixels at 10 a second take 90s',
      'scenarios/x.yaml:6:46: expected either duration or speed, got both',
      'scenarios/x.yaml:7:49: expected a duration such as 80ms, 2s or 1m30s, got "-1s"',
      'scenarios/x.yaml:8:49: expected a duration of at most 60s (to hold for longer: hold and release), got "2m"',
      'scenarios/x.yaml:9:32: expected a duration such as 80ms, 2s or 1m30s, got "-80ms"',
      'scenarios/x.yaml:10:36: expected a number of at least 1, got -3',
    ],
  ],
  [
    'a wheel that the device has not',
    on('demo', 'scroll: { at: [0, 0], direction: left }', 'scroll: { notches: 2 }'),
    [
      "scenarios/x.yaml:3:38: the machine's usb-tablet has no horizontal wheel: only pointer: ps2 has",
      'scenarios/x.yaml:4:13: expected a point (at: [x, y]), a picture (on: name) or a text (text: words)',
    ],
  ],
  ['a wheel that it has', on('mouse', 'scroll: { at: [0, 0], direction: left }'), ['no mistakes']],
  [
    'a machine without a pointer',
    on(
      'bare',
      'click: [1, 2]',
      'move: [1, 2]',
      'drag: { from: [0, 0], to: [1, 1] }',
      'hold: { button: left }',
    ),
    ['3:12', '4:11', '5:11', '6:11'].map(
      (place) =>
        `scenarios/x.yaml:${place}: the machine has no pointer: give it one, such as pointer: usb-tablet or virtio-tablet`,
    ),
  ],
  [
    'displays that the machine has not',
    on(
      'pair',
      'click: [1, 2]\ndevice: righ',
      'click: [1, 2]\ndevice: left\nhead: 1',
      'click: [1, 2]\ndevice: right\nhead: 2',
      'click: [1, 2]\nhead: -1',
      'click: [1, 2]\ndevice: right\nhead: 1',
    ),
    [
      'scenarios/x.yaml:4:13: the machine has no display righ. Did you mean "right"? It has: left, right',
      'scenarios/x.yaml:7:11: the display left has one head, 0, got 1',
      'scenarios/x.yaml:10:11: the display right has the heads 0 to 1, got 2',
      'scenarios/x.yaml:12:11: expected a number of at least 0, got -1',
    ],
  ],
  [
    'a machine that somebody else runs',
    on('theirs', 'click: [1, 2]\nhead: 1', 'click: [1, 2]\ndevice: any\nhead: 1'),
    ['scenarios/x.yaml:4:11: head needs a device: the display that it is of'],
  ],
  [
    'the embedded machine',
    on('embedded', 'click: [1, 2]\ndevice: video0'),
    ['scenarios/x.yaml:4:13: the embedded machine has one display without an id'],
  ],
  [
    'keys that are held twice, and released while they are up',
    on(
      'demo',
      'hold: ctrl-shift',
      'hold: { keys: shift, button: left }',
      'release: { keys: ctrl, button: right }',
      'hold: ctrl',
      'release: alt',
    ),
    [
      'scenarios/x.yaml:4:19: shift: held already, since line 3',
      'scenarios/x.yaml:5:36: the right button: not held by a step before',
      'scenarios/x.yaml:7:14: alt: not held by a step before',
    ],
  ],
  [
    'keys that may be held, as far as anybody can tell',
    on('demo', 'hold: ctrl\noptional: true', 'hold: ctrl', 'release: alt'),
    ['no mistakes'],
  ],
  [
    'fingers',
    on(
      'demo',
      'wait-for-screen: welcome',
      'touch: { fingers: [[[0, 0], [64, 0]]] }',
      'touch: { fingers: [], at: [1, 1] }',
      'touch: { fingers: [[1, 2]] }',
      'touch: { duration: 1s }',
      'touch: [1, 1]',
    ),
    [
      'scenarios/x.yaml:4:33: the point [64, 0] is outside the screen, which is 64x48 in the baseline before',
      'scenarios/x.yaml:5:23: expected at least 1 entry, got []',
      'scenarios/x.yaml:6:25: expected a point [x, y] in guest pixels, got 1',
      'scenarios/x.yaml:6:28: expected a point [x, y] in guest pixels, got 2',
      'scenarios/x.yaml:7:12: expected a point (at: [x, y]), a picture (on: name) or a text (text: words)',
    ],
  ],
];

test.for(steps)('%s', async ([, text, expected]) => {
  expect(await diagnose(text)).toEqual(expected);
});

test('displays that no QEMU can have', async () => {
  const broken = await makeBench(`machines:
  demo:
    display: std
    displays:
      - { id: left, heads: 2 }
      - { id: left, type: cirrus }
      - { id: wide, type: virtio, heads: 2, keyboard: usb }
      - { id: disk0 }
`);
  try {
    const { mistakes } = await loadProject(broken.folder.root, {});
    expect(mistakes.map(({ line, message }) => `${line}: ${message}`)).toEqual([
      '3: expected either display or displays, got both',
      '5: a std display has one head: only virtio has more',
      '6: the id left stands twice: display 1 has it too',
      '6: only the first display can be cirrus: expected std, virtio or qxl',
      '7: QEMU binds a usb keyboard to head 0 only: expected virtio',
      "8: the id disk0 is one of the machine's own, choose another",
    ]);
  } finally {
    await broken.folder.remove();
  }
});

async function describe(text: string): Promise<string[]> {
  const scenario = await bench.accept(text);
  return [...expectSteps(scenario)].flatMap(({ step, expected }) => describePlan(step, expected));
}

test('the plan of a drag shows its path and times', async () => {
  const drag = 'drag: { from: [0, 0], via: [[20, 0]], to: [20, 20], speed: 1000 }';
  const lines = await describe(on('demo', 'wait-for-screen: welcome', drag));
  expect(lines.slice(1)).toEqual([
    '   4  drag from 0,0 via 20,0 to 20,20',
    '      +    0 ms  abs x 256, abs y 341, left down, then wait 10 ms',
    '      +   10 ms  abs x 5376, abs y 341, then wait 10 ms',
    '      +   20 ms  abs x 10496, abs y 341, then wait 10 ms',
    '      +   30 ms  abs x 10496, abs y 7168, then wait 10 ms',
    '      +   40 ms  abs x 10496, abs y 13994, then wait 10 ms',
    '      +   50 ms  left up',
  ]);
});

test('the plan for a mouse goes home first', async () => {
  const lines = await describe(on('mouse', 'wait-for-screen: welcome', 'click: [5, 0]'));
  expect(lines.slice(1)).toEqual([
    '   4  click at 5,0',
    '      +    0 ms  rel x -127, rel y -127, then wait 10 ms',
    '      +   10 ms  rel x -127, rel y -127, then wait 20 ms',
    '      +   30 ms  rel x 3, rel y 0, then wait 10 ms',
    '      +   40 ms  rel x 2, rel y 0, then wait 20 ms',
    '      +   60 ms  left down, then wait 80 ms',
    '      +  140 ms  left up',
  ]);
});

test('a screen of one display tells nothing of another', async () => {
  const lines = await describe(
    on(
      'pair',
      'wait-for-screen: welcome',
      'move: [1, 1]\ndevice: right',
      'move: [1, 1]\ndevice: left',
    ),
  );
  expect(lines.slice(1)).toEqual([
    '   4  move to 1,1',
    '        the batches depend on the size of the screen, which no baseline before tells',
    '   6  move to 1,1',
    '      +    0 ms  abs x 768, abs y 1024',
  ]);
});
