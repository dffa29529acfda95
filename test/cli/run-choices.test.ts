import { cpSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { foldRun } from '../../src/report/fold.ts';
import { readEvents } from '../../src/report/read-events.ts';
import { TestProject } from '../support/project.ts';
import type { QmpServer } from '../support/qmp-server.ts';
import { attachedMachines, startScreen } from '../support/screen-server.ts';

const looks = 'steps:\n  - screenshot: a\n';
/** It fails: the screen shows no text at all. */
const fails = 'steps:\n  - expect-text: nothing\n';

/** Four scenarios on two machines, of which `b` fails. */
function fourScenarios(servers: readonly QmpServer[]): TestProject {
  const project = new TestProject();
  project.write('guestwright.yaml', attachedMachines(servers));
  project.write(
    'scenarios/a.yaml',
    `name: First of all\nmachine: demo1\ntags: [smoke, slow]\n${looks}`,
  );
  project.write('scenarios/b.yaml', `machine: demo1\ntags: [smoke]\n${fails}`);
  project.write('scenarios/deep/c.yaml', `machine: demo2\n${looks}`);
  project.write('scenarios/deep/d.yaml', `machine: demo2\n${looks}`);
  return project;
}

async function start(): Promise<TestProject> {
  return fourScenarios([await startScreen(), await startScreen()]);
}

async function verdicts(project: TestProject): Promise<Record<string, string>> {
  const { scenarios } = foldRun(await readEvents(project.runFolder));
  return Object.fromEntries(scenarios.map(({ id, verdict }) => [id, verdict]));
}

describe('run', () => {
  test.each<[readonly string[], readonly string[]]>([
    [['--tag', 'slow'], ['a']],
    [
      ['--tag', 'smoke', '--tag', 'slow', 'scenarios'],
      ['a', 'b'],
    ],
    [
      ['--grep', '^deep/'],
      ['deep/c', 'deep/d'],
    ],
    [['--grep', 'First'], ['a']],
    [
      ['--grep', 'a', '--repeat-each', '3'],
      ['a', 'a#2', 'a#3'],
    ],
    [
      ['--shard', '1/2'],
      ['a', 'deep/c'],
    ],
    [
      ['--shard', '2/2'],
      ['b', 'deep/d'],
    ],
  ])('with %j chooses %j', async (flags, ids) => {
    const project = await start();
    await project.run('run', ...flags);
    expect(Object.keys(await verdicts(project))).toEqual(ids);
  });

  test('--last-failed takes those that failed, and all is done when none is left', async () => {
    const project = await start();
    expect((await project.run('run')).exitCode).toBe(1);
    expect((await project.run('run', '--last-failed')).exitCode).toBe(1);
    expect(await verdicts(project)).toEqual({ b: 'failed' });
    project.write('scenarios/b.yaml', `machine: demo1\n${looks}`);
    expect((await project.run('run', '--last-failed')).exitCode).toBe(0);
    const { exitCode, stdout } = await project.run('run', '--last-failed');
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: expect.stringMatching(/^Nothing to run: all of it passed in \S+\n$/),
    });
  });

  test('--max-failures leaves the rest', async () => {
    const project = await start();
    const { exitCode, stdout } = await project.run('run', '--max-failures', '1', '--workers', '1');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('1 passed, 1 failed, 2 not run in ');
    const junit = readFileSync(join(project.runFolder, 'junit.xml'), 'utf8');
    expect(junit.match(/<skipped message="not run"/g)).toHaveLength(2);
  });

  test('"only: true" leaves out the others, and --forbid-only refuses it', async () => {
    const project = await start();
    project.write('scenarios/deep/d.yaml', `machine: demo2\nonly: true\n${looks}`);
    expect((await project.run('run')).exitCode).toBe(0);
    expect(await verdicts(project)).toEqual({ 'deep/d': 'passed' });
    expect(await project.run('run', '--forbid-only')).toMatchObject({
      exitCode: 2,
      stderr:
        '"only: true" stands in scenarios/deep/d.yaml (take it away, or run without --forbid-only)\n',
    });
  });

  test('--workers runs as many at a time, but never two on one machine', async () => {
    const project = await start();
    const { stdout } = await project.run('run', '--workers', '4');
    expect(stdout).not.toContain('Workers:');
    let most = 0;
    const running = new Set<string>();
    for (const event of project.events) {
      if (event.type === 'scenario-started') running.add(event.scenario);
      if (event.type === 'scenario-finished') running.delete(event.scenario);
      expect(running.has('a') && running.has('b')).toBe(false);
      expect(running.has('deep/c') && running.has('deep/d')).toBe(false);
      most = Math.max(most, running.size);
    }
    expect(most).toBe(2);
  });

  test('says how many workers there are, and why', async () => {
    const project = await start();
    const { stdout } = await project.run('run', 'scenarios/a.yaml');
    expect(stdout).toContain('\nWorkers: 1 (1 scenario)\n');
  });

  test('keeps the YAML as it was written, but for what is secret', async () => {
    const project = await start();
    project.env.PASSWORD = 'hunter2';
    const text = 'machine: demo1\nsteps:\n  - type: { text: s3cr3t, secret: true }\n';
    project.write('scenarios/a.yaml', text);
    await project.run('run', 'scenarios/a.yaml');
    const [started] = project.events;
    expect(started).toMatchObject({
      sources: { 'scenarios/a.yaml': text.replace('s3cr3t', '••••••') },
    });
    expect(JSON.stringify(project.events)).not.toContain('s3cr3t');
  });

  test('--timeout-scale gives every wait more time', async () => {
    const project = await start();
    const text = 'machine: demo1\nsteps:\n  - wait-for-text: never\n    timeout: 100ms\n';
    project.write('scenarios/b.yaml', text);
    const { stdout } = await project.run('run', 'scenarios/b.yaml', '--timeout-scale', '3');
    expect(stdout).toMatch(/ after 3\d\d ms/);
  });

  test.each([
    [['--workers', '0'], '--workers: expected a whole number from 1 to 256, got "0"'],
    [['--retries', 'x'], '--retries: expected a whole number from 0 to 100, got "x"'],
    [['--shard', '3/2'], '--shard: expected i/n with i from 1 to n, such as 1/3, got "3/2"'],
    [['--durations', 'x'], '--durations: is for --shard, which is not there'],
    [
      ['--timeout-scale', '0'],
      '--timeout-scale: expected a number from 0.1 to 100, such as 2 or 1.5, got "0"',
    ],
    [
      ['--tag', 'smok'],
      '--tag: no scenario has the tag "smok". Did you mean "smoke"? Known: slow, smoke',
    ],
    [['--grep', 'zzz'], '--grep: none of 4 scenarios fits'],
    [['--grep', '('], '--grep: Invalid regular expression: /(/u: Unterminated group'],
    [['--last-failed'], '--last-failed: there is no run yet (make one with: guestwright run)'],
  ])('refuses %j', async (flags, message) => {
    const project = await start();
    expect(await project.run('run', ...flags)).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: `${message}\n`,
    });
  });
});

describe('merge', () => {
  /** Runs a shard as on a host of its own, and gives back where its results were brought. */
  async function runShard(project: TestProject, shard: string): Promise<string> {
    await project.run('run', '--shard', shard);
    const folder = join(project.folder, `shard-${shard.replace('/', '-of-')}`);
    renameSync(project.runFolder, folder);
    return folder;
  }

  test('makes one run of all shards, with its exit code, reports and pictures', async () => {
    const project = await start();
    const folders = [await runShard(project, '1/2'), await runShard(project, '2/2')];
    const { exitCode, stdout } = await project.run('merge', ...folders);
    expect(stdout).toMatch(/^3 passed, 1 failed\nReport: results\/.*index\.html\n$/);
    expect(exitCode).toBe(1);
    expect(await verdicts(project)).toEqual({
      a: 'passed',
      b: 'failed',
      'deep/c': 'passed',
      'deep/d': 'passed',
    });
    const { scenarios } = foldRun(await readEvents(project.runFolder));
    for (const { steps } of scenarios) {
      const picture = join(project.runFolder, steps[0]?.picture ?? 'none');
      expect(readFileSync(picture).subarray(1, 4).toString()).toBe('PNG');
    }
    expect((await project.run('run', '--last-failed')).exitCode).toBe(1);
    expect(await verdicts(project)).toEqual({ b: 'failed' });
  });

  test('says what no shard had, and that the run is not whole', async () => {
    const project = await start();
    const folder = await runShard(project, '1/2');
    const { exitCode, stdout } = await project.run('merge', folder);
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/^in no shard: b\nin no shard: deep\/d\n2 passed, 2 not run\n/);
    expect(await verdicts(project)).toMatchObject({ b: 'not-run', 'deep/d': 'not-run' });
  });

  test('refuses a scenario that is there twice', async () => {
    const project = await start();
    const folder = await runShard(project, '1/2');
    cpSync(folder, `${folder}-again`, { recursive: true });
    const { exitCode, stderr } = await project.run('merge', folder, `${folder}-again`);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(
      `the runs have scenarios in common: a (${folder}, ${folder}-again), deep/c (`,
    );
  });

  test('refuses shards of different runs', async () => {
    const project = await start();
    const folders = [await runShard(project, '1/2'), await runShard(project, '2/3')];
    const { exitCode, stderr } = await project.run('merge', ...folders);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(
      'are shards of different runs: 1/2 of 4 scenarios, 2/3 of 4 scenarios',
    );
  });
});
