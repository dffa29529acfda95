import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import { FileDigests } from '../../../src/runner/states/file-digests.ts';
import { keyOf, readSalt } from '../../../src/runner/states/state-key.ts';
import { listSavers } from '../../../src/scenario/check/resolve-states.ts';
import { type Bench, makeBench } from '../../scenario/read-scenario.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await makeBench('machines:\n  demo: { driver: embedded, kernel: demo.elf }\n');
});
afterAll(() => bench.folder.remove());

const salt = Buffer.alloc(32);

interface Given {
  readonly env?: Readonly<Record<string, string>>;
  readonly kernel?: string;
  readonly parent?: string;
  readonly salt?: Uint8Array;
}

async function keyFor(steps: string, given: Given = {}): Promise<string> {
  await bench.folder.write('demo.elf', given.kernel ?? 'kernel');
  const scenario = await bench.accept(`machine: demo\nsteps:\n${steps}`, given.env);
  const [saver] = listSavers(scenario);
  if (!saver) throw new Error('it saves none');
  return keyOf(saver, {
    ...{ salt, parent: undefined, driver: 'auto', clock: systemClock },
    ...given,
    digests: new FileDigests(join(mkdtempSync(join(tmpdir(), 'gw-')), 'digests.json')),
    signal: new AbortController().signal,
  });
}

const saves = '  - state: { save: booted }\n';
const types = '  - type: { text: "${env.NAME}", secret: true }\n';

test('a key is the same for the same, whatever is around it', async () => {
  const key = await keyFor(`  - press: a\n${saves}`);
  expect(key).toMatch(/^[0-9a-f]{32}$/);
  expect(await keyFor(`  # a comment\n  - press: a\n${saves}  - press: b\n`)).toBe(key);
});

test('a key is another one for whatever goes into the state', async () => {
  const env = { NAME: 'guest' };
  const keys = [
    await keyFor(types + saves, { env }),
    await keyFor(types + saves, { env: { NAME: 'guest-02' } }),
    await keyFor(types + saves, { env, kernel: 'kernel of another day' }),
    await keyFor(types + saves, { env, parent: 'another' }),
    await keyFor(types + saves, { env, salt: Buffer.alloc(32, 1) }),
    await keyFor(`${types}  - press: a\n${saves}`, { env }),
    await keyFor(types + saves.replace('booted', 'started'), { env }),
    await keyFor(`  - group: a\n    steps: [{ press: a }]\n${saves}`),
    await keyFor(`  - group: a\n    steps: [{ press: b }]\n${saves}`),
    await keyFor(`  - expect-screen: welcome\n${saves}`),
  ];
  expect(new Set(keys).size).toBe(keys.length);
});

test('the salt of a folder is made once, and a torn one again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gw-'));
  const made = await readSalt(folder);
  expect(await readSalt(folder)).toEqual(made);
  expect(Buffer.from(made).equals(salt)).toBe(false);
  await bench.folder.write('salt', 'torn');
  expect(await readSalt(bench.folder.root)).toHaveLength(32);
});
