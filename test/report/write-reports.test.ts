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
  expect(written).toEqual({ junit: `${folder}/junit.xml`, html: `${folder}/report/index.html` });
  expect(await readFile(written.junit, 'utf8')).toContain(`[[ATTACHMENT|${folder}/frames/`);
  expect(await readFile(written.html, 'utf8')).toContain('width="640" height="480"');
  expect((await readdir(folder)).sort()).toEqual([
    'events.ndjson',
    'frames',
    'junit.xml',
    'report',
  ]);
  expect(await readdir(join(folder, 'report'))).toEqual(['index.html']);
});

test('tells pictures that are missing or broken', async () => {
  const frames = (await readdir(join(folder, 'frames'))).sort();
  await rm(join(folder, 'frames', frames[0] ?? ''));
  await writeFile(join(folder, 'frames', frames[1] ?? ''), 'not a picture');
  const page = await readFile((await writeReports(folder)).html, 'utf8');
  expect(page).toContain('picture missing');
  expect(page).not.toContain(`../frames/${frames[0]}`);
  expect(page).not.toContain(`../frames/${frames[1]}`);
  expect(page).toContain(`../frames/${frames[2]}`);
});

test('says when it cannot write', async () => {
  await writeFile(join(folder, 'report'), 'in the way');
  expect(await writeReports(folder).catch(describeFailure)).toMatch(
    /^MachineError report-not-writable: cannot write the report: E/,
  );
});
