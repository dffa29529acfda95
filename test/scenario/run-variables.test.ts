// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the language has references like that
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listSteps } from '../../src/scenario/scenario.ts';
import { type Bench, makeBench, stepsText } from './read-scenario.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await makeBench();
  await bench.folder.write(
    'scenarios/part.yaml',
    'parameters: { text: }\nsteps:\n  - type: "<${with.text}>"\n',
  );
});
afterAll(() => bench.folder.remove());

/** The title that a step has once it is filled, or what is wrong with it then. */
async function fill(step: string, variables: Readonly<Record<string, string>>): Promise<string> {
  const scenario = await bench.accept(
    stepsText(...Object.keys(variables).map((name) => `read: ${name}`), step),
  );
  const action = listSteps(scenario).findLast(({ block }) => block === undefined)?.action;
  if (!action?.fill) throw new Error('the step needs no variable');
  try {
    return action.fill(new Map(Object.entries(variables))).title;
  } catch (error) {
    return `${error instanceof Error ? error.message : error}`;
  }
}

describe('a step with variables', () => {
  test.each([
    ['type: "a ${vars.name} b"', { name: 'x' }, 'type "a x b"'],
    ['type: "${vars.a}${vars.b}"', { a: '1', b: '2' }, 'type "12"'],
    ['type: "${vars.name} $${x}"', { name: '${vars.name}' }, 'type "${vars.name} ${x}"'],
    ['press: { keys: down, times: "${vars.n}" }', { n: '3' }, 'press down, 3 times'],
    ['click: ["${vars.x}", "${vars.y}"]', { x: '5', y: '7' }, 'click at 5,7'],
    ['press: "${vars.key}"', { key: 'F2' }, 'press f2'],
    ['run: part.yaml\nwith: { text: "${vars.name}" }', { name: 'x' }, 'type "<x>"'],
  ] as const)('%s with %j is %s', async (step, variables, title) => {
    expect((await fill(step, variables)).toLowerCase()).toBe(title.toLowerCase());
  });

  test.each([
    [
      'press: { keys: down, times: "${vars.n}" }',
      { n: 'many' },
      'with ${vars.n} = "many": expected a number, got "many"',
    ],
    [
      'press: "${vars.key}"',
      { key: 'entr' },
      'with ${vars.key} = "entr": unknown key "entr". Did you mean "enter"?',
    ],
  ] as const)('%s with %j is told with the variable and its value', async (step, vars, message) => {
    expect(await fill(step, vars)).toContain(message);
  });

  test('has a title with the names before', async () => {
    const scenario = await bench.accept(
      stepsText('read: n', 'type: "a ${vars.n}"', 'press: { keys: down, times: "${vars.n}" }'),
    );
    expect(scenario.steps.map(({ title }) => title).slice(1)).toEqual([
      'type "a ${vars.n}"',
      'press {"keys":"down","times":"${vars.n}"}',
    ]);
  });

  test('that was not set says so', async () => {
    const { steps } = await bench.accept(stepsText('read: n', 'type: "${vars.n}"'));
    expect(() => steps[1]?.action.fill?.(new Map())).toThrow('the variable n has no value yet');
  });
});

describe('what can be seen before', () => {
  test.each([
    ['type: "${vars.nam}"', '4:11: unknown variable nam. Did you mean "name"? Set before: name'],
    ['press: { keys: "${vars.name}", tims: 2 }', '4:36: unknown key "tims". Did you mean "times"?'],
    ['press: { keys: "${vars.name}", times: 0 }', '4:43: expected'],
    ['if: { text: "${vars.nme}" }\nthen: [{ press: a }]', '4:17: unknown variable nme.'],
    [
      'if: { screen: "${vars.name}" }\nthen: [{ press: a }]',
      '4:19: the name of a screen cannot have a variable in a condition',
    ],
    ['press: enter\nwhen: "${vars.name}"', '5:11: expected a name of letters'],
    ['run: "${vars.name}.yaml"', '4:10: the file must be known before the run'],
  ])('%s', async (step, message) => {
    expect(await bench.diagnose(stepsText('read: name', step))).toContain(message);
  });

  test('a variable that only a later step sets is unknown', async () => {
    expect(await bench.diagnose(stepsText('type: "${vars.a}"', 'read: a'))).toContain(
      'unknown variable a. No step before sets any',
    );
  });

  test('the head of a scenario has none', async () => {
    expect(await bench.diagnose(`name: "\${vars.a}"\n${stepsText('press: a')}`)).toContain(
      '1:7: ${vars.a} is known only while the steps run',
    );
  });
});
