import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { goldenRun } from '../report/golden-run.ts';
import { TestProject } from '../support/project.ts';
import { attachedMachines, startScreen } from '../support/screen-server.ts';

const run = '2026-11-23T05-54-52-a1b2';

function goldenProject(): TestProject {
  const project = new TestProject();
  cpSync(goldenRun, join(project.folder, 'results', run), { recursive: true });
  return project;
}

const read = (project: TestProject, file: string) =>
  readFileSync(join(project.folder, file), 'utf8');

async function oneScenario(steps: string): Promise<TestProject> {
  const project = new TestProject();
  project.write('guestwright.yaml', attachedMachines([await startScreen()]));
  project.write('scenarios/a.yaml', `name: "::error::a name"\nmachine: demo1\nsteps:\n${steps}`);
  return project;
}

describe('report', () => {
  test('writes several at once, each where it is told to', async () => {
    const project = goldenProject();
    const list = 'junit=out/j.xml,html,json,tap=out/run.tap,github=out/summary.md';
    const outcome = await project.run('report', '--reporter', list);
    expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
    expect(outcome.stdout).toMatch(/^::error .*\n(::.*\n)*Report: results\/.*\/index\.html\n$/);
    expect(read(project, 'out/j.xml')).toContain(`[[ATTACHMENT|results/${run}/frames/`);
    expect(read(project, 'out/run.tap')).toMatch(/^TAP version 13\n1\.\.9\n/);
    expect(read(project, 'out/summary.md')).toMatch(/^## Guestwright: error\n/);
    expect(JSON.parse(read(project, `results/${run}/run.json`))).toMatchObject({ run });
    expect(existsSync(join(project.runFolder, 'junit.xml'))).toBe(false);
  });

  test('prints one document and nothing else, what GitHub reads stands beside it', async () => {
    const project = goldenProject();
    const { stdout, stderr } = await project.run('report', '--reporter', 'json=-,html,github');
    expect(JSON.parse(stdout).folder).toBe(`results/${run}`);
    expect(stderr).toMatch(/^::error .*\n(::.*\n)*Report: results\/.*\/index\.html\n$/);
    const tap = await project.run('report', '--reporter', 'tap');
    expect(tap).toMatchObject({ exitCode: 0, stderr: '' });
    expect(tap.stdout).toMatch(/^TAP version 13\n[\s\S]*SKIP not run\n$/);
  });

  test('tells a run again as it was told, and no line of it is a command of GitHub', async () => {
    const { stdout } = await goldenProject().run('report', '--reporter', 'terminal,github');
    const [, token] = /^::stop-commands::(\S+)\n/.exec(stdout) ?? [];
    const [told = '', annotations = ''] = stdout.split(`\n::${token}::\n`);
    expect(told).toContain('FLAKY  demo/pointer: passed at attempt 2');
    expect(told.split('\n').slice(1)).not.toContainEqual(expect.stringMatching(/^\s*::/));
    expect(annotations).toMatch(/^(::(error|warning|notice) .*\n)+$/);
  });

  test('shows the pictures of the summary where the results are on the web', async () => {
    const project = goldenProject();
    const flags = ['--reporter', 'github=s.md', '--report-url', 'https://ci.example/r/'];
    await project.run('report', ...flags);
    expect(read(project, 's.md')).toContain(`<img src="https://ci.example/r/${run}/frames/`);
  });

  test.each(['junit', 'html', 'json=-', 'tap', 'github', 'terminal'])(
    '%s tells of a run that was cut off, without its pictures',
    async (reporter) => {
      const project = goldenProject();
      const events = join(project.runFolder, 'events.ndjson');
      writeFileSync(events, read(project, `results/${run}/events.ndjson`).slice(0, 30_000));
      rmSync(join(project.runFolder, 'frames'), { recursive: true });
      const outcome = await project.run('report', '--reporter', reporter);
      expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
    },
  );

  test('refuses a run of another version, and writes nothing', async () => {
    const project = goldenProject();
    const text = read(project, `results/${run}/events.ndjson`).replace(
      '"version":2',
      '"version":9',
    );
    writeFileSync(join(project.runFolder, 'events.ndjson'), text);
    const outcome = await project.run('report', '--reporter', 'json=x.json,tap');
    expect(outcome).toMatchObject({ exitCode: 2, stdout: '' });
    expect(outcome.stderr).toMatch(/of version 2, got version 9 \(use the Guestwright that made/);
    expect(existsSync(join(project.folder, 'x.json'))).toBe(false);
  });

  test('says what it cannot write', async () => {
    const project = goldenProject();
    project.env.GITHUB_STEP_SUMMARY = join(project.folder, 'results');
    const outcome = await project.run('report', '--reporter', 'github');
    expect(outcome).toMatchObject({ exitCode: 3, stderr: /^cannot write the report: EISDIR/ });
  });
});

describe('run', () => {
  test('finds a wrong reporter before a guest starts', async () => {
    const project = await oneScenario('  - screenshot: a\n');
    const outcome = await project.run('run', '--reporter', 'terminal,jnit');
    expect(outcome).toMatchObject({ exitCode: 2, stdout: '' });
    expect(outcome.stderr).toContain('Did you mean "junit"?');
    expect(existsSync(join(project.folder, 'results'))).toBe(false);
  });

  test('in GitHub Actions annotates and sums up, unasked', async () => {
    const project = await oneScenario('  - expect-text: nothing\n');
    project.env.GITHUB_ACTIONS = 'true';
    project.env.GITHUB_STEP_SUMMARY = join(project.folder, 'summary.md');
    const { exitCode, stdout } = await project.run('run');
    expect(exitCode).toBe(1);
    const [, token = '?'] = /^::stop-commands::(\S+)$/m.exec(stdout) ?? [];
    expect(stdout.indexOf('::error::a name')).toBeGreaterThan(stdout.indexOf(token));
    expect(stdout.indexOf('::error::a name')).toBeLessThan(stdout.indexOf(`\n::${token}::\n`));
    expect(stdout).toMatch(
      /\n::error file=scenarios\/a\.yaml,line=4,col=5,title=a failed::step 1, /,
    );
    expect(stdout).toMatch(/\nReport: results\/.*\n$/);
    expect(read(project, 'summary.md')).toMatch(/^## Guestwright: failed\n/);
  });

  test('prints nothing but the document that it is asked for', async () => {
    const project = await oneScenario('  - screenshot: a\n');
    const { exitCode, stdout, stderr } = await project.run('run', '--reporter', 'tap');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^TAP version 13\n1\.\.1\n# run .*\nok 1 - a: ::error::a name\n/);
    expect(stderr).toMatch(/^Machines: .*\nWorkers: .*\n$/);
    expect(existsSync(join(project.runFolder, 'junit.xml'))).toBe(false);
  });
});
