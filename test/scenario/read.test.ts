import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeText } from '../../src/runner/text-evidence.ts';
import type { Stage } from '../../src/scenario/action.ts';
import { judge } from '../../src/scenario/judge.ts';
import type { StepOutcome } from '../../src/scenario/outcome.ts';
import { withFakeGuest } from '../guest/fake-guest.ts';
import { encodePsf2 } from '../screen/text/psf-files.ts';
import { drawScreen, randomFont, screenOf } from '../screen/text/text-screen.ts';
import { type Bench, makeBench, stepsText } from './read-scenario.ts';

const shapes = randomFont(8, 16, 4);
const lines = ['Address: 10.0.2.15/24', '', '  Ready.', 'Address: 10.0.2.16/24'];
const frame = drawScreen(screenOf(lines, { columns: 40, rows: 12 }), shapes);

let bench: Bench;
beforeAll(async () => {
  bench = await makeBench();
  await bench.folder.write('font.psf', encodePsf2(shapes));
});
afterAll(() => bench.folder.remove());

describe('mistakes', () => {
  test.each([
    ['read: { into: "1st" }', 'expected a name of letters, digits, dashes and underscores'],
    ['read: {}', 'the key "into" is missing'],
    ['read: { into: ip, pattern: "/(/" }', 'this is an invalid regular expression'],
    ['read: { into: ip, region: [60, 0, 8, 8] }', 'is not inside the 64x48 screen'],
    ['read: { into: ip }\n- type: "${vars.pi}"', 'pi'],
  ])('%s', async (step, message) => {
    const steps = ['wait-for-screen: welcome', ...step.split('\n- ')];
    expect(await bench.diagnose(stepsText(...steps))).toContain(message);
  });
});

test('what it reads may stand in the steps after it', async () => {
  const steps = ['read: { pattern: /is (.*)$/, into: name }', 'type: "${vars.name}"', 'read: all'];
  const scenario = await bench.accept(stepsText(...steps));
  expect(scenario.steps.map(({ action }) => action.title)).toEqual([
    'read name by "/is (.*)$/"',
    expect.stringContaining('type'),
    'read all',
  ]);
});

/** What a step reads into its variable from the frame, and its outcome. */
async function play(step: string) {
  const scenario = await bench.accept(stepsText(step));
  const variables = new Map<string, string>();
  const pmemsave = ({ filename }: Record<string, unknown>) =>
    writeFile(String(filename), new Uint8Array(9));
  const outcomes: StepOutcome[] = [];
  await withFakeGuest({ frame, handlers: { pmemsave } }, async (fake) => {
    const stage = {
      guest: fake.guest,
      signal: new AbortController().signal,
      root: bench.folder.root,
      variables,
    } as Partial<Stage> as Stage;
    const running = scenario.steps.map(({ action }) => action.run(stage));
    outcomes.push(...(await fake.clock.run(Promise.all(running))));
  });
  const [outcome] = outcomes;
  if (!outcome) throw new Error('no step');
  return { outcome, variables };
}

describe('on a guest', () => {
  test.each([
    ['pattern: "/Address: ([0-9.]+)/"', '10.0.2.15'],
    ['pattern: "/[0-9.]+$/"', '24'],
    ['pattern: Ready', 'Ready'],
    ['pattern: ready, ignore-case: true', 'Ready'],
    ['region: [0, 48, 320, 16], pattern: "/: (.*)\\\\//"', '10.0.2.16'],
    ['region: [0, 16, 320, 32]', '  Ready.'],
    ['pattern: "/(nothing)?Ready/"', 'Ready'],
  ])('{ %s }', async (keys, value) => {
    const { outcome, variables } = await play(`read: { ${keys}, font: font.psf, into: got }`);
    expect(judge(outcome)).toEqual({ passed: true });
    expect([...variables]).toEqual([['got', value]]);
    expect(describeText(outcome)).toMatchObject({
      reader: 'glyphs',
      variable: { name: 'got', value },
    });
  });

  test('without a pattern it is all that is there', async () => {
    const { variables } = await play('read: { font: font.psf, into: all }');
    expect(variables.get('all')).toBe(lines.join('\n'));
  });

  test.each([
    ['pattern: "/Gateway: (.*)/"', '/Gateway: (.*)/ is not on the screen; glyphs read 40x12'],
    ['region: [0, 80, 320, 64]', 'is not on the screen; glyphs read 40x12 characters, all blank'],
  ])('{ %s }, in vain, leaves the variable alone', async (keys, message) => {
    const { outcome, variables } = await play(`read: { ${keys}, font: font.psf, into: got }`);
    expect(judge(outcome)).toMatchObject({ passed: false, code: 'text-missing' });
    expect(JSON.stringify(judge(outcome))).toContain(message);
    expect(variables.size).toBe(0);
  });
});
