import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { foldRun } from '../../src/report/fold.ts';
import { hasStarted, readEvents } from '../../src/report/read-events.ts';
import { listRuns } from '../../src/runner/run-folder.ts';
import { TestProject } from '../support/project.ts';
import { attachedMachines, startScreen } from '../support/screen-server.ts';

const KILLS = 50;
const REPEATS = 200;
const FILES = ['a', 'b', 'c', 'd'];
/** A run needs about a third of a second before its first scenario. */
const EARLIEST_MS = 200;
const LATEST_MS = 700;

test(`a run of two workers, killed ${KILLS} times and resumed, reports every scenario once`, {
  timeout: 120_000,
}, async () => {
  const project = new TestProject();
  project.write('guestwright.yaml', attachedMachines([await startScreen(), await startScreen()]));
  FILES.forEach((name, index) => {
    const text = `machine: demo${(index % 2) + 1}\nsteps:\n  - screenshot: s\n`;
    project.write(`scenarios/${name}.yaml`, text);
  });
  const flags = ['run', '--workers', '2', '--repeat-each', String(REPEATS)];

  const exits: (number | null)[] = [];
  for (let kill = 0; kill < KILLS; kill += 1) {
    const running = project.start(...flags, ...(exits.length > 0 ? ['--last-failed'] : []));
    const ended = new AbortController();
    void running.outcome.then(() => ended.abort());
    const ms = EARLIEST_MS + Math.random() * (LATEST_MS - EARLIEST_MS);
    await systemClock.wait(ms, ended.signal).catch(() => undefined);
    running.kill('SIGKILL');
    const { exitCode } = await running.outcome;
    if ((await listStarted(project)).length > 0) exits.push(exitCode);
  }
  const last = await project.run(...flags, '--last-failed');
  expect(last).toMatchObject({ exitCode: 0, stderr: '' });

  const passed: string[] = [];
  for (const folder of await listStarted(project)) {
    const { scenarios } = foldRun(await readEvents(folder));
    passed.push(...scenarios.filter(({ verdict }) => verdict === 'passed').map(({ id }) => id));
    const verdicts = new Set(scenarios.map(({ verdict }) => verdict));
    for (const verdict of verdicts) expect(['passed', 'interrupted', 'not-run']).toContain(verdict);
  }
  const all = FILES.flatMap((name) =>
    Array.from({ length: REPEATS }, (_, index) => (index === 0 ? name : `${name}#${index + 1}`)),
  );
  expect(passed.toSorted()).toEqual(all.toSorted());
  // Else nothing was cut off, and nothing is proven.
  expect(exits.filter((exitCode) => exitCode === null).length).toBeGreaterThan(KILLS / 2);
  expect(await project.run('run', '--last-failed')).toMatchObject({
    exitCode: 0,
    stdout: /^Nothing to run: all of it passed in /,
  });
});

/** The folders of the runs that came as far as to say what they were about, oldest first. */
async function listStarted(project: TestProject): Promise<string[]> {
  const results = join(project.folder, 'results');
  const started: string[] = [];
  for (const run of (await listRuns(results)).toReversed()) {
    const folder = join(results, run);
    if (await hasStarted(folder)) started.push(folder);
  }
  return started;
}
