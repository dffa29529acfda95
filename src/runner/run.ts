import { relative } from 'node:path';
import { type Clock, systemClock } from '../clock.ts';
import type { Driver } from '../machine/start.ts';
import type { Project } from '../scenario/project.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { version } from '../version.ts';
import { BootStates } from './boot-states.ts';
import {
  EVENTS_VERSION,
  type RunEvent,
  type ScenarioOutline,
  type ScenarioVerdict,
} from './events.ts';
import { RunFolder } from './run-folder.ts';
import { runScenario } from './session.ts';

export interface RunOptions {
  readonly project: Project;
  readonly signal: AbortSignal;
  /** How long a screen without a baseline must stand still to become a candidate. Milliseconds. */
  readonly settleMs: number;
  /** What runs a guest that both QEMU and the embedded machine can run. Default: auto. */
  readonly driver?: Driver;
  /** Each is told every event, after it was written. */
  readonly listeners: readonly ((event: RunEvent) => void)[];
  readonly resultsDir?: string;
  readonly clock?: Clock;
}

export interface RunResult {
  readonly verdict: ScenarioVerdict;
  /** The run's folder, absolute. */
  readonly path: string;
}

/** Runs the scenarios one after the other, each on a guest of its own. */
export async function runScenarios(
  scenarios: readonly Scenario[],
  options: RunOptions,
): Promise<RunResult> {
  const { project, signal, settleMs, listeners, driver = 'auto', clock = systemClock } = options;
  const secrets = [...project.secrets.values()].flatMap((secret) =>
    secret.ok ? [secret.text] : [],
  );
  const folder = new RunFolder(options.resultsDir ?? project.resultsDir, listeners, secrets);
  const startedMs = clock.now();
  const verdicts: ScenarioVerdict[] = [];
  folder.emit({
    type: 'run-started',
    version: EVENTS_VERSION,
    run: folder.name,
    guestwright: version,
    scenarios: scenarios.map((scenario) => outline(scenario, project.root)),
  });
  const states = new BootStates(project.baselinesDir);
  const session = { folder, signal, settleMs, driver, states, clock, root: project.root };
  try {
    for (const scenario of scenarios) {
      if (signal.aborted) break;
      verdicts.push(await runScenario(scenario, session));
    }
  } finally {
    await states.remove();
  }
  const verdict = signal.aborted ? 'interrupted' : worst(verdicts);
  const durationMs = Math.round(clock.now() - startedMs);
  folder.emit({ type: 'run-finished', verdict, durationMs });
  folder.close();
  return { verdict, path: folder.path };
}

function worst(verdicts: readonly ScenarioVerdict[]): ScenarioVerdict {
  const order: readonly ScenarioVerdict[] = ['interrupted', 'error', 'failed'];
  return order.find((verdict) => verdicts.includes(verdict)) ?? 'passed';
}

function outline(scenario: Scenario, root: string): ScenarioOutline {
  const { id, name, file, tags, steps } = scenario;
  return {
    id,
    name,
    file: relative(root, file),
    tags,
    steps: steps.map(({ title, action, line, col }) => ({ title, action: action.key, line, col })),
  };
}
