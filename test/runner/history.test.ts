import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunEvent, StepVerdict } from '../../src/runner/events.ts';
import { EVENTS_VERSION } from '../../src/runner/events.ts';
import { KNOWN_ISSUE_GONE, readHistory } from '../../src/runner/history.ts';
import { makeProjectFolder, type ProjectFolder } from '../support/project-folder.ts';

const issue = 'https://issues.example/1';

let project: ProjectFolder;
beforeEach(async () => {
  project = await makeProjectFolder();
});
afterEach(() => project.remove());

/** A run of the given day, with these events behind its first one. */
async function write(day: number, events: readonly object[], version: number = EVENTS_VERSION) {
  const lines = [{ at: 0, type: 'run-started', version }, ...events];
  const name = `2026-01-${String(day).padStart(2, '0')}T00-00-00-000-abcd`;
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  await project.write(
    join('results', name, 'events.ndjson'),
    `${text}{"at":1,"type":"scenario-fin`,
  );
}

function finished(scenario: string, durationMs: number, verdict = 'passed'): object {
  return { at: 1, type: 'scenario-finished', scenario, attempt: 1, verdict, durationMs };
}

function marked(scenario: string, verdict: StepVerdict, more: Partial<RunEvent> = {}): object {
  return {
    at: 1,
    type: 'step-finished',
    scenario,
    attempt: 1,
    step: 0,
    verdict,
    knownIssue: issue,
    ...more,
  };
}

const read = () => readHistory(join(project.root, 'results'));

test('knows the last duration of a scenario that came to its end, repetitions included', async () => {
  await write(1, [finished('a', 10), finished('b', 20)]);
  await write(2, [finished('a', 30), finished('b#2', 40), finished('c', 50, 'interrupted')]);
  await write(3, [finished('a', 99)], EVENTS_VERSION - 1);
  const { durationOf } = await read();
  expect(['a', 'b', 'b#3', 'c'].map(durationOf)).toEqual([30, 40, 40, undefined]);
});

test('counts the runs in which a known issue has passed since it failed last', async () => {
  await write(1, [marked('a', 'passed')]);
  await write(2, [marked('a', 'known-issue'), marked('a', 'passed')]);
  await write(3, [marked('a', 'passed')]);
  await write(4, []);
  await write(5, [marked('a#2', 'passed'), marked('b', 'passed')]);
  const gone = { trouble: { code: KNOWN_ISSUE_GONE, message: '' } } as Partial<RunEvent>;
  await write(6, [marked('a', 'failed', gone), marked('b', 'error')]);
  const { passesOf } = await read();
  expect([passesOf('a', issue), passesOf('b', issue), passesOf('c', issue)]).toEqual([3, 1, 0]);
  expect(passesOf('a', 'https://issues.example/2')).toBe(0);
});

test('is empty where nothing has run', async () => {
  expect((await read()).durationOf('a')).toBeUndefined();
});
