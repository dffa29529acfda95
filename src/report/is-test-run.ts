import type { RunEvent } from '../runner/events.ts';

/** Whether its scenarios were not known when it started: they are tests, of which no YAML tells. */
export function isTestRun([start]: readonly RunEvent[]): boolean {
  return start?.type === 'run-started' && start.scenarios.length === 0;
}
