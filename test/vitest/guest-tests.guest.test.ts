import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunSummary } from '../../src/report/fold.ts';
import type { CliResult } from '../support/run-cli.ts';
import { scenarioOf, VitestProject } from './vitest-project.ts';

const good = `
import { expect, test } from 'guestwright/vitest';

test.override({ baselines: 'demo/keyboard' });

test.describe('the installer', () => {
  test('goes on with enter', async ({ guest }) => {
    await expect(guest).toMatchScreen('welcome');
    await guest.keyboard.press('enter');
    await expect(guest).toMatchScreen('licence');
    await expect(guest).not.toMatchScreen('welcome');
    const frame = await guest.screen.capture();
    expect(frame.width).toBe(1024);
  });

  test('is read', async ({ guest }) => {
    await expect(guest).toShowText(/Welcome to \\w+/);
    await expect(guest).not.toShowText('/Welcome/', { region: [88, 104, 800, 100] });
  });
});

test.fails('that fails as it should', async ({ guest }) => {
  await expect(guest).toMatchScreen('licence', { timeout: 0 });
});
`;

const bad = `
import { expect, guestTest } from 'guestwright/vitest';
import { look } from './look.ts';

const test = guestTest({ machine: 'demo', baselines: 'demo/keyboard' });

test('mismatch', async ({ guest }) => {
  await look(guest, 'licence');
});

test('no baseline', async ({ guest }) => {
  await expect(guest).toMatchScreen('first');
  await guest.keyboard.press('enter');
  await expect(guest).toMatchScreen('second');
});

test('shows', async ({ guest }) => {
  await expect(guest).not.toMatchScreen('welcome', { timeout: 300 });
});

test('nothing to compare', async ({ guest }) => {
  await expect(guest).not.toMatchScreen('third', { timeout: 0 });
});

test('own', async ({ guest }) => {
  await guest.pointer.click({ x: 812, y: 612 });
  expect(1 + 1).toBe(3);
});

test('late', { timeout: 6000 }, async ({ guest }) => {
  await guest.screen.waitUntilStill({ quietMs: 60_000, timeoutMs: 60_000 });
});

let kept;
test('loose', async ({ guest }) => {
  kept = guest;
  guest.screen.waitUntilStill({ quietMs: 60_000, timeoutMs: 60_000 }).catch(() => {});
});

test('over', async () => {
  await kept.keyboard.press('enter');
});

test('key', async ({ guest }) => {
  await guest.keyboard.press('entr');
});

test('option', async ({ guest }) => {
  await expect(guest).toMatchScreen('welcome', { maxDifPixels: 3 });
});

test('not a guest', async () => {
  await expect({}).toMatchScreen('welcome');
});

test.describe('elsewhere', () => {
  test.override({ machine: 'dem' });
  test('machine', async ({ guest }) => {
    await guest.screen.capture();
  });
});
`;

const helper = `
import { expect } from 'guestwright/vitest';

export async function look(guest, name) {
  await expect(guest).toMatchScreen(name, { timeout: '400ms' });
}
`;

const kept = `
import { expect, guestTest } from 'guestwright/vitest';

const test = guestTest({ scope: 'file', baselines: 'demo/keyboard' });

test('one', async ({ guest }) => {
  await guest.keyboard.press('enter');
  await expect(guest).toMatchScreen('licence');
});

test('two goes on where one has ended', async ({ guest }) => {
  await expect(guest).toMatchScreen('licence');
  await guest.keyboard.press('spc');
  await expect(guest).toMatchScreen('licence-accepted');
});

test('flaky', { retry: 1 }, async ({ guest, task }) => {
  const name = task.result.retryCount === 0 ? 'welcome' : 'licence-accepted';
  await expect(guest).toMatchScreen(name, { timeout: 0 });
});
`;

let project: VitestProject;
let outcome: CliResult;
let run: RunSummary;

beforeAll(async () => {
  project = new VitestProject();
  project.write('test/good.test.ts', good);
  project.write('test/bad.test.ts', bad);
  project.write('test/look.ts', helper);
  project.write('test/kept.spec.ts', kept);
  outcome = await project.runVitest();
  run = await project.readRun();
}, 200_000);

afterAll(() => project.remove());

function failureOf(name: string): string {
  const [, told = ''] = outcome.stderr.split(new RegExp(`FAIL .* > ${name}\\n(?! FAIL)`));
  return told.split('⎯⎯⎯⎯⎯⎯⎯⎯')[0] ?? '';
}

test('all files are one run, whatever worker had them', () => {
  expect(project.runs).toHaveLength(1);
  expect(run.verdict).toBe('failed');
  expect(outcome.exitCode).toBe(1);
  expect(outcome.stdout).toContain(`Report: results/${project.runs[0]}/report/index.html`);
  const files = new Set(run.scenarios.map(({ file }) => file));
  expect([...files].toSorted()).toEqual([
    'test/bad.test.ts',
    'test/good.test.ts',
    'test/kept.spec.ts',
  ]);
});

test('no machine is left', () => {
  expect(project.guests).toEqual([]);
});

describe('a test that passes', () => {
  test('is a scenario with its calls as steps, each at its place', () => {
    const scenario = scenarioOf(run, 'the installer > goes on with enter');
    expect(scenario).toMatchObject({
      id: 'test/good > the installer > goes on with enter',
      verdict: 'passed',
      machineName: 'demo',
    });
    const steps = scenario.steps.map(({ title, line, col }) => `${line}:${col} ${title}`);
    expect(steps).toEqual([
      '8:25 expect-screen welcome',
      '9:26 press enter',
      '10:25 expect-screen licence',
      '11:29 not expect-screen welcome',
      '12:38 screenshot',
    ]);
    expect(scenario.steps.map(({ picture }) => picture !== undefined)).not.toContain(false);
  });

  test('reads texts, and takes a text for what it is', () => {
    const { verdict, steps } = scenarioOf(run, 'the installer > is read');
    expect(verdict).toBe('passed');
    expect(steps[0]?.text).toMatchObject({ sought: '/Welcome to \\w+/', reader: 'ocr' });
  });

  test('its source is in the run', () => {
    expect(run.sources['test/good.test.ts']).toContain("toMatchScreen('welcome')");
  });

  test('that is meant to fail has passed', () => {
    expect(scenarioOf(run, 'that fails as it should').verdict).toBe('passed');
  });
});

describe('a test that fails', () => {
  test('says where the screen differs and what it is instead, at the line of the call', () => {
    const told = failureOf('mismatch');
    expect(told).toMatch(/the screen is not "licence" after .* pixels differ, at 152,204/);
    expect(told).toContain('This is the screen "welcome"');
    expect(told).toContain('accept it with: guestwright approve');
    expect(told).toContain('test/look.ts:5:3');
    const { steps } = scenarioOf(run, 'mismatch');
    expect(steps[0]).toMatchObject({ verdict: 'failed', file: 'test/look.ts', line: 5 });
    expect(steps[0]?.screen).toMatchObject({ baseline: 'demo/keyboard/licence' });
    expect(run.sources['test/look.ts']).toContain('export async function look');
  });

  test('for want of baselines goes on, so that one run collects all of them', () => {
    expect(outcome.stderr).toContain(
      '"first" has no baseline yet: baselines/demo/keyboard/first.png does not exist',
    );
    expect(outcome.stderr).toContain('"second" has no baseline yet');
    const { verdict, steps } = scenarioOf(run, 'no baseline');
    expect(verdict).toBe('failed');
    expect(steps.map((step) => step.trouble?.code)).toEqual([
      'missing-baseline',
      undefined,
      'missing-baseline',
    ]);
  });

  test('because something shows that should not says so', () => {
    expect(failureOf('shows')).toMatch(/the screen "welcome" shows, and should not after 0\.\d s/);
    expect(failureOf('nothing to compare')).toContain(
      '"third" has no baseline, so nothing can be unlike it',
    );
  });

  test('by an expectation of its own tells that one', () => {
    const { steps, trouble, trace } = scenarioOf(run, 'own');
    expect(trouble).toMatchObject({ code: 'test-failed' });
    expect(trouble?.message).toContain('expected 2 to be 3');
    expect(steps.map(({ title }) => title)).toEqual(['click at 812,612']);
    expect(trace).toBeDefined();
  });

  test('when its time is up ends the step that is under way', () => {
    expect(failureOf('late')).toContain('Test timed out in 6000ms');
    const { verdict, steps, durationMs } = scenarioOf(run, 'late');
    expect(verdict).toBe('failed');
    expect(steps[0]).toMatchObject({
      verdict: 'failed',
      trouble: { code: 'timeout', message: 'Test timed out in 6000ms.' },
    });
    expect(durationMs).toBeLessThan(30_000);
  });

  test('since it does not wait for what it called says for what', () => {
    expect(failureOf('loose')).toMatch(
      /the test ended before wait until still for 60000 ms \(test\/bad\.test\.ts:\d+:\d+\) did: await/,
    );
    expect(scenarioOf(run, 'loose').verdict).toBe('failed');
    expect(failureOf('over')).toContain('the test was over before: press enter');
  });

  test.each([
    ['key', 'unknown key "entr". Did you mean "enter"?'],
    ['option', 'unknown option "maxDifPixels". Did you mean "maxDiffPixels"?'],
    ['not a guest', 'toMatchScreen: expected the guest of a test from guestwright/vitest'],
    ['elsewhere > machine', 'there is no machine "dem". Did you mean "demo"?'],
  ])('%s: %s', (name, message) => {
    expect(failureOf(name)).toContain(message);
  });
});

describe('one guest for a file', () => {
  test('each test finds what the one before left', () => {
    expect(scenarioOf(run, 'two goes on where one has ended').verdict).toBe('passed');
  });

  test('each test has its part of the serial log', () => {
    const logOf = (name: string) =>
      readFileSync(join(project.runFolder, scenarioOf(run, name).serialLog ?? ''), 'latin1');
    expect(logOf('one')).toContain('screen licence\n');
    expect(logOf('two goes on where one has ended')).toContain('scan 39\n');
    expect(logOf('two goes on where one has ended')).not.toContain('screen licence\n');
  });

  test('a test that passes when it is tried again is flaky', () => {
    const { verdict, attempts } = scenarioOf(run, 'flaky');
    expect(verdict).toBe('flaky');
    expect(attempts.map((attempt) => attempt.verdict)).toEqual(['failed', 'passed']);
  });
});

describe('what works on a run works on this one', () => {
  test('report writes it again', async () => {
    const { exitCode, stdout } = await project.runCommand('report', '--reporter', 'terminal,html');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('mismatch');
    expect(stdout).toContain('report/index.html');
  });

  test('approve finds what it saw', async () => {
    const { stdout } = await project.runCommand('approve', '--list');
    expect(stdout).toContain('demo/keyboard/first  new');
    expect(stdout).toContain('demo/keyboard/second  new');
    expect(stdout).toContain('demo/keyboard/licence  changed');
  });
});
