import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isTraceRef, readTrace } from '../../src/report/trace.ts';
import { goldenRun } from './golden-run.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guestwright-trace-'));
  await mkdir(join(folder, 'trace'));
});
afterEach(() => rm(folder, { recursive: true }));

test('reads every kind of line of a recorded run', async () => {
  const lines = await readTrace(goldenRun, 'trace/demo-pointer-2.ndjson');
  const kinds = new Set(lines.map(({ type }) => type));
  expect([...kinds].toSorted()).toEqual(['frame', 'input', 'qmp', 'serial', 'step']);
});

test('leaves out what it cannot read and puts the rest in order of time', async () => {
  await writeFile(
    join(folder, 'trace/a-1.ndjson'),
    '{"at":9,"type":"serial","text":"b"}\n{"at":1,"type":"serial","text":"a"}\n{"at":2,"type":"hologram"}\nnull\n{"at":-1,"type":"serial","text":"x"}\n{"at":3,"type":"ser',
  );
  expect(await readTrace(folder, 'trace/a-1.ndjson')).toEqual([
    { at: 1, type: 'serial', text: 'a' },
    { at: 9, type: 'serial', text: 'b' },
  ]);
});

test('is empty where there is none', async () => {
  expect(await readTrace(folder, undefined)).toEqual([]);
  expect(await readTrace(folder, 'trace/missing-1.ndjson')).toEqual([]);
});

test.each(['../events.ndjson', 'trace/../events.ndjson', 'trace/a\\b.ndjson', '/etc/passwd'])(
  'does not read %j',
  (ref) => {
    expect(isTraceRef(ref)).toBe(false);
  },
);
