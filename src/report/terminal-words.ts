import { styleText } from 'node:util';
import type { ScenarioVerdict, StepVerdict } from '../runner/events.ts';
import { type ScenarioState, stateOf } from '../runner/verdicts.ts';

export const stepMarks: Record<StepVerdict, string> = {
  passed: styleText('green', 'ok'),
  failed: styleText('red', 'FAILED'),
  tolerated: styleText('yellow', 'failed, but optional'),
  skipped: styleText('dim', 'skipped'),
  error: styleText('red', 'ERROR'),
  interrupted: styleText('yellow', 'interrupted'),
  'known-issue': styleText('yellow', 'failed, a known issue'),
};

export const scenarioMarks: Record<ScenarioVerdict, string> = {
  passed: styleText('green', 'PASSED'),
  failed: styleText('red', 'FAILED'),
  error: styleText('red', 'ERROR'),
  interrupted: styleText('yellow', 'INTERRUPTED'),
  'known-issue': styleText('yellow', 'KNOWN ISSUE'),
};

/** In this order at the end of a run: what may be missed comes first. */
const states: Record<ScenarioState, string> = {
  flaky: 'flaky',
  passed: 'passed',
  failed: 'failed',
  error: 'error',
  'known-issue': 'known issue',
  interrupted: 'interrupted',
  'not-run': 'not run',
};

/** A scenario while it runs. */
export interface Running {
  readonly startedMs: number;
  /** What is being done, and since when. */
  doing: string;
  sinceMs: number;
  /** Lines that wait until it has ended, where several run at a time. */
  readonly lines: string[];
}

/** The last line: with one worker the step, else the scenarios. */
export function describeRunning(
  running: readonly (readonly [string, Running])[],
  nowMs: number,
  workers: number,
): string {
  if (workers > 1) {
    return running.map(([id, { startedMs }]) => `${id} ${seconds(nowMs - startedMs)}`).join(' · ');
  }
  return running
    .map(([, { doing, sinceMs }]) => `  ${doing}  ${seconds(nowMs - sinceMs)}`)
    .join('');
}

export function describeFlaky(
  verdicts: ReadonlyMap<string, readonly ScenarioVerdict[]>,
  failures: ReadonlyMap<string, string>,
): string[] {
  return [...verdicts].flatMap(([id, attempts]) => {
    if (stateOf(attempts) !== 'flaky') return [];
    const why = failures.get(id);
    const mark = styleText('yellow', 'FLAKY');
    return `${mark}  ${id}: passed at attempt ${attempts.length}${why ? `; before: ${why}` : ''}`;
  });
}

export function seconds(ms: number): string {
  return ms < 1000 ? `${Math.max(0, Math.round(ms))} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** `1 flaky, 12 passed, 2 not run`. */
export function countStates(
  ids: Iterable<string>,
  verdicts: ReadonlyMap<string, readonly ScenarioVerdict[]>,
): string {
  const found = [...ids].map((id) => stateOf(verdicts.get(id) ?? []));
  const counts = Object.entries(states)
    .map(([state, word]) => ({ word, n: found.filter((each) => each === state).length }))
    .filter(({ n }) => n > 0)
    .map(({ word, n }) => `${n} ${word}`);
  return counts.join(', ') || 'nothing to run';
}
