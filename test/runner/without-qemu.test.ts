import { expect, test } from 'vitest';
import { demoMachine, TestProject } from '../support/project.ts';
import { pathWithoutQemu } from '../support/run-cli.ts';

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
