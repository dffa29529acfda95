// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the language has references like that
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describePlans } from '../../src/scenario/describe-plan.ts';
import { listSteps, type Scenario } from '../../src/scenario/scenario.ts';
import { type Bench, makeBench, stepsText } from './read-scenario.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await makeBench(
    'machines:\n  demo: { kernel: demo.elf, layout: us }\nsecrets:\n  pw: { env: PW }\n',
  );
  await bench.folder.write(
    'scenarios/parts/log-in.yaml',
    `
parameters:
  user: tester
  password:
  times: 1
steps:
  - type: "\${with.user}"
  - type: "\${with.password}"
  - press: { keys: enter, times: "\${with.times}" }
`,
  );
  await bench.folder.write(
    'scenarios/parts/deep.yaml',
    'parameters: { who: }\nsteps:\n  - run: log-in.yaml\n    with: { user: "<${with.who}>", password: x }\n',
  );
});
afterAll(() => bench.folder.remove());

/** `0 0 press a`: index, depth and title of every step. */
function outline(scenario: Scenario): string[] {
  return listSteps(scenario).map(({ index, depth, title }) => `${index} ${depth} ${title}`);
}

async function readAll(text: string, environment = {}): Promise<readonly Scenario[]> {
  const reading = await bench.read(text, environment);
  if (!reading.ok) throw new Error(await bench.diagnose(text, environment));
  return reading.scenarios;
}

const everyBlock = `
machine: demo
before:
  - press: a
steps:
  - group: Both
    steps: [{ press: b }, { press: c }]
  - if: { screen: welcome }
    then: [{ press: d }]
    else: [{ press: e }]
  - repeat: 2
    steps: [{ press: f }]
  - repeat: { until: { text: "login:" }, max: 3, within: 1s }
    steps: [{ press: g }]
  - retry: 3
    steps: [{ press: h }]
  - try: [{ press: i }]
    finally: [{ press: j }]
  - any-of:
      - { screen: large, then: [{ press: k }] }
      - { event: RESET }
  - none-of: [{ text: panic }, { not: { screen: welcome } }]
    for: 5s
after:
  - press: l
`;

describe('the tree of steps', () => {
  test('is numbered in the order of the text, with the depth of each', async () => {
    expect(outline(await bench.accept(everyBlock))).toEqual([
      '0 0 press a',
      '1 0 Both',
      '2 1 press b',
      '3 1 press c',
      '4 0 if screen welcome',
      '5 1 press d',
      '6 1 press e',
      '7 0 repeat 2 times',
      '8 1 press f',
      '9 0 repeat until text "login:"',
      '10 1 press g',
      '11 0 try up to 3 times',
      '12 1 press h',
      '13 0 try',
      '14 1 press i',
      '15 1 press j',
      '16 0 any of screen large, event RESET',
      '17 1 press k',
      '18 0 none of text "panic", not screen welcome',
      '19 0 press l',
    ]);
  });

  test('is printed by plan with its branches', async () => {
    const lines = describePlans(await bench.accept(everyBlock));
    expect(lines.filter((line) => !line.includes(' ms  '))).toEqual([
      '      before:',
      '   4  press a',
      '      steps:',
      '   6  Both',
      '   7    press b',
      '   7    press c',
      '   8  if screen welcome',
      '        then:',
      '   9    press d',
      '        else:',
      '  10    press e',
      '  11  repeat 2 times',
      '  12    press f',
      '  13  repeat until text "login:"',
      '  14    press g',
      '  15  try up to 3 times',
      '  16    press h',
      '  17  try',
      '        try:',
      '  17    press i',
      '        finally:',
      '  18    press j',
      '  19  any of screen large, event RESET',
      '        screen large:',
      '  20    press k',
      '  22  none of text "panic", not screen welcome',
      '      after:',
      '  25  press l',
    ]);
  });

  test('has the baselines that its conditions and its deepest steps need', async () => {
    const { baselines } = await bench.accept(`
machine: demo
steps:
  - if: { screen: welcome }
    then:
      - group: Deep
        steps: [{ wait-for-screen: large }]
`);
    expect([...baselines.keys()]).toEqual(['welcome', 'large']);
  });

  test('knows the size of the screen in the branch that saw it, and not after it', async () => {
    const at = (x: number, y: number) => `[{ click: [${x}, ${y}] }]`;
    const text = (then: string, or: string, after: string) => `
machine: demo
steps:
  - wait-for-screen: large
  - if: { screen: welcome }
    then: ${then}
    else: ${or}
  - click: ${after}
`;
    await bench.accept(text(at(63, 47), at(127, 95), '[127, 95]'));
    const mistakes = await bench.diagnose(text(at(64, 0), at(128, 0), '[128, 0]'));
    expect(mistakes.match(/is outside the screen, which is (\S+)/g)).toEqual([
      'is outside the screen, which is 64x48',
      'is outside the screen, which is 128x96',
      'is outside the screen, which is 128x96',
    ]);
  });

  test('gives the time of the scenario to blocks that wait', async () => {
    const { steps } = await bench.accept(`
machine: demo
timeout: 7s
steps:
  - any-of: [{ screen: welcome }, { screen: large }]
  - group: Both
    steps: [{ wait-for-screen: welcome }]
`);
    const [anyOf, group] = steps;
    expect(anyOf?.timeoutMs).toBe(7000);
    expect(group?.timeoutMs).toBeUndefined();
  });
});

describe('run', () => {
  test('has the steps of the file, with its parameters and defaults', async () => {
    const scenario = await bench.accept(
      stepsText('run: parts/log-in.yaml\nwith: { password: "a b", times: 2 }'),
    );
    expect(outline(scenario)).toEqual([
      '0 0 run parts/log-in.yaml',
      '1 1 type "tester"',
      '2 1 type "a b"',
      '3 1 press enter, 2 times',
    ]);
    expect(listSteps(scenario).map(({ file, line }) => [file?.split('/').at(-1), line])).toEqual([
      [undefined, 3],
      ['log-in.yaml', 7],
      ['log-in.yaml', 8],
      ['log-in.yaml', 9],
    ]);
  });

  test('goes on through files, from the folder of each', async () => {
    const scenario = await bench.accept(stepsText('run: parts/deep.yaml\nwith: { who: me }'));
    expect(outline(scenario).slice(0, 3)).toEqual([
      '0 0 run parts/deep.yaml',
      '1 1 run log-in.yaml',
      '2 2 type "<me>"',
    ]);
  });

  test('keeps a secret one that it passes on', async () => {
    const scenario = await bench.accept(
      stepsText('run: parts/log-in.yaml\nwith: { password: "${secrets.pw}" }'),
      { PW: 'hunter2' },
    );
    expect(outline(scenario)).toContain('2 1 type ••••••');
    expect(describePlans(scenario).join('\n')).not.toContain('hunter2');
    expect(listSteps(scenario)[2]?.action.secret).toBe(true);
  });

  test('may have one file twice, with other parameters', async () => {
    const scenario = await bench.accept(
      stepsText(
        'run: parts/log-in.yaml\nwith: { password: a }',
        'run: parts/log-in.yaml\nwith: { password: b }',
      ),
    );
    expect(outline(scenario).filter((line) => /type "[ab]"/.test(line))).toHaveLength(2);
  });

  test('tells which files are no scenarios of their own', async () => {
    const reading = await bench.read(stepsText('run: parts/deep.yaml\nwith: { who: me }'));
    expect(reading.included.map((file) => file.split('/').at(-1))).toEqual([
      'deep.yaml',
      'log-in.yaml',
    ]);
  });
});

describe('matrix', () => {
  const text = (name = '') => `${name}
machine: demo
matrix: { layout: [us, de], count: [1, 2] }
layout: \${matrix.layout}
steps:
  - press: { keys: a, times: "\${matrix.count}" }
  - type: "\${matrix.layout}-\${matrix.count}"
`;

  test('is one scenario for each combination', async () => {
    const scenarios = await readAll(text());
    expect(scenarios.map(({ id }) => id)).toEqual([
      'x[layout=us,count=1]',
      'x[layout=us,count=2]',
      'x[layout=de,count=1]',
      'x[layout=de,count=2]',
    ]);
    expect(scenarios.map(({ layout }) => layout.name)).toEqual(['us', 'us', 'de', 'de']);
    expect(scenarios[3]?.steps.map(({ title }) => title)).toEqual([
      'press a, 2 times',
      'type "de-2"',
    ]);
  });

  test('has one folder of baselines, unless it says otherwise', async () => {
    const folders = async (line: string) =>
      (await readAll(text(line))).map(({ baselinesFolder }) => baselinesFolder);
    expect(await folders('')).toEqual(['x', 'x', 'x', 'x']);
    expect(await folders('baselines: x/${matrix.layout}')).toEqual([
      'x/us',
      'x/us',
      'x/de',
      'x/de',
    ]);
  });

  test('tells its members apart by name', async () => {
    const names = async (line: string) => (await readAll(text(line))).map(({ name }) => name);
    expect((await names('name: Keys'))[0]).toBe('Keys [layout=us,count=1]');
    expect((await names('name: Keys of ${matrix.layout} ${matrix.count}'))[0]).toBe('Keys of us 1');
  });

  test('may choose the machine', async () => {
    const [scenario] = await readAll(
      'matrix: { of: [demo] }\nmachine: ${matrix.of}\nsteps: [{ press: a }]\n',
    );
    expect(scenario?.machine.name).toBe('demo');
  });

  test('tells a mistake of all its members once', async () => {
    const mistakes = await bench.diagnose(text().replace('press:', 'pres:'));
    expect(mistakes.match(/unknown step/g)).toHaveLength(1);
  });
});
