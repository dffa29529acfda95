import { describe, expect, test } from 'vitest';
import {
  foldLive,
  type LiveEvent,
  type LiveState,
  liveStateOf,
} from '../../src/live/live-state.ts';
import type { Untimed } from '../../src/runner/events.ts';

const outline = (id: string, ...titles: readonly string[]) => ({
  ...{ id, name: `Name of ${id}`, file: `${id}.yaml`, tags: [], machine: 'demo' },
  steps: titles.map((title, index) => ({ title, action: 'press', line: index + 1, col: 1 })),
});

const begun: Untimed<LiveEvent> = {
  ...{ type: 'run-started', version: 2, run: 'r', guestwright: '1', sources: {}, workers: 2 },
  scenarios: [outline('a', 'one', 'two', 'three'), outline('b', 'only')],
};
const a = { scenario: 'a', attempt: 1 };
const b = { scenario: 'b', attempt: 1 };

function fold(...events: readonly Untimed<LiveEvent>[]): LiveState {
  const state = events.reduce<LiveState | undefined>(
    (before, event, at) => foldLive(before, { at, ...event } as LiveEvent),
    undefined,
  );
  if (!state) throw new Error('the run has not begun');
  return state;
}

const states = ({ guests }: LiveState, worker = 1) =>
  guests.find((guest) => guest.worker === worker)?.steps.map(({ state }) => state);

describe('what the live page knows', () => {
  test('is nothing before the run has begun', () => {
    expect(foldLive(undefined, { at: 0, type: 'step-started', ...a, step: 0 })).toBeUndefined();
  });

  test('every scenario is to come at first, and no guest is there', () => {
    const state = fold(begun);
    expect(state.scenarios.map(liveStateOf)).toEqual(['not-run', 'not-run']);
    expect(state.guests).toEqual([]);
  });

  test('a guest is at a step, has done some, and has others to come', () => {
    const state = fold(
      begun,
      { type: 'scenario-started', ...a },
      { type: 'machine-started', ...a, machine: 'QEMU' },
      { type: 'step-started', ...a, step: 0 },
      { type: 'step-finished', ...a, step: 0, verdict: 'tolerated', durationMs: 5 },
      { type: 'step-started', ...a, step: 1, round: 2 },
    );
    expect(states(state)).toEqual(['tolerated', 'running', 'to-come']);
    expect(state.guests[0]).toMatchObject({ machine: 'QEMU', isShown: false });
    expect(state.guests[0]?.steps[1]).toEqual({ state: 'running', startedAt: 5, round: 2 });
    expect(state.scenarios.map(liveStateOf)).toEqual(['running', 'not-run']);
  });

  test('its screens are there from when it is shown until it is hidden', () => {
    const screens = [{ id: 'guest1', kind: 'pictures' }] as const;
    const shown = [
      { type: 'scenario-started', ...a },
      { type: 'guest-shown', ...a, screens },
    ] as const;
    expect(fold(begun, ...shown).guests).toMatchObject([{ isShown: true, screens }]);
    const hidden = fold(begun, ...shown, { type: 'guest-hidden', ...a });
    expect(hidden.guests).toMatchObject([{ isShown: false, screens }]);
  });

  test('what has no verdict when its scenario ends gets none any more', () => {
    const state = fold(
      begun,
      { type: 'scenario-started', ...a },
      { type: 'step-started', ...a, step: 0 },
      { type: 'step-finished', ...a, step: 0, verdict: 'passed', durationMs: 5 },
      { type: 'step-started', ...a, step: 1 },
      { type: 'scenario-finished', ...a, verdict: 'error', durationMs: 9 },
    );
    expect(states(state)).toEqual(['passed', 'interrupted', 'not-run']);
    expect(state.guests).toMatchObject([{ verdict: 'error', isShown: false }]);
  });

  test('each worker has a guest, whose place the next one takes', () => {
    const state = fold(
      begun,
      { type: 'scenario-started', ...b, worker: 2 },
      { type: 'scenario-started', ...a, worker: 1 },
      { type: 'scenario-finished', ...a, verdict: 'failed', durationMs: 9 },
      { type: 'scenario-started', ...a, attempt: 2, worker: 1 },
    );
    expect(state.guests).toMatchObject([
      { worker: 1, scenario: 'a', attempt: 2 },
      { worker: 2, scenario: 'b', attempt: 1 },
    ]);
    expect(states(state)).toEqual(['to-come', 'to-come', 'to-come']);
    expect(state.scenarios.map(liveStateOf)).toEqual(['running', 'running']);
  });

  test('a scenario that passed at its second attempt is flaky', () => {
    const again = { ...a, attempt: 2 };
    const state = fold(
      begun,
      { type: 'scenario-started', ...a },
      { type: 'scenario-finished', ...a, verdict: 'failed', durationMs: 9 },
      { type: 'scenario-started', ...again },
      { type: 'scenario-finished', ...again, verdict: 'passed', durationMs: 9 },
      { type: 'run-finished', verdict: 'passed', durationMs: 30 },
      { type: 'live-ended', verdict: 'passed', report: 'results/r' },
    );
    expect(state.scenarios.map(liveStateOf)).toEqual(['flaky', 'not-run']);
    expect(state).toMatchObject({
      durationMs: 30,
      ending: { verdict: 'passed', report: 'results/r' },
    });
  });
});
