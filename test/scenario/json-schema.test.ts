import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { scenarioJsonSchema } from '../../src/scenario/json-schema.ts';
import { words } from '../../src/scenario/words.ts';
import { type Bench, makeBench, stepsText } from './read-scenario.ts';

const schema = scenarioJsonSchema();
type Node = Readonly<Record<string, unknown>>;
const stepProperties = schemaAt('definitions', 'step', 'properties');

/** The schema as an editor takes it: from its JSON, and no longer from what parses. */
const editor = z.fromJSONSchema(
  JSON.parse(JSON.stringify(schema, (key, value) => (key === 'oneOf' ? undefined : value))),
);

function schemaAt(...path: readonly string[]): Node {
  return path.reduce<Node>((node, key) => node[key] as Node, schema);
}

function accepts(text: string): boolean {
  const value: unknown = parse(text);
  return editor.safeParse(value).success && hasOneActionEach(value);
}

/** What `oneOf` says; zod cannot read one that has nothing but `required`. */
function hasOneActionEach(value: unknown): boolean {
  const { oneOf } = schemaAt('definitions', 'step') as unknown as {
    oneOf: readonly { required: readonly string[] }[];
  };
  const { steps } = value as { readonly steps: readonly object[] };
  return steps.every(
    (step) => oneOf.filter(({ required }) => required.every((key) => key in step)).length === 1,
  );
}

describe('the schema', () => {
  const scenarios = resolve(import.meta.dirname, '../../scenarios');
  const files = readdirSync(scenarios, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.yaml'),
  );

  test('is tried on scenarios', () => expect(files.length).toBeGreaterThan(0));

  test.each(files)('accepts scenarios/%s', (file) => {
    expect(accepts(readFileSync(join(scenarios, file), 'utf8'))).toBe(true);
  });

  let bench: Bench;
  beforeAll(async () => {
    bench = await makeBench();
  });
  afterAll(() => bench.folder.remove());

  test.each([
    'wait-for-screen: welcome',
    'expect-screen: { name: welcome, mask: [[0, 0, 12, 20]], max-diff-pixels: 20 }',
    'wait-until-still:',
    'wait-until-still: 2s',
    'screenshot: done',
    'type: { text: x, layout: us, hold: 20ms, secret: true, pace: { rate: 5 } }',
    'press: [enter, ctrl-c]',
    'press: { keys: down, times: 2 }',
    'hold: { button: left }',
    'release: shift\noptional: true',
    'click: [1, 2]',
    'double-click: { at: [1, 2], button: right, hold: 120ms }',
    'move: [1, 2]',
    'drag: { from: [1, 2], to: [3, 4], duration: 1s }',
    'scroll: { at: [1, 2], direction: up, notches: 3 }',
    'power: reset',
    'wait-for-event: { name: RESET, data: { guest: true }, since: start }',
    'expect-mice: [{ name: x, current: true }]',
    'expect-vnc: { servers: [{ id: default, auth: vnc }] }',
    'expect-spice: { enabled: false }',
    'qmp: { execute: query-block, expect: [{ device: x }], into: block }',
    'press: enter\nname: Go on\ntimeout: 2s\noptional: true\nwhen: welcome',
  ])('and the parser accept %j', async (step) => {
    expect(await bench.diagnose(stepsText(step))).toBe('no mistakes');
    expect(accepts(stepsText(step))).toBe(true);
  });

  test.each([
    ['no steps', 'machine: demo\nsteps: []\n'],
    ['no machine', 'steps:\n  - press: enter\n'],
    ['an unknown key', `machin: x\n${stepsText('press: enter')}`],
    ['a machine with an unknown key', 'machine: { kernl: x }\nsteps:\n  - press: enter\n'],
    ['a machine with a wrong display', 'machine: { display: vga }\nsteps:\n  - press: enter\n'],
    ['an unknown step', stepsText('clik: [1, 2]')],
    ['two actions', stepsText('click: [1, 2]\npress: enter')],
    ['no action', stepsText('timeout: 2s')],
    ['a step that is a word', stepsText('press')],
    ['a point with three numbers', stepsText('click: [1, 2, 3]')],
    ['a point with one number', stepsText('click: [1]')],
    ['a point with a negative number', stepsText('click: [-1, 2]')],
    ['half a pixel', stepsText('click: [1.5, 2]')],
    ['a wrong button', stepsText('click: { at: [1, 2], button: lef }')],
    ['a missing key', stepsText('drag: { from: [1, 2] }')],
    ['a number as text', stepsText('type: 5')],
    ['a number as duration', stepsText('press: enter\ntimeout: 5')],
    ['a name with spaces', stepsText('screenshot: a b')],
    ['a wrong mask', stepsText('expect-screen: { name: x, mask: [1, 2, 3] }')],
  ])('and the parser refuse %s', async (_, text) => {
    expect(await bench.diagnose(text)).not.toBe('no mistakes');
    expect(accepts(text)).toBe(false);
  });

  test('is draft 7', () => {
    expect(schema).toMatchObject({
      $schema: 'http://json-schema.org/draft-07/schema#',
      type: 'object',
      additionalProperties: false,
      required: ['machine', 'steps'],
    });
  });

  test('has every word with its summary and its short form', () => {
    for (const { key, summary, short } of words.values()) {
      const property = stepProperties[key] as Node;
      expect(property.description).toBe(summary);
      const forms = (property.anyOf as readonly Node[] | undefined) ?? [property];
      const mapping = forms.find(({ type }) => type === 'object');
      expect(mapping, key).toMatchObject({ additionalProperties: false });
      if (short) expect(mapping).toHaveProperty(['properties', short], forms[0]);
    }
  });

  test('describes every key, and lets no object have others', () => {
    const silent: string[] = [];
    const open: string[] = [];
    const visit = (node: unknown, path: string) => {
      if (typeof node !== 'object' || node === null) return;
      const { properties, additionalProperties } = node as Node;
      if (properties && additionalProperties !== false) open.push(path);
      for (const [key, value] of Object.entries((properties ?? {}) as Node)) {
        const { description } = value as Node;
        if (typeof description !== 'string' || description === '') silent.push(`${path}/${key}`);
      }
      for (const [key, value] of Object.entries(node)) visit(value, `${path}/${key}`);
    };
    visit(schema, '');
    expect({ silent, open }).toEqual({ silent: [], open: [] });
  });
});
