import { readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkPlan } from '../../../src/runner/queue/check-plan.ts';
import type { Plan } from '../../../src/runner/queue/messages.ts';
import { planRun } from '../../../src/runner/queue/plan-run.ts';
import { parseScenario } from '../../../src/scenario/parse/parse.ts';
import { loadProject } from '../../../src/scenario/parse/project.ts';
import { makeProjectFolder, type ProjectFolder } from '../../support/project-folder.ts';

const files = {
  'guestwright.yaml': 'machines:\n  demo: { kernel: demo.elf }\n',
  'demo.elf': 'kernel',
  'scenarios/a.yaml': 'machine: demo\nsteps:\n  - run: part.yaml\n',
  'scenarios/part.yaml': 'steps:\n  - press: enter\n',
  'scenarios/other.yaml': 'machine: demo\nsteps:\n  - press: a\n',
  'baselines/a/seen.yaml': 'threshold: 0.1\n',
  'baselines/other/seen.yaml': 'threshold: 0.1\n',
};

let here: ProjectFolder;
let there: ProjectFolder;
beforeEach(async () => {
  here = await makeProjectFolder(files);
  there = await makeProjectFolder(files);
});
afterEach(async () => {
  await here.remove();
  await there.remove();
});

async function load(root: string, paths: readonly string[]) {
  const project = await loadProject(root, {});
  const readings = await Promise.all(
    paths.map(async (path) => {
      return parseScenario(path, await readFile(path, 'utf8'), project, {});
    }),
  );
  return {
    project,
    savers: new Map(),
    scenarios: readings.flatMap((reading) => (reading.ok ? reading.scenarios : [])),
    mistakes: readings.flatMap((reading) => (reading.ok ? [] : reading.mistakes)),
  };
}

async function makePlan(): Promise<Plan> {
  const { project, scenarios } = await load(here.root, [join(here.root, 'scenarios/a.yaml')]);
  const signal = new AbortController().signal;
  return planRun(scenarios, { project, signal, settleMs: 0, listeners: [] });
}

const check = (plan: Plan) =>
  checkPlan(plan, { root: there.root, load: (paths) => load(there.root, paths) });

test('a worker with the same files can help', async () => {
  const result = await check(await makePlan());
  expect(result.ok && [...result.scenarios.keys()]).toEqual(['a']);
});

test.each([
  ['scenarios/a.yaml', 'machine: demo\nsteps:\n  - run: part.yaml\n  - press: b\n', 'differs'],
  ['scenarios/part.yaml', 'steps:\n  - press: escape\n', 'differs'],
  ['guestwright.yaml', 'machines:\n  demo: { kernel: demo.elf, memory: 64M }\n', 'differs'],
  ['baselines/a/seen.yaml', 'threshold: 0.2\n', 'differs'],
  ['baselines/a/new.yaml', 'threshold: 0.2\n', 'is on the worker only'],
])('one with another %s cannot', async (file, text, what) => {
  const plan = await makePlan();
  await there.write(file, text);
  expect(await check(plan)).toEqual({ ok: false, reasons: [`${file} ${what}`] });
});

test('one with another image cannot, and that of an image that only it has does not count', async () => {
  const plan = await makePlan();
  await there.write('demo.elf', 'another kernel');
  expect(await check(plan)).toEqual({ ok: false, reasons: ['the image demo.elf differs'] });
  expect(await check({ ...plan, images: {} })).toMatchObject({ ok: true });
});

test('what other scenarios are made of does not count', async () => {
  const plan = await makePlan();
  await there.write('scenarios/other.yaml', 'machine: demo\nsteps:\n  - press: b\n');
  await there.write('baselines/other/seen.yaml', 'threshold: 0.2\n');
  expect(await check(plan)).toMatchObject({ ok: true });
});

test('a plan opens no file outside of the project', async () => {
  const plan = await makePlan();
  await symlink(join(here.root, 'scenarios/a.yaml'), join(there.root, 'scenarios/link.yaml'));
  const paths = [
    '../x.yaml',
    '/etc/passwd',
    'scenarios/link.yaml',
    'scenarios',
    'scenarios/no.yaml',
  ];
  expect(await check({ ...plan, files: paths })).toEqual({
    ok: false,
    reasons: [
      '../x.yaml is outside of the project',
      '/etc/passwd is outside of the project',
      'scenarios/link.yaml is a link out of the project',
      'scenarios is no file on the worker',
      'scenarios/no.yaml is missing on the worker',
    ],
  });
});

test('another Guestwright says so', async () => {
  const plan = { ...(await makePlan()), guestwright: '99.0.0' };
  expect(await check(plan)).toMatchObject({
    ok: false,
    reasons: [expect.stringMatching(/^it is Guestwright \d.*, the run is of 99\.0\.0$/)],
  });
});
