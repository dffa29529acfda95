import { ScenarioError } from '../errors.ts';
import type {
  PictureRef,
  RunEvent,
  ScenarioOutline,
  ScenarioVerdict,
  ScreenEvidence,
  SearchEvidence,
  StepOutline,
  StepVerdict,
  Trouble,
} from '../runner/events.ts';

/** `unfinished`: the events end before the run did. */
export type RunVerdict = ScenarioVerdict | 'unfinished';

/** What every report is made from. Times are milliseconds. */
export interface RunSummary {
  readonly run: string;
  /** The version that made the run. */
  readonly guestwright: string;
  /** Since 1970. */
  readonly startedAt: number;
  readonly durationMs: number;
  readonly verdict: RunVerdict;
  /** Of scenarios. */
  readonly counts: Readonly<Record<ScenarioState, number>>;
  /** In the order of the run. */
  readonly scenarios: readonly ScenarioSummary[];
}

export type ScenarioState = ScenarioVerdict | 'not-run';

export interface ScenarioSummary extends Omit<ScenarioOutline, 'steps'> {
  /** `interrupted` as well when the events end before the scenario did. */
  readonly verdict: ScenarioState;
  /** The attempt this tells of, the last one; 0 when it was not run. */
  readonly attempt: number;
  /** Since 1970. */
  readonly startedAt?: number;
  readonly durationMs: number;
  readonly machine?: string;
  /** What went wrong outside of any step. */
  readonly trouble?: Trouble;
  /** Below the run's folder. */
  readonly serialLog?: string;
  readonly steps: readonly StepSummary[];
}

export type StepState = StepVerdict | 'not-run';

export interface StepSummary extends StepOutline {
  readonly verdict: StepState;
  /** Since its scenario started; a step that was not run has none. */
  readonly startedAfterMs?: number;
  readonly durationMs: number;
  readonly trouble?: Trouble;
  readonly picture?: PictureRef;
  readonly screen?: ScreenEvidence;
  readonly search?: SearchEvidence;
}

type EventOf<T extends RunEvent['type']> = Extract<RunEvent, { readonly type: T }>;

/**
 * The state of the run after its events; of a scenario tried more than once, its last attempt.
 * @throws ScenarioError `bad-events` when they do not start the run, or name what it does not have
 */
export function foldRun(events: readonly RunEvent[]): RunSummary {
  const [start, ...rest] = events;
  if (start?.type !== 'run-started') throw badEvents('the events do not begin with run-started');
  const scenarios = new Map(start.scenarios.map((outline) => [outline.id, announce(outline)]));
  let finish: EventOf<'run-finished'> | undefined;
  for (const event of rest) {
    if (event.type === 'run-started') throw badEvents('the events start a second run');
    if (event.type === 'run-finished') {
      finish = event;
      continue;
    }
    const scenario = scenarios.get(event.scenario);
    if (!scenario) throw badEvents(`the run has no scenario "${event.scenario}"`);
    scenarios.set(event.scenario, advance(scenario, event));
  }
  const endedAt = events.at(-1)?.at ?? start.at;
  const folded = [...scenarios.values()].map((scenario) => cutOff(scenario, endedAt));
  return {
    run: start.run,
    guestwright: start.guestwright,
    startedAt: start.at,
    durationMs: finish?.durationMs ?? endedAt - start.at,
    verdict: finish?.verdict ?? 'unfinished',
    counts: countStates(folded),
    scenarios: folded,
  };
}

/** What is under way is `interrupted` with this duration, until it is finished or cut off. */
const UNDER_WAY = -1;

function announce({ steps, ...outline }: ScenarioOutline): ScenarioSummary {
  const waiting = steps.map(
    (step): StepSummary => ({ ...step, verdict: 'not-run', durationMs: 0 }),
  );
  return { ...outline, verdict: 'not-run', attempt: 0, durationMs: 0, steps: waiting };
}

function advance(
  scenario: ScenarioSummary,
  event: Exclude<RunEvent, { readonly type: 'run-started' | 'run-finished' }>,
): ScenarioSummary {
  switch (event.type) {
    case 'scenario-started': {
      const { id, name, file, tags, steps } = scenario;
      const outline = steps.map(({ title, action, line, col }) => ({ title, action, line, col }));
      const fresh = announce({ id, name, file, tags, steps: outline });
      const { attempt, at } = event;
      return { ...fresh, verdict: 'interrupted', attempt, startedAt: at, durationMs: UNDER_WAY };
    }
    case 'machine-started':
      return { ...scenario, machine: event.machine };
    case 'step-started':
      return changeStep(scenario, event.step, {
        verdict: 'interrupted',
        startedAfterMs: event.at - (scenario.startedAt ?? event.at),
        durationMs: UNDER_WAY,
      });
    case 'step-finished': {
      const { verdict, durationMs, trouble, picture, screen, search } = event;
      return changeStep(scenario, event.step, {
        verdict,
        durationMs,
        ...(trouble && { trouble }),
        ...(picture !== undefined && { picture }),
        ...(screen && { screen }),
        ...(search && { search }),
      });
    }
    case 'scenario-finished': {
      const { verdict, durationMs, trouble, serialLog } = event;
      return {
        ...scenario,
        verdict,
        durationMs,
        ...(trouble && { trouble }),
        ...(serialLog !== undefined && { serialLog }),
      };
    }
    default:
      return event satisfies never;
  }
}

function changeStep(
  scenario: ScenarioSummary,
  index: number,
  change: Partial<StepSummary>,
): ScenarioSummary {
  const step = scenario.steps[index];
  if (!step) throw badEvents(`the scenario "${scenario.id}" has no step ${index}`);
  return { ...scenario, steps: scenario.steps.with(index, { ...step, ...change }) };
}

function cutOff(scenario: ScenarioSummary, endedAt: number): ScenarioSummary {
  const runFor = endedAt - (scenario.startedAt ?? endedAt);
  const durationMs = scenario.durationMs === UNDER_WAY ? runFor : scenario.durationMs;
  const steps = scenario.steps.map((step) =>
    step.durationMs === UNDER_WAY
      ? { ...step, durationMs: Math.max(0, durationMs - (step.startedAfterMs ?? durationMs)) }
      : step,
  );
  return { ...scenario, durationMs, steps };
}

function countStates(scenarios: readonly ScenarioSummary[]): Record<ScenarioState, number> {
  const counts = { passed: 0, failed: 0, error: 0, interrupted: 0, 'not-run': 0 };
  for (const { verdict } of scenarios) counts[verdict] += 1;
  return counts;
}

function badEvents(message: string): ScenarioError {
  return new ScenarioError('bad-events', message);
}
