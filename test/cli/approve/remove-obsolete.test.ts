import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  EVENTS_VERSION,
  type RunEvent,
  type ScenarioVerdict,
  type ShardOutline,
} from '../../../src/runner/events.ts';
import { encodePng } from '../../../src/screen/files/png.ts';
import { makeProjectFolder, type ProjectFolder } from '../../support/project-folder.ts';
import { runCli } from '../../support/run-cli.ts';
import { askApi, hearAddress } from '../../support/served-report.ts';
import { Conversation } from '../../support/terminal.ts';

// Every call is a process of its own.
vi.setConfig({ testTimeout: 60_000 });

const picture = encodePng({ width: 2, height: 2, data: new Uint8Array(12) });
const newest = '2026-01-02T00-00-00-0000';
const older = '2026-01-01T00-00-00-0000';

let project: ProjectFolder;
beforeEach(async () => {
  project = await makeProjectFolder({
    'guestwright.yaml': 'machines:\n  bare: { memory: 64M, boot-screen: boot/done }\n',
    'scenarios/a.yaml': 'machine: bare\nsteps:\n  - wait-for-screen: welcome\n',
    'scenarios/b.yaml': 'machine: bare\nsteps:\n  - wait-for-screen: welcome\n',
    'tests/c.test.ts': '',
    'baselines/a/welcome.png': picture,
    'baselines/a/welcome+dark.png': picture,
    'baselines/b/welcome.png': picture,
    'baselines/boot/done.png': picture,
    'baselines/a/old.png': picture,
    'baselines/a/old.yaml': 'threshold: 0.1\n',
    'baselines/gone/old+dark.png': picture,
  });
});
afterEach(() => project.remove());

const remove = (flags: readonly string[] = [], env: Record<string, string> = {}) =>
  runCli(['approve', '--remove-obsolete', ...flags], { cwd: project.root, env });

interface Told {
  readonly scenarios?: Readonly<Record<string, ScenarioVerdict | 'not-run'>>;
  readonly file?: string;
  readonly saw?: readonly string[];
  readonly shard?: ShardOutline;
  readonly mergedFrom?: readonly string[];
  readonly isCutOff?: boolean;
}

const wholeRun = { a: 'passed', b: 'failed' } as const;

function writeRun(run: string, told: Told = {}): Promise<string> {
  const { scenarios = wholeRun, saw = [], file, shard, mergedFrom, isCutOff = false } = told;
  const step = { title: 'wait', action: 'wait-for-screen', line: 1, col: 1 };
  const about = { at: 1, attempt: 1 };
  const ids = Object.keys(scenarios);
  const events: RunEvent[] = [
    {
      ...{ at: 0, type: 'run-started', version: EVENTS_VERSION, run, guestwright: '0.0.0' },
      ...{ sources: {}, ...(shard && { shard }), ...(mergedFrom && { mergedFrom }) },
      scenarios: ids.map((id) => ({
        ...{ id, name: id, file: file ?? `scenarios/${id}.yaml`, tags: [], machine: 'bare' },
        steps: saw.map(() => step),
      })),
    },
  ];
  for (const [id, verdict] of Object.entries(scenarios)) {
    if (verdict === 'not-run') continue;
    events.push({ ...about, type: 'scenario-started', scenario: id });
    for (const [index, baseline] of saw.entries()) {
      events.push({
        ...{ ...about, type: 'step-finished', scenario: id, step: index, verdict: 'passed' },
        durationMs: 1,
        screen: { name: 'x', baseline, actual: 'frames/aa.png' },
      });
    }
    const end = { ...about, type: 'scenario-finished', scenario: id, durationMs: 1 } as const;
    events.push({ ...end, verdict });
  }
  if (!isCutOff) events.push({ at: 2, type: 'run-finished', verdict: 'failed', durationMs: 2 });
  const lines = events.map((event) => `${JSON.stringify(event)}\n`).join('');
  return project.write(`results/${run}/events.ndjson`, lines);
}

const files = (folder: string) => readdirSync(join(project.root, 'baselines', folder)).toSorted();

describe('approve --remove-obsolete', () => {
  test('lists and removes what no scenario names and the run did not look at', async () => {
    await writeRun(newest);
    expect(await remove(['--list'])).toEqual({
      exitCode: 0,
      stdout:
        'obsolete baselines/a/old.png\nobsolete baselines/a/old.yaml\nobsolete baselines/gone/old+dark.png\n',
      stderr: '',
    });
    expect(files('a')).toContain('old.png');
    expect((await remove()).stdout).toBe(
      'removed baselines/a/old.png\nremoved baselines/a/old.yaml\nremoved baselines/gone/old+dark.png\n',
    );
    expect(files('a')).toEqual(['welcome+dark.png', 'welcome.png']);
    expect(files('boot')).toEqual(['done.png']);
    expect((await remove()).stdout).toBe('every baseline is in use\n');
  });

  test('keeps what the run looked at, and what tests that are still there did', async () => {
    await writeRun(newest, { saw: ['a/old'] });
    const tests = { scenarios: { c: 'passed' }, saw: ['gone/old+dark'] } as const;
    await writeRun(older, { ...tests, file: 'tests/c.test.ts' });
    expect((await remove()).stdout).toBe('every baseline is in use\n');
    await writeRun(older, { ...tests, file: 'tests/removed.test.ts' });
    expect((await remove(['--list'])).stdout).toBe('obsolete baselines/gone/old+dark.png\n');
  });

  const shard = { index: 1, total: 2, all: [] };
  test.each<[string, Told, string]>([
    ['left one out', { scenarios: { a: 'passed' } }, `${newest} is without b`],
    [
      'was interrupted',
      { scenarios: { a: 'passed', b: 'interrupted' } },
      `in ${newest}, b did not come to an end`,
    ],
    [
      'lost a machine and began nothing more',
      { scenarios: { a: 'error', b: 'not-run' } },
      `in ${newest}, a and 1 more did not come to an end`,
    ],
    ['was cut off', { isCutOff: true }, `${newest} was cut off`],
    ['is a shard', { shard }, `${newest} is part 1 of 2, which merge puts together`],
  ])('refuses after a run that %s', async (_, told, reason) => {
    await writeRun(newest, told);
    for (const flags of [[], ['--list']]) {
      expect(await remove(flags)).toEqual({
        exitCode: 2,
        stdout: '',
        stderr: `obsolete baselines are told only by a run of everything: ${reason} (run all scenarios to their end: guestwright run)\n`,
      });
    }
    expect(files('a')).toContain('old.png');
  });

  test.each<[string, Told, readonly string[]]>([
    ['of everything names them', {}, ['a/old', 'gone/old+dark']],
    ['that was cut off names none', { isCutOff: true }, []],
  ])('the served report of a run %s', async (_, told, obsolete) => {
    await writeRun(newest, told);
    const serving = Conversation.byPipe(['report', '--serve'], { cwd: project.root });
    const page = await hearAddress(serving);
    expect(await askApi(page, 'obsolete')).toEqual({ obsolete });
    serving.interrupt();
    expect(await serving.ended).toBe(0);
  });

  test('takes a merged run, and a run of repetitions, for a whole one', async () => {
    await writeRun(older, { shard, mergedFrom: ['x', 'y'] });
    expect((await remove([older, '--list'])).stdout).toMatch(/^obsolete/);
    await writeRun(newest, { scenarios: { a: 'passed', 'a#2': 'passed', b: 'passed' } });
    expect((await remove(['--list'])).stdout).toMatch(/^obsolete/);
  });

  test('removes nothing in CI, nor while a scenario has mistakes', async () => {
    await writeRun(newest);
    const inCi = await remove([], { CI: '1' });
    expect(inCi).toMatchObject({ exitCode: 2, stdout: '' });
    expect(inCi.stderr).toMatch(/^baselines are never removed in CI .*--list/);
    await project.write('scenarios/d.yaml', 'machine: bare\nsteps: 7\n');
    expect((await remove()).stderr).toMatch(/1 mistake\n$/);
    expect(files('a')).toContain('old.png');
  });
});
