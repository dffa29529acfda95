import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findLastFailed } from '../../src/cli/last-failed.ts';
import { foldRun } from '../../src/report/fold.ts';
import { isTestRun } from '../../src/report/is-test-run.ts';
import { mergeRuns } from '../../src/report/merge-runs.ts';
import { readEvents } from '../../src/report/read-events.ts';
import { terminalReporter } from '../../src/report/terminal.ts';
import type { RunEvent } from '../../src/runner/events.ts';
import { makeTestFolder } from '../support/with-qemu.ts';

const id = 'test/installer > goes on';
const about = { scenario: id, attempt: 1 };
const outline = { name: 'goes on', file: 'test/installer.test.ts', tags: [], machine: 'demo' };

function stepOf(title: string, line: number) {
  return { title, action: 'press', line, col: 3 };
}

/** A run as guestwright/vitest writes it: what there is tells of itself when it begins. */
const events: readonly RunEvent[] = [
  {
    ...{ at: 1000, type: 'run-started', version: 2, run: 'r', guestwright: '0.1.0' },
    ...{ scenarios: [], sources: {} },
  },
  {
    ...{ at: 1010, type: 'scenario-started', ...about, outline },
    sources: { 'test/installer.test.ts': 'test()' },
  },
  { at: 1020, type: 'step-started', ...about, step: 0, outline: stepOf('press enter', 4) },
  { at: 1030, type: 'step-finished', ...about, step: 0, verdict: 'passed', durationMs: 10 },
  {
    ...{ at: 1040, type: 'step-started', ...about, step: 1 },
    outline: { ...stepOf('press tab', 7), file: 'test/help.ts' },
    sources: { 'test/help.ts': 'help()' },
  },
  {
    ...{ at: 1050, type: 'step-finished', ...about, step: 1, verdict: 'failed', durationMs: 10 },
    trouble: { code: 'x', message: 'no' },
  },
  { at: 1060, type: 'scenario-finished', ...about, verdict: 'failed', durationMs: 50 },
  { at: 1070, type: 'run-finished', verdict: 'failed', durationMs: 70 },
];

function writeRun(list: readonly RunEvent[], name = '2026-01-01T00-00-00-000-aaaa'): string {
  const results = makeTestFolder();
  mkdirSync(join(results, name));
  const lines = list.map((event) => `${JSON.stringify(event)}\n`).join('');
  writeFileSync(join(results, name, 'events.ndjson'), lines);
  return join(results, name);
}

test('scenarios and steps are known as soon as they begin', async () => {
  const { scenarios, sources, counts } = foldRun(await readEvents(writeRun(events)));
  expect(counts).toMatchObject({ failed: 1, passed: 0 });
  expect(scenarios[0]).toMatchObject({ id, name: 'goes on', machineName: 'demo' });
  expect(scenarios[0]?.steps).toMatchObject([
    { title: 'press enter', line: 4, verdict: 'passed' },
    { title: 'press tab', line: 7, file: 'test/help.ts', verdict: 'failed' },
  ]);
  expect(sources).toEqual({ 'test/installer.test.ts': 'test()', 'test/help.ts': 'help()' });
});

test('a run that was cut off has what had begun', () => {
  const { verdict, scenarios } = foldRun(events.slice(0, 5));
  expect(verdict).toBe('unfinished');
  expect(scenarios[0]).toMatchObject({ verdict: 'interrupted' });
  expect(scenarios[0]?.steps[1]).toMatchObject({ title: 'press tab', verdict: 'interrupted' });
});

test('each attempt has the steps that it came to', () => {
  const again = { ...about, attempt: 2 };
  const { scenarios } = foldRun([
    ...events.slice(0, 7),
    { at: 1100, type: 'scenario-started', ...again, outline },
    { at: 1110, type: 'step-started', ...again, step: 0, outline: stepOf('press esc', 9) },
    { at: 1120, type: 'step-finished', ...again, step: 0, verdict: 'passed', durationMs: 10 },
    { at: 1130, type: 'scenario-finished', ...again, verdict: 'passed', durationMs: 30 },
  ]);
  expect(scenarios[0]?.verdict).toBe('flaky');
  const titles = scenarios[0]?.attempts.map(({ steps }) => steps.map(({ title }) => title));
  expect(titles).toEqual([['press enter', 'press tab'], ['press esc']]);
});

test('a step that skips one, or a scenario that nobody told of, is no run of ours', () => {
  const gap = { ...about, step: 7, outline: stepOf('press enter', 4) };
  expect(() => foldRun([...events.slice(0, 2), { at: 1, type: 'step-started', ...gap }])).toThrow(
    'has no step 7',
  );
  const unknown = { ...about, scenario: 'other' };
  expect(() => foldRun([...events, { at: 1, type: 'scenario-started', ...unknown }])).toThrow(
    'the run has no scenario "other"',
  );
});

test('the terminal names them', () => {
  const lines: string[] = [];
  const write = (text: string) => lines.push(text) > 0;
  const terminal = terminalReporter({ write, isTTY: false, columns: 0 });
  for (const event of events) terminal.on(event);
  const said = lines.join('');
  expect(said).toContain('goes on');
  expect(said).toMatch(/4 +press enter/);
  expect(said).toContain('1 failed');
});

test('two of them become one, unless they have a test in common', async () => {
  const rename = JSON.stringify(events).replaceAll('goes on', 'stays');
  const [one, two] = [writeRun(events), writeRun(JSON.parse(rename))];
  const { path } = await mergeRuns([one, two], makeTestFolder());
  const { scenarios } = foldRun(await readEvents(path));
  expect(scenarios.map((scenario) => scenario.id).toSorted()).toEqual([
    'test/installer > goes on',
    'test/installer > stays',
  ]);
  await expect(mergeRuns([one, one], makeTestFolder())).rejects.toThrow('in common');
});

test('--last-failed looks past them: no YAML tells of their scenarios', async () => {
  expect(isTestRun(events)).toBe(true);
  const run = writeRun(events);
  await expect(findLastFailed(join(run, '..'))).rejects.toThrow('there is no run yet');
});
