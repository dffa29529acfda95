import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { until } from '../support/with-qemu.ts';
import { scenarioOf, VitestProject } from './vitest-project.ts';

const LONG = { timeout: 120_000 };

function makeProject(options: ConstructorParameters<typeof VitestProject>[0] = {}): VitestProject {
  const project = new VitestProject(options);
  onTestFinished(() => project.remove());
  return project;
}

const welcome = `
import { expect, test } from 'guestwright/vitest';

test('welcome', async ({ guest }) => {
  await expect(guest).toMatchScreen('welcome');
});
`;

test(
  'without a setup each file is a run; its baselines are named after it, and approved they do',
  LONG,
  async () => {
    const project = makeProject({ withSetup: false });
    project.write('test/first.test.ts', welcome);
    const first = await project.runVitest();
    expect(first.exitCode).toBe(1);
    expect(first.stderr).toContain('baselines/test/first/welcome.png does not exist');
    expect((await project.readRun()).verdict).toBe('failed');
    const approved = await project.runCommand('approve');
    expect(approved.stdout).toBe('approved baselines/test/first/welcome.png (new)\n');
    project.write(
      'test/second.test.ts',
      welcome.replace('{ guest }', '{}').replace(/await.*;/, ''),
    );
    const second = await project.runVitest();
    expect(second.exitCode).toBe(0);
    expect(project.runs).toHaveLength(2);
    expect(await project.readRun()).toMatchObject({ verdict: 'passed', counts: { passed: 1 } });
  },
);

test('a secret is typed and shown nowhere', LONG, async () => {
  const project = makeProject();
  const own = "await guest.keyboard.type(process.env.DOOR ?? 'nothing');";
  project.write('test/secret.test.ts', welcome.replace(/await.*;/, `${own} expect(1).toBe(2);`));
  await project.runVitest({ DOOR: 'open-sesame' });
  const { steps, trace = '' } = scenarioOf(await project.readRun(), 'welcome');
  expect(steps[0]?.title).toBe('type ••••••');
  const traced = readFileSync(join(project.runFolder, trace), 'utf8');
  expect(traced).toContain('"secret":true');
  expect(traced).not.toContain('"s"');
  const events = readFileSync(join(project.runFolder, 'events.ndjson'), 'utf8');
  expect(events).not.toContain('open-sesame');
});

test('a known issue skips the rest of its test, and fails nothing', LONG, async () => {
  const project = makeProject();
  const override = "test.override({ baselines: 'demo/keyboard' });";
  project.write(
    'test/known.test.ts',
    `${welcome.replace("'welcome');", "'licence', { timeout: 0 });")}${override}`,
  );
  project.write('baselines/demo/keyboard/licence.yaml', 'known-issue: https://example.com/1\n');
  const { exitCode, stdout } = await project.runVitest();
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/1 skipped/);
  expect(scenarioOf(await project.readRun(), 'welcome').verdict).toBe('known-issue');
});

test(
  'tests without a guest leave no run, and one that ran before stays the newest',
  LONG,
  async () => {
    const project = makeProject();
    project.write(
      'test/plain.test.ts',
      "import { test } from 'guestwright/vitest';\ntest('plain', () => {});",
    );
    const { exitCode, stdout } = await project.runVitest();
    expect(exitCode).toBe(0);
    expect(stdout).not.toContain('Report:');
    expect(project.runs).toEqual([]);
  },
);

test(
  'a mistake in guestwright.yaml is told with its line, and nothing is started',
  LONG,
  async () => {
    const project = makeProject();
    project.write('guestwright.yaml', 'machines:\n  demo:\n    kernle: x\n');
    project.write('test/first.test.ts', welcome);
    const { exitCode, stderr } = await project.runVitest();
    expect(exitCode).toBe(1);
    expect(stderr).toContain('guestwright.yaml:3:5');
    expect(stderr).toContain('kernle');
    expect(project.runs).toEqual([]);
  },
);

test(
  'a vitest that is killed leaves no guest, and a run that can be reported on',
  LONG,
  async () => {
    const project = makeProject();
    const override = "test.override({ baselines: 'demo/keyboard' });";
    project.write(
      'test/long.test.ts',
      `${welcome.replace("'welcome');", "'licence');")}${override}`,
    );
    const { kill, result } = project.startVitest();
    await until('a step is under way', () => project.told.includes('"step-started"'), 60_000);
    expect(project.guests).not.toEqual([]);
    kill('SIGKILL');
    await result;
    await until('the guest is gone', () => project.guests.length === 0, 30_000);
    await until(
      'the worker has told the end',
      () => project.told.includes('scenario-finished'),
      30_000,
    );
    expect(scenarioOf(await project.readRun(), 'welcome').verdict).toBe('interrupted');
  },
);
