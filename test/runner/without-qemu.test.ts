import { expect, test } from 'vitest';
import { endlessProject } from '../support/endless-project.ts';
import { demoMachine, TestProject } from '../support/project.ts';
import { pathWithoutQemu } from '../support/run-cli.ts';
import { until } from '../support/with-qemu.ts';

function projectWithoutQemu(machine?: string): TestProject {
  const project = new TestProject(machine);
  project.env.PATH = pathWithoutQemu;
  project.copy('scenarios/demo');
  project.copy('baselines/demo');
  return project;
}

test.each(['keyboard', 'pointer'])(
  'the demo passes by %s in Node alone, on the same baselines',
  { timeout: 60_000 },
  async (way) => {
    const project = projectWithoutQemu();
    const outcome = await project.run('run', `scenarios/demo/${way}.yaml`);
    expect(outcome.stdout).toMatch(/^Machines: embedded \(v86, in Node\)\n/);
    expect(outcome.stdout).toContain('\n1 passed in');
    expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
    expect(project.finishedSteps.length).toBeGreaterThan(15);
  },
);

test('what the embedded machine cannot run says how to get QEMU', async () => {
  const project = projectWithoutQemu('memory: 64M');
  const outcome = await project.run('run', 'scenarios/demo/keyboard.yaml');
  expect(outcome.exitCode).toBe(3);
  expect(outcome.stdout).toMatch(/^Machines: QEMU\n/);
  expect(outcome.stdout).toContain('npm run setup');
});

test('asking for the embedded machine where it cannot be is an error that says why', async () => {
  const project = projectWithoutQemu('memory: 64M');
  const outcome = await project.run('run', '--driver', 'embedded', 'scenarios/demo/keyboard.yaml');
  expect(outcome.exitCode).toBe(3);
  expect(outcome.stderr).toBe(
    'the embedded machine cannot run this guest: it has no kernel (use --driver qemu)\n',
  );
});

test('a guest boots once in a run, and every scenario starts from there', {
  timeout: 60_000,
}, async () => {
  const machine = `${demoMachine()}\nboot-screen: demo/keyboard/welcome`;
  const project = projectWithoutQemu(machine);
  const outcome = await project.run(
    'run',
    'scenarios/demo/keyboard.yaml',
    'scenarios/demo/pointer.yaml',
  );
  expect(outcome.exitCode).toBe(0);
  const titles = project.events.flatMap((event) =>
    event.type === 'machine-started' ? event.machine : [],
  );
  expect(titles).toEqual(['v86 0.5.462, embedded', 'v86 0.5.462, embedded, booted before']);
  expect(project.serialLog('demo-keyboard')).toContain('demo guest ready');
  expect(project.serialLog('demo-pointer')).not.toContain('demo guest ready');
});

function endlessWithoutQemu(): TestProject {
  const project = endlessProject();
  project.env.PATH = pathWithoutQemu;
  return project;
}

test('kill -9 leaves no emulator', { timeout: 30_000 }, async () => {
  const project = endlessWithoutQemu();
  const running = project.start('run');
  await project.untilStep(2);
  expect(project.guests).toHaveLength(1);
  running.kill('SIGKILL');
  await until('no emulator is left', () => project.guests.length === 0, 2000);
});

test('an emulator that is killed is an error of the machine', { timeout: 30_000 }, async () => {
  const project = endlessWithoutQemu();
  const running = project.start('run');
  await project.untilStep(2);
  for (const pid of project.guests) process.kill(pid, 'SIGKILL');
  const { exitCode, stdout } = await running.outcome;
  expect(exitCode).toBe(3);
  expect(project.finishedSteps.at(-1)).toMatchObject({ verdict: 'error' });
  expect(stdout).toMatch(/scenarios\/endless\.yaml:6:5: .*SIGKILL/);
});

test('Ctrl-C ends the emulator', { timeout: 30_000 }, async () => {
  const project = endlessWithoutQemu();
  const running = project.start('run');
  await project.untilStep(2);
  running.kill('SIGINT');
  expect((await running.outcome).exitCode).toBe(130);
  expect(project.events.at(-1)).toMatchObject({ type: 'run-finished', verdict: 'interrupted' });
  expect(project.guests).toEqual([]);
});
