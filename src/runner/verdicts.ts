import type { RunVerdict, ScenarioVerdict } from './events.ts';

/** What a scenario is after all of its attempts; `flaky`: it failed, and then passed. */
export type ScenarioState = ScenarioVerdict | 'flaky' | 'not-run';

/**
 * Of a scenario's attempts, the last one counts. One that passed after a failure is flaky; after an
 * error of the machine, for which the scenario is not to blame, it has just passed.
 */
export function stateOf(attempts: readonly ScenarioVerdict[]): ScenarioState {
  const last = attempts.at(-1);
  if (last === undefined) return 'not-run';
  return last === 'passed' && attempts.includes('failed') ? 'flaky' : last;
}

/** Of a run that came to its end. A scenario that was not run is one that nobody asked for any more. */
export function runVerdictOf(
  states: readonly ScenarioState[],
  { failOnFlaky = false }: { readonly failOnFlaky?: boolean | undefined } = {},
): RunVerdict {
  if (states.includes('interrupted')) return 'interrupted';
  if (states.includes('error')) return 'error';
  if (states.includes('failed') || (failOnFlaky && states.includes('flaky'))) return 'failed';
  return 'passed';
}

/** Whether it counts against `--max-failures`, and is tried again where that is allowed. */
export function isFailure(state: ScenarioState): boolean {
  return state === 'failed' || state === 'error';
}
