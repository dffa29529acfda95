// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the language has references like that
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyboardQueues } from '../../../src/input/keyboard-queue.ts';
import { formatDiagnostic } from '../../../src/scenario/parse/diagnostic.ts';
import { substituteReferences } from '../../../src/scenario/parse/references.ts';
import { parseDuration } from '../../../src/scenario/values.ts';
import { type Bench, makeBench, stepsText } from '../read-scenario.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await makeBench(
    'machines:\n  demo: { kernel: demo.elf }\n  slow: { pace: firmware, layout: us }\n',
  );
});
afterAll(() => bench.folder.remove());

/** What a step's action says of itself before a guest runs. */
async function describeSteps(...steps: readonly string[]) {
  const scenario = await bench.accept(stepsText('wait-for-screen: welcome', ...steps));
  return scenario.steps.slice(1).map(({ action }) => {
    const { layout, pace } = scenario;
    const plan = action.plan({
      layout,
      pace,
      queue: keyboardQueues.ps2,
      pointer: undefined,
      screen: { width: 64, height: 48 },
      baseline: () => undefined,
      picture: () => undefined,
    });
    return { title: action.title, screens: action.screens, secret: action.secret, plan };
  });
}

describe('short forms', () => {
  test.each([
    ['wait-for-screen: welcome', 'wait-for-screen: { name: welcome }'],
    ['expect-screen: welcome', 'expect-screen: { name: welcome }'],
    ['screenshot: a/b', 'screenshot: { name: a/b }'],
    ['type: hello', 'type: { text: hello }'],
    ['press: ctrl-alt-delete', 'press: { keys: [ctrl-alt-delete] }'],
    ['press: [enter, F2]', 'press: { keys: [ret, f2], times: 1, hold: 50ms }'],
    ['hold: shift\noptional: true', 'hold: { keys: shift }\noptional: true'],
    ['release: shift\noptional: true', 'release: { keys: shift }\noptional: true'],
    ['click: [10, 20]', 'click: { at: [10, 20], button: left, hold: 80ms }'],
    ['double-click: [10, 20]', 'double-click: { at: [10, 20], button: left, hold: 80ms }'],
    ['move: [10, 20]', 'move: { to: [10, 20] }'],
    ['wait-until-still: 1s', 'wait-until-still: { for: 1000ms }'],
    ['wait-until-still:', 'wait-until-still: { for: 1s }'],
    [
      'drag: { from: [1, 2], to: [3, 4] }',
      'drag: { from: [1, 2], to: [3, 4], button: left, duration: 400ms }',
    ],
    ['scroll: { at: [1, 2] }', 'scroll: { at: [1, 2], direction: down, notches: 1 }'],
  ])('%s', async (short, long) => {
    const [given, meant] = await describeSteps(short, long);
    expect(given).toEqual(meant);
  });

  test('differ where the forms differ', async () => {
    const [one, other] = await describeSteps('click: [10, 20]', 'click: { at: [10, 21] }');
    expect(one?.plan).not.toEqual(other?.plan);
  });
});

describe('a scenario', () => {
  test('has defaults', async () => {
    const scenario = await bench.accept(stepsText('press: enter'));
    expect(scenario).toMatchObject({
      id: 'x',
      name: 'x',
      file: `${bench.folder.root}/scenarios/x.yaml`,
      tags: [],
      layout: { name: 'us' },
      pace: 'fast',
      baselinesDir: `${bench.folder.root}/baselines`,
      baselinesFolder: 'x',
    });
    expect(scenario.machine).toMatchObject({ name: 'demo', description: { kernel: 'demo.elf' } });
    expect(scenario.steps).toMatchObject([
      { index: 0, title: 'press enter', optional: false, line: 3, col: 5 },
    ]);
    expect(scenario.steps[0]).toMatchObject({ timeoutMs: undefined, when: undefined });
  });

  test('takes what it says', async () => {
    const text =
      'name: Install\nmachine: { memory: 64M, pace: { rate: 5 } }\ntags: [smoke]\nbaselines: other/place\nsteps:\n  - press: enter\n    name: Go on\n    timeout: 1m30s\n    optional: true\n    when: welcome\n';
    const scenario = await bench.accept(text);
    expect(scenario).toMatchObject({
      name: 'Install',
      tags: ['smoke'],
      pace: { rate: 5 },
      baselinesFolder: 'other/place',
      steps: [{ title: 'Go on', timeoutMs: 90_000, optional: true, when: 'welcome', line: 6 }],
    });
    expect(scenario.machine).toMatchObject({
      name: undefined,
      baseDir: `${bench.folder.root}/scenarios`,
      description: { memory: '64M' },
    });
    expect(scenario.machine.description).not.toHaveProperty('pace');
  });

  test.each([
    ['', 'firmware'],
    ['pace: desktop\n', 'desktop'],
  ])("%j: its pace goes before the machine's", async (line, pace) => {
    expect(await bench.accept(`machine: slow\n${line}steps:\n  - press: a\n`)).toMatchObject({
      pace,
    });
  });

  test('gives its timeout to steps that wait and say no other', async () => {
    const steps =
      '  - wait-for-screen: welcome\n  - wait-for-screen: welcome\n    timeout: 1s\n  - press: enter\n  - wait-until-still: 1s\n';
    const { steps: read } = await bench.accept(`machine: demo\ntimeout: 2m\nsteps:\n${steps}`);
    expect(read.map(({ timeoutMs }) => timeoutMs)).toEqual([120_000, 1_000, undefined, 120_000]);
  });

  test('loads the baselines it needs, and does without those that are missing', async () => {
    const { baselines } = await bench.accept(
      stepsText('wait-for-screen: welcome', 'expect-screen: missing', 'press: a\nwhen: large'),
    );
    expect([...baselines.keys()].toSorted()).toEqual(['large', 'welcome']);
  });

  test.each([
    ['scenarios/demo/keyboard.yaml', 'demo/keyboard'],
    ['scenarios/x.yml', 'x'],
    ['scenarios/v1.2/a.b.yaml', 'v1.2/a.b'],
    ['e2e/install.yaml', 'e2e/install'],
    ['scenarios/my scenario (2).yaml', 'my-scenario-2-'],
    ['../elsewhere.yaml', 'elsewhere'],
  ])('%s is called %s', async (file, id) => {
    expect((await bench.accept(stepsText('press: enter'), {}, file)).id).toBe(id);
  });
});

describe('substituteEnvironment', () => {
  const environment = { USER: 'root', EMPTY: '', NESTED: '${env.USER}' };

  test.each([
    ['plain', 'plain'],
    ['${env.USER}', 'root'],
    ['a ${ env.USER }-${env.EMPTY}-${env.USER} b', 'a root--root b'],
    ['${env.NESTED}', '${env.USER}'],
    ['$${HOME} $${env.USER}', '${HOME} ${env.USER}'],
    ['$USER $ {x} $$', '$USER $ {x} $$'],
  ])('%j', (text, expected) => {
    expect(substituteReferences(text, { env: environment, secrets: new Map() })).toEqual({
      text: expected,
      value: expected,
      isSecret: false,
    });
  });

  test.each(['${USER}', '${env.}', '${env.1}', '${}', '${env.USER', '${env.USER.x}', '${'])(
    '%j is malformed',
    (text) => {
      expect(() => substituteReferences(text, { env: environment, secrets: new Map() })).toThrow(
        `expected \${env.NAME} or \${secrets.NAME}, or $\${ for the text \${, got ${text}`,
      );
    },
  );

  test('takes no variable that the environment only inherits', () => {
    expect(() =>
      substituteReferences('${env.toString}', { env: environment, secrets: new Map() }),
    ).toThrow('the environment variable toString is not set');
  });

  test('reaches values, not keys', async () => {
    const { name, steps } = await bench.accept(
      'name: "${env.A}"\nmachine: ${env.M}\nsteps:\n  - type: ${env.A}\n    timeout: ${env.T}\n',
      { A: 'x: [', M: 'demo', T: '5s' },
    );
    expect(name).toBe('x: [');
    expect(steps).toMatchObject([{ title: 'type "x: ["', timeoutMs: 5_000 }]);
    expect(await bench.diagnose(stepsText('"${env.A}": enter'), { A: 'press' })).toContain(
      'unknown step "${env.A}"',
    );
  });
});

describe('parseDuration', () => {
  test.each([
    ['80ms', 80],
    ['0ms', 0],
    ['2s', 2_000],
    ['1.5s', 1_500],
    ['0.0004s', 0],
    ['1m30s', 90_000],
    ['1m', 60_000],
    ['2m5ms', 120_005],
    ['1m30s250ms', 90_250],
  ])('%s is %i ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  test.each([
    '',
    ' ',
    '5',
    's',
    'ms',
    '-1s',
    '+1s',
    '1.5m',
    '.5s',
    '1s1m',
    '1ms1s',
    '1h',
    '1s ',
    '1S',
    '1e3s',
    '٣s',
  ])('%j is none', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  test('reads what is written from minutes, seconds and milliseconds', () => {
    const part = fc.nat({ max: 100_000 });
    fc.assert(
      fc.property(part, part, part, (minutes, seconds, ms) => {
        expect(parseDuration(`${minutes}m${seconds}s${ms}ms`)).toBe(
          minutes * 60_000 + seconds * 1000 + ms,
        );
      }),
    );
  });
});

describe('any text', { timeout: 60_000 }, () => {
  const wordsOfTexts = [
    'machine',
    'demo',
    'steps',
    'click',
    'type',
    'press',
    'text',
    'secret',
    'true',
    'null',
    'at',
    'name',
    'wait-for-screen',
    'welcome',
    'when',
    'timeout',
    '5s',
    '${env.X}',
    '${',
    'x',
    '1',
    '-1',
    '1e400',
    '0x1F',
    '.nan',
    'ß',
    '😀',
    '__proto__',
    'constructor',
    '<<',
  ];
  const signs = [
    ': ',
    '- ',
    '\n',
    '\n  ',
    '\n    ',
    '\n  - ',
    '[',
    ']',
    '{',
    '}',
    ', ',
    '"',
    "'",
    '|',
    '>',
    '&a ',
    '*a',
    '!!map ',
    '? ',
    '#',
    '---\n',
    '\t',
    '\r',
    '%',
    '@',
    '\\',
    '\u0000',
    '\u001b',
  ];
  const yamlish = fc
    .array(fc.constantFrom(...wordsOfTexts, ...signs), { maxLength: 60 })
    .map((parts) => parts.join(''));
  const nearly = fc
    .tuple(yamlish, fc.constantFrom('machine: demo\nsteps:\n  - ', 'steps:\n  - click: ', ''))
    .map(([text, start]) => start + text);

  test('gives a scenario or mistakes that stand in it, one line each', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(nearly, fc.string({ unit: 'binary', maxLength: 200 })),
        async (text) => {
          const reading = await bench.read(text, { X: 'value' });
          if (reading.ok) return;
          expect(reading.mistakes).not.toEqual([]);
          const lines = text.split('\n').length;
          for (const mistake of reading.mistakes) {
            expect(mistake.line).toBeGreaterThanOrEqual(1);
            expect(mistake.line).toBeLessThanOrEqual(lines);
            expect(mistake.col).toBeGreaterThanOrEqual(1);
            const printed = formatDiagnostic(mistake).split('\n');
            expect([1, 3]).toContain(printed.length);
            expect(printed.join('').replaceAll('\t', '')).not.toMatch(/\p{Cc}/u);
          }
        },
      ),
      { numRuns: 400 },
    );
  });
});
