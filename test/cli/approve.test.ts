import { mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { EVENTS_VERSION, type RunEvent, type StepVerdict } from '../../src/runner/events.ts';
import { nameByContent } from '../../src/runner/pictures.ts';
import { encodePng } from '../../src/screen/files/png.ts';
import type { Frame } from '../../src/screen/frame.ts';
import { makeProjectFolder, type ProjectFolder } from '../support/project-folder.ts';
import { runCli } from '../support/run-cli.ts';

// Every call is a process of its own.
vi.setConfig({ testTimeout: 60_000 });

const older = '2026-01-01T00-00-00-0000';
const newest = '2026-01-02T00-00-00-0000';

let project: ProjectFolder;
beforeEach(async () => {
  project = await makeProjectFolder({ 'project/guestwright.yaml': '' });
});
afterEach(() => project.remove());

const approve = (args: readonly string[] = [], env: Record<string, string> = {}) =>
  runCli(['approve', ...args], { cwd: join(project.root, 'project'), env });

const oldFrame: Frame = { width: 4, height: 2, data: new Uint8Array(24).fill(200) };

interface Seen {
  readonly scenario?: 'a' | 'b';
  readonly baseline: string;
  readonly actual: string;
  readonly kind: 'new' | 'changed' | 'matched';
}

function eventsOf(run: string, seen: readonly Seen[]): string {
  const outline = { file: 'a.yaml', tags: [], machine: 'demo', steps: [] };
  const about = { at: 1, attempt: 1 };
  const events: RunEvent[] = [
    {
      at: 0,
      type: 'run-started',
      version: EVENTS_VERSION,
      run,
      guestwright: '0.0.0',
      scenarios: ['a', 'b'].map((id) => ({ ...outline, id, name: `The letter ${id}` })),
      sources: {},
    },
    ...seen.map(({ baseline, actual, kind, scenario = 'a' }, step): RunEvent => {
      const verdict: StepVerdict = kind === 'matched' ? 'passed' : 'failed';
      const trouble = { code: 'missing-baseline', message: 'there is none' };
      return {
        ...about,
        scenario,
        type: 'step-finished',
        step,
        verdict,
        durationMs: 1,
        ...(kind === 'new' && { trouble }),
        screen: {
          name: 'screen',
          baseline,
          actual,
          ...(kind === 'changed' && { expected: nameByContent(oldFrame) }),
        },
      };
    }),
  ];
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
}

const writeRun = (run: string, seen: readonly Seen[]) =>
  project.write(`project/results/${run}/events.ndjson`, eventsOf(run, seen));

async function writeFrame(run: string, name: string, shade: number): Promise<Uint8Array> {
  const png = encodePng({ width: 4, height: 2, data: new Uint8Array(24).fill(shade) });
  await project.write(`project/results/${run}/frames/${name}.png`, png);
  return png;
}

/** Every file of the project but its results, and what is beside it. */
async function listFiles(): Promise<string[]> {
  const entries = await readdir(project.root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(project.root.length + 1))
    .filter((file) => !file.startsWith('project/results/'))
    .toSorted();
}

describe('approve', () => {
  test('has nothing without a run', async () => {
    expect(await approve()).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: 'there is no run in results (make one with: guestwright run)\n',
    });
  });

  test('refuses a run that is not there', async () => {
    await writeRun(newest, []);
    for (const name of ['2025', '..', `../project/${newest}`, '']) {
      const { exitCode, stderr } = await approve([name]);
      expect(exitCode).toBe(2);
      expect(stderr).toBe(
        `there is no run ${JSON.stringify(name)} in results (the newest is ${newest})\n`,
      );
    }
  });

  test('says when there is nothing to approve', async () => {
    await writeRun(newest, [{ baseline: 'a/same', actual: 'frames/aa.png', kind: 'matched' }]);
    for (const flags of [[], ['--list']]) {
      expect(await approve(flags)).toMatchObject({
        exitCode: 0,
        stdout: 'nothing to approve: no screen differed from its baseline or had none\n',
      });
    }
  });

  test('copies what the newest run saw, byte by byte', async () => {
    await writeRun(older, [{ baseline: 'a/old', actual: 'frames/aa.png', kind: 'new' }]);
    await writeRun(newest, [
      { baseline: 'a/welcome', actual: 'frames/aa.png', kind: 'new' },
      { baseline: 'a/deep/summary', actual: 'frames/bb.png', kind: 'changed' },
      { baseline: 'a/same', actual: 'frames/cc.png', kind: 'matched' },
    ]);
    const welcome = await writeFrame(newest, 'aa', 1);
    const summary = await writeFrame(newest, 'bb', 2);
    await project.write('project/baselines/a/deep/summary.png', encodePng(oldFrame));
    await project.write('project/baselines/a/deep/summary.yaml', 'threshold: 0.1\n');

    const listed = await approve(['--list']);
    expect(listed).toMatchObject({
      exitCode: 0,
      stdout: 'a/welcome  new\na/deep/summary  changed\n',
    });
    expect(await listFiles()).not.toContain('project/baselines/a/welcome.png');

    expect(await approve()).toEqual({
      exitCode: 0,
      stdout:
        'approved baselines/a/welcome.png (new)\napproved baselines/a/deep/summary.png (changed)\n',
      stderr: '',
    });
    const bytes = (name: string) => readFile(join(project.root, 'project/baselines/a', name));
    expect(await bytes('welcome.png')).toEqual(Buffer.from(welcome));
    expect(await bytes('deep/summary.png')).toEqual(Buffer.from(summary));
    expect(String(await bytes('deep/summary.yaml'))).toBe('threshold: 0.1\n');
    expect(await listFiles()).toEqual([
      'project/baselines/a/deep/summary.png',
      'project/baselines/a/deep/summary.yaml',
      'project/baselines/a/welcome.png',
      'project/guestwright.yaml',
    ]);
  });

  test.each([older, `results/${older}`, `results/${older}/`])('takes the run %s', async (name) => {
    await writeRun(older, [{ baseline: 'a/old', actual: 'frames/aa.png', kind: 'new' }]);
    await writeFrame(older, 'aa', 1);
    await writeRun(newest, []);
    expect((await approve([name])).stdout).toBe('approved baselines/a/old.png (new)\n');
  });

  test('takes only what is asked for', async () => {
    await writeRun(newest, [
      { baseline: 'a/one', actual: 'frames/aa.png', kind: 'new' },
      { baseline: 'a/two', actual: 'frames/aa.png', kind: 'new' },
    ]);
    await writeFrame(newest, 'aa', 1);
    expect(await approve(['--only', 'a/two', 'a/three'])).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: 'nothing to approve called a/three. There is: a/one, a/two\n',
    });
    expect((await approve(['--only', 'a/two'])).stdout).toBe(
      'approved baselines/a/two.png (new)\n',
    );
  });

  test('takes only what differs, is new, or was seen in a scenario', async () => {
    await writeRun(newest, [
      { baseline: 'a/one', actual: 'frames/aa.png', kind: 'new' },
      { baseline: 'a/two', actual: 'frames/aa.png', kind: 'changed' },
      { baseline: 'b/three', actual: 'frames/aa.png', kind: 'new', scenario: 'b' },
    ]);
    const list = async (...flags: string[]) => (await approve([...flags, '--list'])).stdout;
    expect(await list('--changed')).toBe('a/two  changed\n');
    expect(await list('--missing')).toBe('a/one  new\nb/three  new\n');
    expect(await list('--changed', '--missing', '--scenario', '^a$')).toBe(
      'a/one  new\na/two  changed\n',
    );
    expect(await list('--scenario', 'letter b')).toBe('b/three  new\n');
    expect(await list('--scenario', 'c')).toMatch(/^nothing to approve/);
    expect(await approve(['--scenario', '('])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/^--scenario: Invalid regular expression/),
    });
  });

  test('overwrites no baseline that has changed since the run, and does not write twice', async () => {
    await writeRun(newest, [
      { baseline: 'a/new', actual: 'frames/aa.png', kind: 'new' },
      { baseline: 'a/changed', actual: 'frames/aa.png', kind: 'changed' },
      { baseline: 'a/fine', actual: 'frames/aa.png', kind: 'new' },
    ]);
    const png = await writeFrame(newest, 'aa', 1);
    const other = encodePng({ ...oldFrame, data: new Uint8Array(24).fill(7) });
    await project.write('project/baselines/a/new.png', other);
    await project.write('project/baselines/a/changed.png', other);
    expect(await approve()).toEqual({
      exitCode: 2,
      stdout: '',
      stderr:
        'baselines/a/new.png has been made since the run looked at it; baselines/a/changed.png has changed since the run looked at it (run again, or remove the baseline if this picture is right all the same)\n',
    });
    expect(await listFiles()).not.toContain('project/baselines/a/fine.png');
    await project.write('project/baselines/a/new.png', png);
    await project.write('project/baselines/a/changed.png', encodePng(oldFrame));
    expect((await approve()).stdout).toBe(
      'baselines/a/new.png is that picture already\napproved baselines/a/changed.png (changed)\napproved baselines/a/fine.png (new)\n',
    );
  });

  test('says where the run saw the same screen match', async () => {
    await writeRun(newest, [
      { baseline: 'a/one', actual: 'frames/aa.png', kind: 'changed' },
      { baseline: 'a/one+dark', actual: 'frames/bb.png', kind: 'matched' },
    ]);
    expect((await approve(['--list'])).stdout).toBe(
      'a/one  changed; it also matched in this run\n',
    );
  });

  test.each([
    [['--interactive', '--list'], /^--interactive and --list/],
    [['--interactive', '--as-variant', 'dark'], /^--interactive asks for each variant/],
    [['--remove-obsolete', '--changed'], /^--remove-obsolete .* --changed is of no use/],
  ])('refuses %j', async (flags, message) => {
    const { exitCode, stderr } = await approve(flags);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
  });

  test('writes nothing in CI', async () => {
    await writeRun(newest, [{ baseline: 'a/one', actual: 'frames/aa.png', kind: 'new' }]);
    await writeFrame(newest, 'aa', 1);
    expect(await approve([], { CI: 'true' })).toEqual({
      exitCode: 2,
      stdout: '',
      stderr:
        'baselines are never written in CI (the variable CI is set) (approve on your own machine, look at the pictures, commit them)\n',
    });
    expect(await listFiles()).toEqual(['project/guestwright.yaml']);
    expect((await approve(['--list'], { CI: 'true' })).stdout).toBe('a/one  new\n');
  });
});

describe('approve --as-variant', () => {
  const seen = [
    { baseline: 'a/welcome', actual: 'frames/aa.png', kind: 'changed' },
    { baseline: 'a/summary', actual: 'frames/aa.png', kind: 'new' },
  ] as const;

  test('puts what a run saw beside the baseline', async () => {
    await writeRun(newest, seen);
    await writeFrame(newest, 'aa', 1);
    await project.write('project/baselines/a/welcome.png', 'the old one');
    const args = ['--as-variant', 'dark', '--only', 'a/welcome'];
    expect(await approve(args)).toEqual({
      exitCode: 0,
      stdout: 'approved baselines/a/welcome+dark.png (changed)\n',
      stderr: '',
    });
    const kept = await readFile(join(project.root, 'project/baselines/a/welcome.png'), 'utf8');
    expect(kept).toBe('the old one');

    expect(await approve(args)).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: 'a/welcome+dark is there already (take another word, or remove its picture first)\n',
    });
  });

  test('is no way to a first baseline, and needs a word', async () => {
    await writeRun(newest, seen);
    await writeFrame(newest, 'aa', 1);
    await project.write('project/baselines/a/welcome.png', 'the old one');
    const { exitCode, stderr } = await approve(['--as-variant', 'dark']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(
      /^a\/summary has no baseline yet, so it can have no variant \(accept it/,
    );
    for (const word of ['../x', 'a/b', 'a+b', '']) {
      const refused = await approve(['--as-variant', word]);
      expect(refused.stderr).toMatch(/^--as-variant: expected a word of letters/);
    }
    expect(await listFiles()).toEqual([
      'project/baselines/a/welcome.png',
      'project/guestwright.yaml',
    ]);
  });

  test('of a screen that came nearest to another variant', async () => {
    await writeRun(newest, [{ ...seen[0], baseline: 'a/welcome+dark' }]);
    await writeFrame(newest, 'aa', 1);
    await project.write('project/baselines/a/welcome.png', 'the old one');
    expect((await approve(['--as-variant', 'large'])).stdout).toBe(
      'approved baselines/a/welcome+large.png (changed)\n',
    );
  });
});

describe('hostile results', () => {
  test.each(['../../x', '../x', '/tmp/guestwright-x', 'a/../../x', 'a\\x', 'a\u0000b', '..', ''])(
    'with the baseline %j write nothing',
    async (baseline) => {
      await writeRun(newest, [
        { baseline: 'a/good', actual: 'frames/aa.png', kind: 'new' },
        { baseline, actual: 'frames/aa.png', kind: 'new' },
      ]);
      await writeFrame(newest, 'aa', 1);
      const { exitCode, stdout, stderr } = await approve();
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
      expect(stderr).toContain(
        `The screen name ${JSON.stringify(baseline)} cannot be a file's name`,
      );
      expect(await listFiles()).toEqual(['project/guestwright.yaml']);
    },
  );

  test.each(['../../guestwright.yaml', '/etc/passwd', 'frames/../../x.png', 'frames/AA.png'])(
    'with the picture %j offer nothing',
    async (actual) => {
      await writeRun(newest, [{ baseline: 'a/x', actual, kind: 'new' }]);
      expect((await approve()).stdout).toMatch(/^nothing to approve/);
      expect(await listFiles()).toEqual(['project/guestwright.yaml']);
    },
  );

  test('with a picture that is missing or none change nothing', async () => {
    const frames = `project/results/${newest}/frames`;
    await writeRun(newest, [
      { baseline: 'a/good', actual: 'frames/aa.png', kind: 'new' },
      { baseline: 'a/x', actual: 'frames/bb.png', kind: 'new' },
    ]);
    await writeFrame(newest, 'aa', 1);
    const missing = await approve();
    expect(missing.stderr).toMatch(/^results\/\S+\/frames\/bb\.png cannot be read: ENOENT/);

    await project.write(`${frames}/bb.png`, 'no picture');
    const broken = await approve();
    expect(broken.stderr).toContain('frames/bb.png cannot be read: it is not a PNG picture');

    expect([missing.exitCode, broken.exitCode]).toEqual([2, 2]);
    expect(await listFiles()).toEqual(['project/guestwright.yaml']);
  });

  test('with a link to another file copy nothing of it', async () => {
    const link = join(project.root, `project/results/${newest}/frames/aa.png`);
    await writeRun(newest, [{ baseline: 'a/x', actual: 'frames/aa.png', kind: 'new' }]);
    await mkdir(dirname(link), { recursive: true });
    await symlink('/etc/passwd', link);
    expect(await approve()).toMatchObject({ exitCode: 2, stdout: '' });
    expect(await listFiles()).toEqual(['project/guestwright.yaml']);
  });

  test('that are no events are told as such', async () => {
    await project.write(`project/results/${newest}/events.ndjson`, 'x\n');
    const { exitCode, stderr } = await approve();
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/events\.ndjson:1: expected a run-started event/);
  });
});
