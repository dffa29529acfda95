import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EVENTS_VERSION, type RunEvent } from '../../src/runner/events.ts';
import { encodePng } from '../../src/screen/files/png.ts';
import { makeProjectFolder, type ProjectFolder } from '../support/project-folder.ts';
import { runCli } from '../support/run-cli.ts';

// Every call is a process of its own.
vi.setConfig({ testTimeout: 60_000 });

const picture = encodePng({
  width: 4,
  height: 4,
  data: Uint8Array.from({ length: 48 }, (_, i) => i),
});
const scenario = `machine: bare
steps:
  - wait-for-screen: welcome
  - expect-screen: summary
    when: licence
  - click: { on: button }
`;

let project: ProjectFolder;
beforeEach(async () => {
  project = await makeProjectFolder({
    'guestwright.yaml': 'machines:\n  bare: { memory: 64M, boot-screen: boot/done }\n',
    'scenarios/a.yaml': scenario,
    'scenarios/b.yaml': 'machine: bare\nsteps:\n  - wait-for-screen: welcome\n',
    'baselines/a/welcome.png': picture,
    'baselines/a/welcome+dark.png': picture,
    'baselines/a/summary.png': picture,
    'baselines/a/button.png': picture,
    'baselines/boot/done.png': picture,
    'baselines/b/welcome.png': picture,
  });
});
afterEach(() => project.remove());

const check = (...args: string[]) =>
  runCli(['check', '--baselines', ...args], { cwd: project.root });

function eventsOf(seen: readonly (readonly [baseline: string, verdict: 'passed' | 'failed'])[]) {
  const events: RunEvent[] = [
    {
      at: 0,
      type: 'run-started',
      version: EVENTS_VERSION,
      run: 'x',
      guestwright: '0.0.0',
      scenarios: [],
      sources: {},
    },
    ...seen.map(
      ([baseline, verdict], step): RunEvent => ({
        at: 1,
        type: 'step-finished',
        scenario: 'a',
        attempt: 1,
        step,
        verdict,
        durationMs: 1,
        screen: { name: 'x', baseline, actual: 'frames/aa.png' },
      }),
    ),
  ];
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
}

test('no run yet: all screens are unproven, and what nobody names is unused', async () => {
  await project.write('baselines/old/gone.png', picture);
  const { exitCode, stdout, stderr } = await check();
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout.split('\n').filter((line) => !line.startsWith('ok'))).toEqual([
    'unused  old/gone  no scenario names it',
    'never matched  a/summary  there is no run yet',
    'never matched  a/welcome  there is no run yet',
    'never matched  a/welcome+dark  there is no run yet',
    'never matched  b/welcome  there is no run yet',
    '',
  ]);
});

test('a run tells which ones are seen; those of scenarios that were not checked count too', async () => {
  const run = eventsOf([
    ['a/welcome', 'passed'],
    ['b/welcome', 'passed'],
    ['a/summary', 'failed'],
  ]);
  await project.write('results/2026-01-02T00-00-00-0000/events.ndjson', run);
  await project.write('results/2026-01-03T00-00-00-0000/events.ndjson', 'broken\n');
  const { stdout } = await check('scenarios/a.yaml');
  expect(stdout).not.toContain('ok  b');
  expect(stdout).toContain('never matched  a/summary  in the newest 2 runs\n');
  expect(stdout.match(/never matched/g)).toHaveLength(1);
  expect(stdout).not.toContain('unused');
});

test('all in use', async () => {
  const seen = ['a/welcome', 'a/summary', 'b/welcome'].map((name) => [name, 'passed'] as const);
  await project.write('results/2026-01-02T00-00-00-0000/events.ndjson', eventsOf(seen));
  expect((await check()).stdout).toMatch(/\nevery baseline is in use\n$/);
});
