import { afterAll, beforeAll, expect, test } from 'vitest';
import { resolveStates } from '../../src/scenario/check/resolve-states.ts';
import { type Bench, makeBench } from './read-scenario.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await makeBench(
    [
      'machines:',
      '  demo: { kernel: demo.elf }',
      '  other: { kernel: demo.elf, memory: 64M }',
      '  kept: { kernel: demo.elf, disks: [{ file: a.img, keep: true }] }',
      '  nvme: { kernel: demo.elf, disks: [{ file: a.img, interface: nvme }] }',
      '  theirs: { attach: unix:/x }',
      '',
    ].join('\n'),
  );
});
afterAll(() => bench.folder.remove());

const save = (name: string) => `  - state: { save: ${name} }\n`;
const text = (steps: string, { machine = 'demo', header = '' } = {}) =>
  `machine: ${machine}\n${header}steps:\n${steps}`;

test.each([
  ['  - state: booted\n', 'a mapping'],
  [
    '  - state: { save: "../x" }\n',
    'expected a name of letters, digits, dots, dashes and underscores',
  ],
  [
    '  - group: g\n    steps:\n      - state: { save: a }\n',
    'is saved by a step of before: or steps:',
  ],
  ['  - state: { save: a }\n    when: welcome\n', 'is saved in any case'],
  ['  - state: { save: a }\n    optional: true\n', 'is saved in any case'],
  [save('a') + save('a'), '"a" is saved by a step before already'],
  [
    `  - set-password: { protocol: vnc, password: x }\n${save('a')}`,
    'what set-password in line 3 does would not be in the state',
  ],
  [`  - hold: shift\n${save('a')}`, 'shift: held since line 3: release it first'],
  ['  - hold: shift\n  - snapshot: a\n', 'shift: held since line 3: release it first'],
  ['  - restore: a\n', 'no step takes the snapshot "a". No step takes one'],
  ['  - snapshot: clean\n  - restore: claen\n', 'no step takes the snapshot "claen". Known: clean'],
])('%j: %s', async (steps, message) => {
  expect(await bench.diagnose(text(steps))).toContain(message);
});

test.each([
  ['kept', 'the disk a.img has keep: true, so it goes on while a saved guest stands still'],
  ['nvme', 'QEMU cannot save an nvme disk (a.img): take virtio or ide'],
  ['theirs', 'a machine that somebody else runs is not ours to save and restore'],
])('a machine called %s: %s', async (machine, message) => {
  expect(await bench.diagnose(text(save('a'), { machine }))).toContain(message);
  expect(await bench.diagnose(text('  - snapshot: a\n', { machine }))).toContain(message);
  const from = { machine, header: 'from: a\n' };
  expect(await bench.diagnose(text('  - press: a\n', from))).toContain(message);
});

/** The mistakes of scenarios that are read together, by their names. */
async function resolve(scenarios: Readonly<Record<string, string>>): Promise<string[]> {
  const read = Object.entries(scenarios).map(([name, one]) =>
    bench.accept(one, {}, `scenarios/${name}.yaml`),
  );
  const { mistakes } = resolveStates(await Promise.all(read));
  return mistakes.map(({ line, message }) => `${line}: ${message}`);
}

const begin = (state: string, steps = '  - press: a\n', machine = 'demo') =>
  text(steps, { machine, header: `from: ${state}\n` });

test('states of several scenarios fit together', async () => {
  const boot = text(save('booted'));
  expect(await resolve({ boot, chain: begin('booted', save('in')), a: begin('in') })).toEqual([]);
  expect(await resolve({ boot, a: begin('boted') })).toEqual([
    '2: no scenario saves the state "boted". Did you mean "booted"? Known: booted',
  ]);
  expect(await resolve({ a: begin('booted') })).toEqual([
    '2: no scenario saves the state "booted". None has a step "state: { save: booted }"',
  ]);
  expect(await resolve({ boot, a: begin('booted', '  - press: a\n', 'other') })).toEqual([
    '2: "booted" is a state of another machine: that of boot',
  ]);
  expect(await resolve({ boot, twin: boot })).toEqual([
    '3: the state "booted" is saved by boot already, in line 3',
  ]);
  expect(await resolve({ a: begin('b', save('a')), b: begin('a', save('b')) })).toEqual([
    '2: begins from what it leads to: b -> a -> b',
    '2: begins from what it leads to: a -> b -> a',
  ]);
});
