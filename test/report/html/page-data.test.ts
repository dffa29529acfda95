import { beforeAll, describe, expect, test } from 'vitest';
import { listCandidates } from '../../../src/report/candidates.ts';
import { foldRun, type RunSummary } from '../../../src/report/fold.ts';
import { isSerialLog, makePageAttempt } from '../../../src/report/html/page-attempt.ts';
import type { PageAttempt, PageRun } from '../../../src/report/html/page-data.ts';
import { listAttempts, makePageRun } from '../../../src/report/html/page-run.ts';
import { readEvents } from '../../../src/report/read-events.ts';
import { readTrace, type TraceLine } from '../../../src/report/trace.ts';
import type { RunEvent } from '../../../src/runner/events.ts';
import { goldenRun } from '../golden-run.ts';

let summary: RunSummary;
let page: PageRun;
beforeAll(async () => {
  summary = foldRun(await readEvents(goldenRun));
  page = makePageRun(summary, () => true);
});

async function open(id: string, attempt: number): Promise<PageAttempt> {
  const all = listAttempts(summary);
  const one = all.find((each) => each.scenario.id === id && each.attempt.attempt === attempt);
  if (!one) throw new Error(`no ${id}/${attempt}`);
  const trace = await readTrace(goldenRun, one.attempt.trace);
  return makePageAttempt(one, summary.sources, { trace, sizes: new Map() });
}

describe('the summary', () => {
  test('has every scenario, and each attempt names the file of its details', () => {
    const told = page.scenarios.map(({ id, verdict, attempts }) => [
      id,
      verdict,
      attempts.map(({ data }) => data),
    ]);
    expect(told).toEqual([
      ['demo/keyboard', 'passed', [0]],
      ['demo/pointer', 'flaky', [1, 2]],
      ['demo/wrong-host-name', 'failed', [3]],
      ['demo/german[layout=de]', 'known-issue', [4]],
      ['demo/about', 'failed', [5]],
      ['demo/blocks', 'passed', [6]],
      ['boot/uefi', 'error', [7]],
      ['boot/reset', 'error', [8]],
      ['demo/upgrade', 'not-run', []],
    ]);
    const numbered = listAttempts(summary).map(({ scenario }) => scenario.id);
    expect(numbered[2]).toBe('demo/pointer');
    expect(numbered[8]).toBe('boot/reset');
  });

  test('says what went wrong and at which step, of a flaky one too', () => {
    const trouble = (id: string) => page.scenarios.find((each) => each.id === id)?.trouble;
    expect(trouble('demo/wrong-host-name')).toEqual({
      step: 13,
      message: 'the screen is not "summary" after 4 s: 167 pixels differ, at 370,319 (48x10)',
    });
    expect(trouble('demo/pointer')?.step).toBe(7);
    expect(trouble('boot/uefi')).toEqual({
      message: 'cannot start qemu-system-aarch64: it is not installed',
    });
    expect(trouble('demo/keyboard')).toBeUndefined();
  });

  test('names what could become a baseline and where it was seen', () => {
    expect(page.candidates.map(({ picture, ...rest }) => rest)).toEqual([
      {
        baseline: 'demo/pointer/hostname',
        alsoMatched: true,
        reason: 'changed',
        scenario: 'demo/pointer',
        attempt: 1,
        step: 7,
      },
      {
        baseline: 'demo/keyboard/summary',
        alsoMatched: true,
        reason: 'changed',
        scenario: 'demo/wrong-host-name',
        attempt: 1,
        step: 13,
      },
      { baseline: 'demo/about/about', reason: 'new', scenario: 'demo/about', attempt: 1, step: 3 },
    ]);
  });

  test('names the picture that approve takes, when two scenarios beside each other saw one', () => {
    const step = { title: 'wait', action: 'wait-for-screen', line: 1, col: 1 };
    const outline = { name: 'a', file: 'a.yaml', tags: [], machine: 'demo', steps: [step] };
    const begin = (scenario: string): RunEvent[] => [
      { at: 1, type: 'scenario-started', scenario, attempt: 1 },
      { at: 1, type: 'step-started', scenario, attempt: 1, step: 0 },
    ];
    const finish = (scenario: string, at: number): RunEvent => ({
      ...{ at, type: 'step-finished', scenario, attempt: 1, step: 0, verdict: 'failed' },
      durationMs: at - 1,
      trouble: { code: 'missing-baseline', message: 'new' },
      screen: { name: 'shared', baseline: 'shared', actual: `frames/${scenario}.png` },
    });
    const start = { at: 0, type: 'run-started', version: 2, run: 'r', guestwright: '0' } as const;
    const events: RunEvent[] = [
      { ...start, sources: {}, scenarios: ['a', 'b'].map((id) => ({ ...outline, id })) },
      ...begin('a'),
      ...begin('b'),
      finish('b', 5),
      finish('a', 9),
    ];
    const [candidate] = makePageRun(foldRun(events), () => true).candidates;
    expect(candidate).toMatchObject({ picture: 'frames/a.png', scenario: 'a' });
    const [told] = listCandidates(events);
    const { screen, scenarioName, ...seen } = told ?? {};
    expect(candidate).toMatchObject(seen);
  });

  test('is small: it grows with scenarios, not with what they did', () => {
    expect(JSON.stringify(page).length / page.scenarios.length).toBeLessThan(1000);
  });
});

describe('an attempt', () => {
  test('has each distinct frame of its trace once, with keys and clicks', async () => {
    const keyboard = await open('demo/keyboard', 1);
    expect(keyboard.traced).toBe(true);
    expect(keyboard.frames).toHaveLength(13);
    expect(keyboard.inputs.filter(({ kind }) => kind === 'keys')).toHaveLength(17);
    const pointer = await open('demo/pointer', 2);
    expect(pointer.inputs.some(({ kind }) => kind === 'down')).toBe(true);
    expect(pointer.qmp.map(({ execute }) => execute)).toContain('screendump');
  });

  describe('of a trace that was made up', () => {
    const attemptOf = (trace: readonly TraceLine[]): PageAttempt => {
      const [first] = listAttempts(summary);
      if (!first) throw new Error('the golden run has attempts');
      return makePageAttempt(first, {}, { trace, sizes: new Map() });
    };

    test('tells frames that differ in a part only, and no part from elsewhere or off the screen', () => {
      const frame = { type: 'frame', picture: 'frames/aa.png', width: 40, height: 30 } as const;
      const part = { x: 30, y: 20, width: 10, height: 10, picture: 'frames/bb.png' };
      const { frames } = attemptOf([
        { at: 1, ...frame },
        { at: 2, ...frame, parts: [part] },
        { at: 3, ...frame, parts: [part] },
        { at: 4, ...frame, parts: [{ ...part, x: 29 }] },
        { at: 5, ...frame, parts: [{ ...part, picture: '../../secret.png' }] },
        { at: 6, ...frame, parts: [{ ...part, x: 31 }] },
      ]);
      expect(frames).toEqual([
        { at: 1, picture: 'frames/aa.png' },
        { at: 2, picture: 'frames/aa.png', parts: [part] },
        { at: 4, picture: 'frames/aa.png', parts: [{ ...part, x: 29 }] },
        { at: 5, picture: 'frames/aa.png' },
      ]);
    });

    test('begins a piece of the serial log where a line begins', () => {
      const say = (at: number, text: string) => ({ at, type: 'serial', text }) as const;
      const pieces = [
        say(1, 'boo'),
        say(2, 'ting\nlog'),
        say(3, 'in'),
        say(4, ': \n'),
        say(5, 'x'),
      ];
      expect(attemptOf(pieces).serial).toEqual([
        { at: 1, text: 'booting\n' },
        { at: 2, text: 'login: \n' },
        { at: 5, text: 'x' },
      ]);
    });

    test('says what was asked again, and how much there was beyond', () => {
      const { qmp, cut } = attemptOf([
        { at: 1, type: 'qmp', execute: 'query-status', ms: 1, again: 480 },
        { at: 2, type: 'cut', lines: 7, serialCharacters: 0 },
      ]);
      expect(qmp).toMatchObject([{ again: 480 }]);
      expect(cut).toEqual({ lines: 7, serialCharacters: 0 });
    });
  });

  test('has the pictures of its steps where nothing was recorded', async () => {
    const about = await open('demo/about', 1);
    expect(about.traced).toBe(false);
    expect(about.frames.map(({ at }) => at)).toEqual([800, 2240]);
  });

  test('tells the steps in the order of time, each round of a block', async () => {
    const blocks = await open('demo/blocks', 1);
    expect(blocks.steps.map(({ index, round }) => `${index}/${round}`)).toEqual(
      '0/1 1/1 2/1 3/1 1/2 2/2 3/2 4/1 5/1 6/1'.split(' '),
    );
    expect(blocks.steps[6]).toMatchObject({ depth: 1, title: 'press esc' });
    expect(blocks.steps.at(-1)?.output).toContain('running');
  });

  test('has its YAML, but not that of others', async () => {
    const { sources } = await open('demo/keyboard', 1);
    expect(sources.map(({ file }) => file)).toEqual(['scenarios/demo/keyboard.yaml']);
  });
});

test.each([
  'javascript:alert(1)',
  'serial/../../x',
  'serial/..',
  'serial/a\\..\\b',
  '/etc/passwd',
  'serial/\uD800',
])('does not link %j as a serial log', (path) => {
  expect(isSerialLog(path)).toBe(false);
});
