import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { makeProjectFolder, type ProjectFolder } from '../support/project-folder.ts';
import { type CliResult, pathWithoutQemu, runCli } from '../support/run-cli.ts';

// Every call is a process of its own.
vi.setConfig({ testTimeout: 60_000 });

const configuration = `machines:
  bare: { memory: 64M, accel: tcg }
  demo: { kernel: missing.elf }
`;
const good = 'machine: bare\nsteps:\n  - wait-for-screen: welcome\n  - press: enter\n';

let project: ProjectFolder;
beforeEach(async () => {
  project = await makeProjectFolder({ 'guestwright.yaml': configuration });
});
afterEach(() => project.remove());

const run = (args: readonly string[], env: Record<string, string> = {}): Promise<CliResult> =>
  runCli(args, { cwd: project.root, env: { PATH: pathWithoutQemu, ...env } });

function refused(message: string): CliResult {
  return { exitCode: 2, stdout: '', stderr: `${message}\n` };
}

describe('the command', () => {
  test('explains itself', async () => {
    const { exitCode, stdout, stderr } = await run(['--help']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    for (const command of ['run', 'check', 'plan', 'approve', 'report', 'schema', 'doctor']) {
      expect(stdout).toMatch(new RegExp(`^ {2}${command} .*\\w`, 'm'));
    }
  });

  test('has a version', async () => {
    const { exitCode, stdout } = await run(['--version']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test('shows its help when nothing is asked of it', async () => {
    const { exitCode, stdout, stderr } = await run([]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/^Usage: guestwright /);
  });

  test.each([
    [['chekc'], "error: unknown command 'chekc'\n(Did you mean check?)"],
    [['check', '--strict'], "error: unknown option '--strict'"],
    [['plan'], "error: missing required argument 'paths'"],
    [['run', '--settle', '5'], '--settle: expected a duration such as 80ms, 2s or 1m30s, got "5"'],
    [
      ['run', '--settle', '99999999s'],
      '--settle: expected a duration of at most 24 hours, got "99999999s"',
    ],
  ])('refuses %j', async (args, message) => {
    expect(await run(args)).toEqual(refused(message));
  });
});

describe.each(['check', 'plan', 'run'])('%s', (command) => {
  test.each([
    ['nowhere.yaml', 'nowhere.yaml does not exist (expected a scenario file, or a folder of them)'],
    ['empty', 'no *.yaml file below empty'],
    [
      '/dev/null',
      '/dev/null is no file and no folder (expected a scenario file, or a folder of them)',
    ],
  ])('refuses %s', async (path, message) => {
    await project.write('empty/readme.txt', '');
    expect(await run([command, path])).toEqual(refused(message));
  });

  test('prints all mistakes of all files, and does nothing else', async () => {
    await project.write('guestwright.yaml', 'machines:\n  bare: { memory: 5K }\n');
    await project.write(
      'scenarios/b.yaml',
      'machine: bare\nsteps:\n  - clik: 1\n  - press: entr\n',
    );
    await project.write('scenarios/a/good.yaml', good);
    await project.write('scenarios/a.yaml', 'machine: bare\nsteps: []\n');
    expect(await run([command, 'scenarios'])).toEqual(
      refused(
        [
          'guestwright.yaml:2:19: expected a size such as 512M or 2G, got "5K"',
          '    2 |   bare: { memory: 5K }',
          '      |                   ^',
          '',
          'scenarios/a.yaml:2:8: expected at least one step',
          '    2 | steps: []',
          '      |        ^',
          '',
          'scenarios/b.yaml:3:5: unknown step "clik". Did you mean "click"?',
          '    3 |   - clik: 1',
          '      |     ^',
          '',
          'scenarios/b.yaml:4:12: unknown key "entr". Did you mean "enter"?',
          '    4 |   - press: entr',
          '      |            ^',
          '',
          '4 mistakes',
        ].join('\n'),
      ),
    );
    expect((await readdir(project.root)).toSorted()).toEqual(['guestwright.yaml', 'scenarios']);
  });

  test('tells scenarios apart by their names', async () => {
    await project.write('scenarios/a.yaml', good);
    await project.write('scenarios/a.yml', good);
    expect(await run([command, 'scenarios'])).toEqual(
      refused(
        'scenarios/a.yml:1:1: this scenario is called "a", and so is scenarios/a.yaml: rename one of the files\n\n1 mistake',
      ),
    );
  });

  test('takes no file that is too large', async () => {
    await project.write('scenarios/a.yaml', `${good}# ${'x'.repeat(1024 * 1024)}`);
    expect((await run([command, 'scenarios'])).stderr).toMatch(
      /^scenarios\/a\.yaml:1:1: expected at most 1 MiB, got \d+ bytes\n\n1 mistake\n$/,
    );
  });
});

describe.each(['check', 'run'])('%s', (command) => {
  test('finds files that a machine needs', async () => {
    await project.write('scenarios/a.yaml', 'machine: demo\nsteps:\n  - press: enter\n');
    await project.write(
      'scenarios/b.yaml',
      'machine:\n  kernel: b.elf\n  disks: [guestwright.yaml, { file: ../scenarios }]\nsteps:\n  - press: enter\n',
    );
    expect(await run([command])).toEqual(
      refused(
        [
          'guestwright.yaml:3:19: kernel missing.elf does not exist',
          '    3 |   demo: { kernel: missing.elf }',
          '      |                   ^',
          '',
          'scenarios/b.yaml:2:11: kernel b.elf does not exist',
          '    2 |   kernel: b.elf',
          '      |           ^',
          '',
          'scenarios/b.yaml:3:11: disk guestwright.yaml does not exist',
          '    3 |   disks: [guestwright.yaml, { file: ../scenarios }]',
          '      |           ^',
          '',
          'scenarios/b.yaml:3:37: disk ../scenarios is a folder, not a file',
          '    3 |   disks: [guestwright.yaml, { file: ../scenarios }]',
          '      |                                     ^',
          '',
          '4 mistakes',
        ].join('\n'),
      ),
    );
  });
});

describe('check', () => {
  test('says what is good, in order, and which baselines are missing', async () => {
    await project.write('scenarios/b.yaml', good);
    await project.write('scenarios/a/z.yml', 'machine: bare\nsteps:\n  - press: enter\n');
    expect(await run(['check'])).toEqual({
      exitCode: 0,
      stdout: 'ok  a/z  1 steps\nok  b  2 steps  no baseline yet: welcome\n',
      stderr: '',
    });
  });

  test('of the whole project leaves out what is no scenario', async () => {
    await project.write('e2e/a.yaml', good);
    await project.write('baselines/a/welcome.yaml', 'mask: [0, 0, 1, 1]\n');
    await project.write('results/run/a.yaml', 'x');
    await project.write('node_modules/x/a.yaml', 'x');
    const { stdout } = await run(['check', '.', 'e2e', 'e2e/a.yaml']);
    expect(stdout).toBe('ok  e2e/a  2 steps  no baseline yet: welcome\n');
  });

  test('works from a folder below the project', async () => {
    await project.write('scenarios/a.yaml', good);
    const { stdout } = await runCli(['check', 'a.yaml'], { cwd: `${project.root}/scenarios` });
    expect(stdout).toBe('ok  a  2 steps  no baseline yet: welcome\n');
  });
});

test('plan prints batches and starts nothing', async () => {
  await project.write(
    'scenarios/a.yaml',
    `name: Welcome\n${good}  - type: { text: "\${env.PASSWORD}", secret: true }\n`,
  );
  expect(await run(['plan', 'scenarios/a.yaml'], { PASSWORD: 'swordfish' })).toEqual({
    exitCode: 0,
    stdout: [
      'a: Welcome',
      '   4  wait-for-screen welcome',
      '   5  press enter',
      '      +    0 ms  ret down, then drain 1 of 10, then wait 50 ms',
      '      +   50 ms  ret up, then drain 1 of 10',
      '   6  type ••••••',
      '        •••••• (secret)',
      '',
    ].join('\n'),
    stderr: '',
  });
  expect((await readdir(project.root)).toSorted()).toEqual(['guestwright.yaml', 'scenarios']);
});

test('schema prints JSON', async () => {
  const { exitCode, stdout, stderr } = await run(['schema']);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(JSON.parse(stdout)).toMatchObject({
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Guestwright scenario',
  });
});

test('doctor says that QEMU is missing', async () => {
  const { exitCode, stdout } = await run(['doctor']);
  expect(exitCode).toBe(3);
  expect(stdout).toMatch(/^ok +Node +v\d+/m);
  expect(stdout).toMatch(/^missing +qemu-system-x86_64 +starts machines; .*npm run setup$/m);
});

describe('run', () => {
  test('without QEMU says what to install, and leaves a report', async () => {
    await project.write('scenarios/a.yaml', good);
    const { exitCode, stdout, stderr } = await run(['run']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 3, stderr: '' });
    expect(stdout).toContain(
      'scenarios/a.yaml: qemu-system-x86_64 is not installed\n      run npm run setup, or on Debian and Ubuntu: apt-get install qemu-system-x86\nERROR  ',
    );
    const [report = ''] = /results\/\S+\/report\/index\.html/.exec(stdout) ?? [];
    expect(await readdir(join(project.root, dirname(dirname(report))))).toEqual(
      expect.arrayContaining(['events.ndjson', 'junit.xml', 'report']),
    );
  });

  test('where results cannot be written', async () => {
    await project.write('scenarios/a.yaml', good);
    await project.write('results', 'a file in its place');
    const { exitCode, stdout, stderr } = await run(['run']);
    expect({ exitCode, stdout }).toEqual({
      exitCode: 3,
      stdout: 'Machines: QEMU\nWorkers: 1 (1 scenario)\n',
    });
    expect(stderr).toMatch(/^cannot write results: E\w+: .*\/results[^\n]*\n$/);
  });
});
