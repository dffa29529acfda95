import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { foldRun } from '../../src/report/fold.ts';
import { readEvents } from '../../src/report/read-events.ts';
import { encodePng } from '../../src/screen/files/png.ts';
import { TestProject } from '../support/project.ts';
import { noReply, type QmpServer } from '../support/qmp-server.ts';
import { attachedMachines, ppm, startScreen } from '../support/screen-server.ts';

const RIGHT = 90;
const WRONG = 10;
const LOST = 'lost';

/** A machine that shows what `shades` says, the next one for each client; the last one stays. */
async function startChanging(shades: readonly (number | typeof LOST)[]): Promise<QmpServer> {
  let clients = 0;
  const server: QmpServer = await startScreen({
    qmp_capabilities: () => {
      clients += 1;
      return {};
    },
    screendump: ({ filename }) => {
      const shade = shades[Math.min(clients, shades.length) - 1] ?? RIGHT;
      if (shade === LOST) {
        server.disconnect();
        return noReply;
      }
      writeFileSync(String(filename), ppm(shade));
      return {};
    },
  });
  return server;
}

/** A project whose one scenario looks for the right shade. */
function projectOn(server: QmpServer, more = '', beside = ''): TestProject {
  const project = new TestProject();
  project.write('guestwright.yaml', attachedMachines([server]));
  project.write(
    'scenarios/a.yaml',
    `machine: demo1\n${more}steps:\n  - expect-screen: s\n${beside}`,
  );
  const frame = { width: 4, height: 2, data: new Uint8Array(24).fill(RIGHT) };
  project.write('baselines/a/s.png', '');
  writeFileSync(`${project.folder}/baselines/a/s.png`, encodePng(frame));
  return project;
}

async function summarize(project: TestProject) {
  return foldRun(await readEvents(project.runFolder));
}

describe('--retries', () => {
  test('makes a scenario flaky that passes at its second attempt; both keep what they saw', async () => {
    const project = projectOn(await startChanging([WRONG, RIGHT]));
    const { exitCode, stdout } = await project.run('run', '--retries', '2');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /\nFLAKY {2}a: passed at attempt 2; before: the screen is not "s".*\n1 flaky in /,
    );
    const summary = await summarize(project);
    expect(summary).toMatchObject({ verdict: 'passed', counts: { flaky: 1, passed: 0 } });
    const [first, second] = summary.scenarios[0]?.attempts ?? [];
    expect([first?.verdict, second?.verdict]).toEqual(['failed', 'passed']);
    expect(first?.steps[0]?.picture).not.toBe(second?.steps[0]?.picture);
    expect([first?.serialLog, second?.serialLog]).toEqual(['serial/a.log', 'serial/a@2.log']);
  });

  test('fails the run for a flaky one with --fail-on-flaky', async () => {
    const project = projectOn(await startChanging([WRONG, RIGHT]));
    const flags = ['--retries', '1', '--fail-on-flaky'];
    expect((await project.run('run', ...flags)).exitCode).toBe(1);
    expect(await summarize(project)).toMatchObject({ verdict: 'failed', counts: { flaky: 1 } });
  });

  test('gives up after so many', async () => {
    const project = projectOn(await startChanging([WRONG]));
    expect((await project.run('run', '--retries', '2')).exitCode).toBe(1);
    const { scenarios } = await summarize(project);
    expect(scenarios).toMatchObject([{ verdict: 'failed', attempt: 3 }]);
  });

  test('is what the scenario says, if it says anything', async () => {
    const project = projectOn(await startChanging([WRONG]), 'retries: 1\n');
    expect((await project.run('run', '--retries', '5')).exitCode).toBe(1);
    expect((await summarize(project)).scenarios).toMatchObject([{ attempt: 2 }]);
  });

  test('tries again where the machine was lost, which is no flakiness', async () => {
    const project = projectOn(await startChanging([LOST, RIGHT]));
    expect((await project.run('run', '--retries', '1')).exitCode).toBe(0);
    const { scenarios, counts } = await summarize(project);
    expect(counts).toMatchObject({ passed: 1, flaky: 0 });
    expect(scenarios[0]?.attempts.map(({ verdict }) => verdict)).toEqual(['error', 'passed']);
  });

  test('never calls a lost machine a failed scenario', async () => {
    const project = projectOn(await startChanging([LOST]));
    expect((await project.run('run', '--retries', '1')).exitCode).toBe(3);
    expect(await summarize(project)).toMatchObject({ verdict: 'error', counts: { error: 1 } });
  });
});

describe('known-issue', () => {
  const issue = 'https://issues.example/7';
  const mark = `    known-issue: ${issue}\n`;

  test('beside a step makes its failure no failure of the run', async () => {
    const project = projectOn(await startChanging([WRONG]), '', mark);
    const { exitCode, stdout } = await project.run('run', '--retries', '3');
    expect(exitCode).toBe(0);
    expect(stdout).toContain(issue);
    expect(stdout).toContain('\n1 known issue in ');
    const { scenarios } = await summarize(project);
    expect(scenarios).toMatchObject([
      {
        verdict: 'known-issue',
        attempt: 1,
        steps: [{ verdict: 'known-issue', knownIssue: issue }],
      },
    ]);
  });

  test('may stand in the rules of a baseline', async () => {
    const project = projectOn(await startChanging([WRONG]));
    project.write('baselines/a/s.yaml', `known-issue: ${issue}\n`);
    expect((await project.run('run')).exitCode).toBe(0);
    expect((await summarize(project)).counts).toMatchObject({ 'known-issue': 1 });
  });

  test('does not excuse the machine', async () => {
    const project = projectOn(await startChanging([LOST]), '', mark);
    expect((await project.run('run')).exitCode).toBe(3);
  });

  test('is noted when it passes, and fails once it has passed for five runs', async () => {
    const project = projectOn(await startChanging([RIGHT]), '', mark);
    const codes: (number | null)[] = [];
    for (let run = 1; run <= 5; run += 1) {
      const { exitCode, stdout } = await project.run('run');
      codes.push(exitCode);
      expect(stdout).toContain(`passed, though it has a known issue: ${issue}\n`);
    }
    expect(codes).toEqual([0, 0, 0, 0, 0]);
    for (let again = 1; again <= 2; again += 1) {
      const { exitCode, stdout } = await project.run('run');
      expect(exitCode).toBe(1);
      expect(stdout).toContain(
        `scenarios/a.yaml:3:5: the known issue ${issue} seems gone: the step has passed in the last 5 runs, and now again\n      remove the mark known-issue\n`,
      );
    }
  });

  test('is a mistake where it is no address', async () => {
    const project = projectOn(await startChanging([RIGHT]), '', '    known-issue: "#7"\n');
    const { exitCode, stderr } = await project.run('run');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('expected the address of an issue (https://...), got "#7"');
  });
});
