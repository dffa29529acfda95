import { afterEach, expect, test } from 'vitest';
import { makeProjectFolder, type ProjectFolder } from '../support/project-folder.ts';
import { runCli } from '../support/run-cli.ts';

const configuration = 'machines:\n  demo: { attach: "unix:/nowhere/qmp.sock", keyboard: ps2 }\n';
const scenario = 'machine: demo\nsteps:\n  - run: parts/log-in.yaml\n    with: { user: me }\n';
const part = 'parameters: { user: }\nsteps:\n  - type: "$' + '{with.user}"\n';

let project: ProjectFolder | undefined;
afterEach(() => project?.remove());

async function check(files: Readonly<Record<string, string>>, ...paths: string[]) {
  project = await makeProjectFolder({ 'guestwright.yaml': configuration, ...files });
  return runCli(['check', ...paths], { cwd: project.root });
}

test('a file that another one runs is no scenario of its own', async () => {
  const { exitCode, stdout } = await check({
    'scenarios/a.yaml': scenario,
    'scenarios/parts/log-in.yaml': part,
  });
  expect(exitCode).toBe(0);
  expect(stdout).toBe('ok  a  2 steps\n');
});

test('a file that nobody runs is told to be none', async () => {
  const { exitCode, stderr } = await check({ 'scenarios/parts/log-in.yaml': part });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('log-in.yaml:1:1: a file with parameters is no scenario');
});

test('a mistake in such a file is told once, with both places', async () => {
  const { exitCode, stderr } = await check({
    'scenarios/a.yaml': scenario,
    'scenarios/parts/log-in.yaml': part.replace('type', 'tpe'),
  });
  expect(exitCode).toBe(2);
  expect(stderr).toContain(
    'scenarios/parts/log-in.yaml:3:5: unknown step "tpe". Did you mean "type"?',
  );
  expect(stderr).toContain('  included from scenarios/a.yaml:3:5\n');
  expect(stderr).toContain('\n1 mistake\n');
});

test('every member of a matrix is a scenario', async () => {
  const { stdout } = await check({
    'scenarios/a.yaml': 'machine: demo\nmatrix: { x: [1, 2] }\nsteps: [{ press: a }]\n',
  });
  expect(stdout).toBe('ok  a[x=1]  1 steps\nok  a[x=2]  1 steps\n');
});
