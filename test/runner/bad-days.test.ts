import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { foldRun } from '../../src/report/fold.ts';
import { readEvents } from '../../src/report/read-events.ts';
import { root, TestProject } from '../support/project.ts';
import { noReply, type QmpServer } from '../support/qmp-server.ts';
import { attachedMachines, startScreen } from '../support/screen-server.ts';
import { until } from '../support/with-qemu.ts';

const looks = 'machine: demo1\nsteps:\n  - screenshot: a\n';
const main = join(root, 'dist/cli/main.js');

function projectOn(servers: readonly QmpServer[], text = looks): TestProject {
  const project = new TestProject();
  project.write('guestwright.yaml', attachedMachines(servers));
  project.write('scenarios/a.yaml', text);
  return project;
}

/** Runs a shell's lines in the project; `"$@"` is the command. */
function runIn(project: TestProject, program: readonly string[], lines: string) {
  const [file = 'sh', ...args] = program;
  return new Promise<{ exitCode: number | null; stderr: string }>((resolve) => {
    const child = project.startProgram(file, [...args, '-c', lines, process.execPath, main]);
    void child.outcome.then(resolve);
  });
}

describe('a disk that is full', () => {
  test('ends the run with an error, after the last event that had room', async () => {
    const project = projectOn([await startScreen()]);
    const lines = 'ulimit -f 32; exec "$0" "$1" run --repeat-each 60';
    const { exitCode, stderr } = await runIn(project, ['sh'], lines);
    expect(stderr).toBe(
      'cannot write results: EFBIG: file too large, write (a limit on the size of files is in force: ulimit -f)\n',
    );
    expect(exitCode).toBe(3);
    expect(readFileSync(join(project.runFolder, 'events.ndjson'), 'utf8')).toMatch(/\}\n$/);
    const { verdict, counts } = foldRun(await readEvents(project.runFolder));
    expect(verdict).toBe('unfinished');
    expect(counts.passed).toBeGreaterThan(0);
    expect(counts['not-run']).toBeGreaterThan(0);
    expect(counts.passed + counts['not-run'] + counts.interrupted).toBe(60);
    expect(await project.run('run', '--last-failed', '--repeat-each', '60')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(`\n${60 - counts.passed} passed in `),
    });
  });

  const own = ['unshare', '-rm', 'sh', '-c', 'mount -t tmpfs none /mnt'];
  const canMount = spawnSync(own[0] ?? '', own.slice(1)).status === 0;
  if (!canMount) console.warn('SKIPPED: a small disk of its own cannot be mounted here');

  test.skipIf(!canMount)('leaves no torn line and no torn picture', async () => {
    const project = projectOn([await startScreen()]);
    const lines = `mkdir results && mount -t tmpfs -o size=32k none results
"$0" "$1" run --repeat-each 100; code=$?; cp -r results kept; exit $code`;
    const { exitCode, stderr } = await runIn(project, ['unshare', '-rm', 'sh'], lines);
    expect(stderr).toMatch(/^cannot write results: ENOSPC: .*make room on the disk/);
    expect(exitCode).toBe(3);
    const kept = join(project.folder, 'kept');
    const folder = join(kept, readdirSync(kept)[0] ?? '');
    const { counts } = foldRun(await readEvents(folder));
    expect(counts['not-run']).toBeGreaterThan(0);
    expect(readdirSync(join(folder, 'frames')).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

test('results that cannot be written are an error before a guest starts', async () => {
  const server = await startScreen();
  const project = projectOn([server]);
  project.write('results', 'a file');
  const { exitCode, stderr } = await project.run('run');
  expect({ exitCode, clients: server.received }).toEqual({ exitCode: 3, clients: [] });
  expect(stderr).toMatch(/^cannot write results: EEXIST: .*results'/);
});

test('two runs at once in one folder do not meet', async () => {
  const servers = [await startScreen(), await startScreen()];
  const project = projectOn(servers);
  project.write('scenarios/b.yaml', looks.replace('demo1', 'demo2'));
  const flags = ['--repeat-each', '20'];
  const outcomes = await Promise.all([
    project.run('run', 'scenarios/a.yaml', ...flags),
    project.run('run', 'scenarios/b.yaml', ...flags),
  ]);
  for (const outcome of outcomes) {
    expect(outcome).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('20 passed in') });
  }
  const runs = readdirSync(join(project.folder, 'results'));
  expect(runs).toHaveLength(2);
  for (const run of runs) {
    const { verdict, counts } = foldRun(await readEvents(join(project.folder, 'results', run)));
    expect({ verdict, passed: counts.passed }).toEqual({ verdict: 'passed', passed: 20 });
  }
});

describe('Ctrl-C', () => {
  const typing = 'machine: demo1\nsteps:\n  - press: a\n  - press: b\n';
  const sent = (server: QmpServer) =>
    server.commands.filter(({ execute }) => execute === 'input-send-event');

  test('lets a step that acts come to its end, releases keys and begins no other', async () => {
    let goOn = (): void => {};
    const held = new Promise<object>((resolve) => {
      goOn = () => resolve({});
    });
    const server = await startScreen({ 'input-send-event': () => held });
    const project = projectOn([server], typing);
    const running = project.start('run');
    await server.until(() => sent(server).length > 0);
    running.kill('SIGINT');
    await until('the runner has heard it', () => running.said().includes('Stopping.'));
    goOn();
    const { exitCode, stdout } = await running.outcome;
    expect(exitCode).toBe(130);
    expect(project.finishedSteps).toMatchObject([{ step: 0, verdict: 'passed' }]);
    expect(stdout).toContain('1 interrupted in');
    const keys = sent(server).map(({ arguments: { events } }) => JSON.stringify(events));
    expect(keys.filter((key) => key.includes('"down":true'))).toHaveLength(1);
    expect(keys.filter((key) => key.includes('"down":false'))).toHaveLength(1);
    expect(existsSync(join(project.runFolder, 'report/index.html'))).toBe(true);
  });

  test('twice ends it at once, and the run can still be reported on', async () => {
    const server = await startScreen({ 'input-send-event': () => noReply });
    const project = projectOn([server], typing);
    const running = project.start('run');
    await server.until(() => sent(server).length > 0);
    running.kill('SIGINT');
    await until('the runner has heard it', () => running.said().includes('Stopping.'));
    running.kill('SIGINT');
    expect((await running.outcome).exitCode).toBe(130);
    expect(foldRun(await readEvents(project.runFolder))).toMatchObject({
      verdict: 'unfinished',
      scenarios: [{ verdict: 'interrupted', steps: [{ verdict: 'interrupted' }, {}] }],
    });
    expect((await project.run('report')).exitCode).toBe(0);
  });
});

test('SIGTERM is a Ctrl-C: what waits ends at once, what did not run is told', async () => {
  const server = await startScreen();
  const project = projectOn(
    [server],
    'machine: demo1\nsteps:\n  - wait-for-text: never\n    timeout: 5m\n',
  );
  project.write('scenarios/b.yaml', looks);
  const running = project.start('run');
  await project.untilStep(0);
  running.kill('SIGTERM');
  const { exitCode, stdout } = await running.outcome;
  expect(exitCode).toBe(130);
  expect(stdout).toContain('1 interrupted, 1 not run in ');
});
