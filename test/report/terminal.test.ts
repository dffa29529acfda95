import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { readEvents } from '../../src/report/read-events.ts';
import { terminalReporter } from '../../src/report/terminal.ts';
import type { RunEvent, ScenarioVerdict } from '../../src/runner/events.ts';
import { EVENTS_VERSION } from '../../src/runner/events.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { goldenRun } from './golden-run.ts';

const outline = (id: string) => ({
  ...{ id, name: `Name of ${id}`, file: `${id}.yaml`, tags: [], machine: 'demo' },
  steps: [
    { title: 'group', action: 'group', line: 3, col: 5 },
    { title: 'press a', action: 'press', line: 4, col: 9, depth: 1, file: 'part.yaml' },
  ],
});

function start(workers: number, ...ids: string[]): RunEvent {
  const version = EVENTS_VERSION;
  const scenarios = ids.map(outline);
  return {
    at: 0,
    type: 'run-started',
    version,
    run: 'r',
    guestwright: '1',
    scenarios,
    sources: {},
    workers,
  };
}

function attempt(scenario: string, number: number, verdict: ScenarioVerdict): RunEvent[] {
  const about = { at: 0, scenario, attempt: number };
  const isBad = verdict === 'failed';
  const trouble = { code: 'x', message: 'it is not there', hint: 'look' };
  return [
    { ...about, type: 'scenario-started' },
    { ...about, type: 'step-started', step: 1, round: 2 },
    {
      ...{ ...about, type: 'step-finished', step: 1, round: 2, durationMs: 10 },
      ...(isBad ? { verdict: 'failed', trouble } : { verdict: 'passed' }),
    },
    { ...about, type: 'scenario-finished', verdict, durationMs: 20 },
  ];
}

function show(events: readonly RunEvent[], isTTY = false): string {
  let text = '';
  const write = (more: string) => {
    text += more;
    return true;
  };
  const reporter = terminalReporter({ write, isTTY, columns: 60 } as never, new ManualClock());
  for (const event of events) reporter.on(event);
  return stripVTControlCharacters(text);
}

const end: RunEvent = { at: 0, type: 'run-finished', verdict: 'passed', durationMs: 1500 };

test('the golden run, to the letter', async () => {
  const text = show(await readEvents(goldenRun));
  await expect(text).toMatchFileSnapshot('golden-reports/terminal.txt');
});

test('neither a name nor what a guest shows moves the cursor or turns the text', () => {
  const events = attempt('a', 1, 'failed').map((event) =>
    event.type === 'step-finished'
      ? { ...event, trouble: { code: 'x', message: 'it says "\u001b[2J\u009b1m\r\u202Ex\n\ty"' } }
      : event,
  );
  expect(show([start(1, 'a'), ...events])).toContain(
    'part.yaml:4:9: it says "\uFFFD[2J\uFFFD1m\uFFFD\uFFFDx\n\ty"\n',
  );
});

test('one worker tells everything as it happens, with its place and its round', () => {
  expect(show([start(1, 'a', 'b'), ...attempt('a', 1, 'failed'), end])).toBe(`Name of a
    4   press a (2)  FAILED  10 ms
      part.yaml:4:9: it is not there
      look
FAILED  20 ms

1 failed, 1 not run in 1.5 s
`);
});

test('what is worth knowing of a step that passed stands below it', () => {
  const events = attempt('a', 1, 'passed').map((event) =>
    event.type === 'step-finished' ? { ...event, note: 'it may have missed' } : event,
  );
  expect(show([start(1, 'a'), ...events])).toBe(`Name of a
    4   press a (2)  ok  10 ms
      it may have missed
PASSED  20 ms

`);
});

test('the lines of several workers stay together, scenario by scenario', () => {
  const [a, b] = [attempt('a', 1, 'passed'), attempt('b', 1, 'passed')];
  const mixed = a.flatMap((event, index) => [event, b[index] ?? event]);
  const lines = show([start(2, 'a', 'b'), ...mixed, end]).split('\n');
  expect(lines.filter((line) => /^Name|^PASSED/.test(line))).toEqual([
    'Name of a',
    'PASSED  20 ms',
    'Name of b',
    'PASSED  20 ms',
  ]);
});

test('what is flaky comes first, with what went wrong before it passed', () => {
  const events = [...attempt('a', 1, 'failed'), ...attempt('a', 2, 'passed')];
  const text = show([start(1, 'a', 'b'), ...events, ...attempt('b', 1, 'known-issue'), end]);
  expect(text).toContain('Name of a, attempt 2\n');
  expect(text).toContain(
    'FLAKY  a: passed at attempt 2; before: it is not there\n1 flaky, 1 known issue in 1.5 s\n',
  );
});

test('on a terminal the last line is what is under way', () => {
  const [begun, step] = attempt('a', 1, 'passed');
  const events = [start(1, 'a'), begun, step].filter((event) => event !== undefined);
  expect(show(events, true)).toMatch(/\r +4 {3}press a \(2\) {2}0 ms$/);
  const both = [start(2, 'a', 'b'), begun, attempt('b', 1, 'passed')[0]];
  expect(
    show(
      both.filter((event) => event !== undefined),
      true,
    ),
  ).toMatch(/\ra 0 ms · b 0 ms$/);
});
