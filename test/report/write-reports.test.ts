import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeReports } from '../../src/report/write-reports.ts';
import { describeFailure } from '../screen/frames.ts';
import { writeSampleRun } from './sample-run.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guestwright-report-'));
  writeSampleRun(folder);
});
afterEach(() => rm(folder, { recursive: true }));

test('writes both reports and leaves nothing else behind', async () => {
  await writeReports(folder);
  const written = await writeReports(folder);
  expect(written.html).toBe(`${folder}/report/index.html`);
  expect(await readFile(join(folder, 'junit.xml'), 'utf8')).toContain(
    `[[ATTACHMENT|${folder}/frames/`,
  );
  expect((await readdir(folder)).sort()).toEqual([
    'events.ndjson',
    'frames',
    'junit.xml',
    'report',
  ]);
  const report = join(folder, 'report');
  expect((await readdir(report)).sort()).toEqual(['app.css', 'app.js', 'data', 'index.html']);
  const data = await readdir(join(report, 'data'));
  expect(data.filter((name) => !name.startsWith('pixels-')).sort()).toEqual(
    '0.js 1.js 2.js 3.js 4.js 5.js 6.js summary.js'.split(' '),
  );
});

test('gives no size to pictures that are missing or broken', async () => {
  const frames = (await readdir(join(folder, 'frames'))).sort();
  await rm(join(folder, 'frames', frames[0] ?? ''));
  await writeFile(join(folder, 'frames', frames[1] ?? ''), 'not a picture');
  await writeReports(folder);
  const data = join(folder, 'report/data');
  const known = (await readdir(data)).filter((name) => /^\d+\.js$/.test(name));
  const told = await Promise.all(known.map((name) => readFile(join(data, name), 'utf8')));
  const hasSize = (name = '') => told.join('').includes(`[\\"frames/${name}\\",640,480]`);
  expect(frames.slice(0, 3).map(hasSize)).toEqual([false, false, true]);
});

test('says when it cannot write', async () => {
  await writeFile(join(folder, 'report'), 'in the way');
  expect(await writeReports(folder).catch(describeFailure)).toMatch(
    /^MachineError report-not-writable: cannot write the report: E/,
  );
});
