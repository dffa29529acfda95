import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldRun } from '../../src/report/fold.ts';
import type { RunEvent } from '../../src/runner/events.ts';
import { failureOf } from '../screen/frames.ts';
import { sampleEvents, sampleStart } from './sample-run.ts';

const events = sampleEvents();
const summary = foldRun(events);
const find = (id: string) => summary.scenarios.find((scenario) => scenario.id === id);
const about = { scenario: 'demo/keyboard', attempt: 1 };

describe('foldRun', () => {
  test('tells the run', () => {
    expect(summary).toMatchObject({
      run: '2026-11-23T05-54-52-a1b2',
      guestwright: '0.1.0',
      startedAt: sampleStart,
      verdict: 'interrupted',
      counts: {
        ...{ passed: 1, failed: 3, error: 2, interrupted: 1, 'not-run': 1 },
        ...{ flaky: 0, 'known-issue': 0 },
      },
    });
  });

  test('keeps the order of the run and all that was announced', () => {
    const announced = events[0]?.type === 'run-started' ? events[0].scenarios : [];
    const outlines = summary.scenarios.map(({ id, name, file, tags, machineName, steps }) => {
      const titles = steps.map(({ title, action, line, col }) => ({ title, action, line, col }));
      return { id, name, file, tags, machine: machineName, steps: titles };
    });
    expect(outlines).toEqual(announced);
  });

  test('tells a scenario and when its steps started', () => {
    expect(find('demo/keyboard')).toMatchObject({
      verdict: 'passed',
      durationMs: 3120,
      startedAt: sampleStart,
      machine: 'qemu-system-x86_64 10.0, q35, kvm, std, ps2, usb-tablet',
      serialLog: 'serial/demo-keyboard.log',
    });
    const steps = find('demo/keyboard')?.steps.map((step) => step.startedAfterMs);
    expect(steps).toEqual([340, 2480, 2892, 2988]);
  });

  test('what was not reached is not-run', () => {
    expect(find('demo/installer')?.steps.map((step) => step.verdict)).toEqual([
      'passed',
      'tolerated',
      'failed',
      'not-run',
      'not-run',
    ]);
    expect(find('pointer/late')).toMatchObject({ verdict: 'not-run', attempt: 0, durationMs: 0 });
    expect(find('pointer/late')?.steps).toEqual([
      {
        title: 'wait for "desktop"',
        action: 'wait',
        line: 4,
        col: 5,
        verdict: 'not-run',
        durationMs: 0,
      },
    ]);
  });

  test('a run that was cut off is unfinished, and what was under way is interrupted', () => {
    const cut: RunEvent[] = [
      ...events.slice(0, 4),
      { type: 'machine-started', at: sampleStart + 1000, ...about, machine: 'm' },
    ];
    expect(cut.at(3)).toMatchObject({ type: 'step-started', step: 0 });
    const unfinished = foldRun(cut);
    expect(unfinished).toMatchObject({ verdict: 'unfinished', durationMs: 1000 });
    expect(unfinished.counts).toMatchObject({ interrupted: 1, 'not-run': 7 });
    expect(unfinished.scenarios[0]).toMatchObject({ verdict: 'interrupted', durationMs: 1000 });
    expect(unfinished.scenarios[0]?.steps).toMatchObject([
      { verdict: 'interrupted', startedAfterMs: 340, durationMs: 660 },
      { verdict: 'not-run' },
      { verdict: 'not-run' },
      { verdict: 'not-run' },
    ]);
  });

  test('the last attempt is the one that is told, and those before are kept', () => {
    const again = { scenario: 'demo/installer', attempt: 2 };
    const retried = foldRun([
      ...events.slice(0, -1),
      { type: 'scenario-started', at: sampleStart + 60_000, ...again },
      {
        type: 'scenario-finished',
        at: sampleStart + 60_001,
        ...again,
        verdict: 'passed',
        durationMs: 1,
      },
    ]);
    const scenario = retried.scenarios.find(({ id }) => id === 'demo/installer');
    expect(scenario).toMatchObject({ verdict: 'flaky', attempt: 2, durationMs: 1 });
    expect(scenario?.attempts).toMatchObject([
      { attempt: 1, verdict: 'failed', serialLog: 'serial/demo-installer.log' },
      { attempt: 2, verdict: 'passed' },
    ]);
    expect(retried.counts).toMatchObject({ flaky: 1, failed: 2, passed: 1 });
    expect(new Set(scenario?.steps.map((step) => step.verdict))).toEqual(new Set(['not-run']));
    expect(scenario?.serialLog).toBeUndefined();
  });

  test('every start of a run has a summary: each scenario once, nothing negative', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: events.length }), (length) => {
        const { scenarios, counts, verdict, durationMs } = foldRun(events.slice(0, length));
        expect(verdict === 'unfinished').toBe(length < events.length);
        expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(scenarios.length);
        const steps = scenarios.flatMap((scenario) => scenario.steps);
        for (const ms of [durationMs, ...[...scenarios, ...steps].map((each) => each.durationMs)]) {
          expect(ms).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  test('keeps every round of a step that was done again', () => {
    const step = { ...about, step: 0 } as const;
    const done = { type: 'step-finished', durationMs: 5 } as const;
    const rounds: RunEvent[] = [
      ...events.slice(0, 2),
      { type: 'step-started', at: sampleStart + 10, ...step },
      { ...done, at: sampleStart + 15, ...step, verdict: 'failed', picture: 'frames/01.png' },
      { type: 'step-started', at: sampleStart + 20, ...step, round: 2 },
      { ...done, at: sampleStart + 25, ...step, round: 2, verdict: 'passed' },
      { type: 'step-started', at: sampleStart + 30, ...step, round: 3 },
    ];
    const [told] = foldRun(rounds).scenarios[0]?.steps ?? [];
    expect(told).toMatchObject({ title: 'wait for "welcome"', verdict: 'interrupted' });
    expect(told?.rounds).toEqual([
      { round: 1, verdict: 'failed', startedAfterMs: 10, durationMs: 5, picture: 'frames/01.png' },
      { round: 2, verdict: 'passed', startedAfterMs: 20, durationMs: 5 },
      { round: 3, verdict: 'interrupted', startedAfterMs: 30, durationMs: 0 },
    ]);
    expect(foldRun(events).scenarios[0]?.steps[0]).not.toHaveProperty('rounds');
  });

  test('a clock that went back makes nothing negative', () => {
    const back = events.map((event, index) => (index > 2 ? { ...event, at: 5 } : event));
    const { durationMs, scenarios } = foldRun(back.slice(0, -1));
    const steps = scenarios.flatMap((scenario) => scenario.steps);
    for (const each of [{ durationMs }, ...scenarios, ...steps]) {
      expect(each.durationMs).toBeGreaterThanOrEqual(0);
    }
  });

  test('changes nothing it was given', () => {
    const before = JSON.stringify(events);
    foldRun(events);
    expect(JSON.stringify(events)).toBe(before);
  });

  const [start] = events;
  test.each<[string, (RunEvent | undefined)[], string]>([
    ['no start', [], 'the events do not begin with run-started'],
    ['two starts', [start, start], 'the events start a second run'],
    [
      'an unknown scenario',
      [start, { type: 'scenario-started', at: 1, scenario: '__proto__', attempt: 1 }],
      'the run has no scenario "__proto__"',
    ],
    [
      'an unknown step',
      [
        start,
        { type: 'scenario-started', at: 1, ...about },
        { type: 'step-started', at: 1, ...about, step: 4 },
      ],
      'the scenario "demo/keyboard" has no step 4',
    ],
    [
      'an attempt that was not started',
      [start, { type: 'step-started', at: 1, ...about, attempt: 2, step: 0 }],
      'the scenario "demo/keyboard" has not started its attempt 2',
    ],
  ])('refuses %s', (_what, given, message) => {
    const known = given.filter((event) => event !== undefined);
    expect(failureOf(() => foldRun(known))).toBe(`ScenarioError bad-events: ${message}`);
  });
});
