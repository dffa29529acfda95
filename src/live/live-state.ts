import type {
  RunEvent,
  ScenarioOutline,
  ScenarioVerdict,
  StepVerdict,
  Trouble,
} from '../runner/events.ts';
import { type ScenarioState, stateOf } from '../runner/verdicts.ts';

/** A screen that can be looked at, by its name in the server's addresses. */
export interface LiveScreen {
  readonly id: string;
  /** `pictures`: one a second, for a machine without a VNC server. */
  readonly kind: 'vnc' | 'pictures';
  /** Which display it is, where there are several. */
  readonly label?: string;
}

/** How a run went, as its last words tell it. */
export interface LiveEnding {
  /** Of a run that broke, what the command said. */
  readonly trouble?: string;
  readonly verdict: 'passed' | 'failed' | 'error' | 'interrupted' | 'unfinished';
  /** Where the report's page is, if one was written: a path from where the command was started. */
  readonly report?: string;
}

/** What the live page is told: the run's events, and what it can look at. */
export type LiveEvent =
  | RunEvent
  | {
      readonly type: 'guest-shown';
      readonly scenario: string;
      readonly attempt: number;
      readonly screens: readonly LiveScreen[];
    }
  | { readonly type: 'guest-hidden'; readonly scenario: string; readonly attempt: number }
  | ({ readonly type: 'live-ended' } & LiveEnding);

type LiveStepState = StepVerdict | 'to-come' | 'running' | 'not-run';

/** How far a step is. */
export interface LiveStep {
  readonly state: LiveStepState;
  /** Of the host that runs it, since 1970. */
  readonly startedAt?: number;
  readonly durationMs?: number;
  /** From 2: it is done again. */
  readonly round?: number;
  readonly trouble?: Trouble;
  readonly note?: string;
}

/** What a worker is at, or was at last. */
export interface LiveGuest {
  /** From 1. */
  readonly worker: number;
  readonly scenario: string;
  readonly attempt: number;
  readonly startedAt: number;
  /** What runs it, once it runs. */
  readonly machine?: string;
  readonly steps: readonly LiveStep[];
  readonly screens: readonly LiveScreen[];
  /** Whether there is a guest behind the screens. */
  readonly isShown: boolean;
  readonly verdict?: ScenarioVerdict;
  readonly durationMs?: number;
  readonly trouble?: Trouble;
}

export interface LiveScenario extends Pick<ScenarioOutline, 'id' | 'name' | 'machine' | 'steps'> {
  readonly attempts: readonly ScenarioVerdict[];
  readonly isRunning: boolean;
}

/** What the live page shows. */
export interface LiveState {
  readonly run: string;
  readonly startedAt: number;
  readonly scenarios: readonly LiveScenario[];
  /** By worker. */
  readonly guests: readonly LiveGuest[];
  readonly durationMs?: number;
  readonly ending?: LiveEnding;
}

type Of<T extends LiveEvent['type']> = Extract<LiveEvent, { readonly type: T }>;

/** The state after one more event; undefined before the run has begun. */
export function foldLive(state: LiveState | undefined, event: LiveEvent): LiveState | undefined {
  if (event.type === 'run-started') return begin(event);
  if (!state) return undefined;
  switch (event.type) {
    case 'scenario-started':
      return startScenario(state, event);
    case 'machine-started':
      return changeGuest(state, event, () => ({ machine: event.machine }));
    case 'guest-shown':
      return changeGuest(state, event, () => ({ screens: event.screens, isShown: true }));
    case 'guest-hidden':
      return changeGuest(state, event, () => ({ isShown: false }));
    case 'step-started':
      return changeStep(state, event, { state: 'running', startedAt: event.at });
    case 'step-finished':
      return changeStep(state, event, finishStep(event));
    case 'scenario-finished':
      return finishScenario(state, event);
    case 'run-finished':
      return { ...state, durationMs: event.durationMs };
    case 'live-ended': {
      const { type, ...ending } = event;
      return { ...state, ending };
    }
    default:
      return event satisfies never;
  }
}

/** What a scenario is so far. */
export function liveStateOf({ attempts, isRunning }: LiveScenario): ScenarioState | 'running' {
  return isRunning ? 'running' : stateOf(attempts);
}

function begin({ run, at, scenarios }: Of<'run-started'>): LiveState {
  return {
    run,
    startedAt: at,
    scenarios: scenarios.map(({ id, name, machine, steps }) => {
      return { id, name, machine, steps, attempts: [], isRunning: false };
    }),
    guests: [],
  };
}

/** The worker's guest from now on is this one. */
function startScenario(state: LiveState, event: Of<'scenario-started'>): LiveState {
  const { scenario, attempt, worker = 1, at } = event;
  const steps = state.scenarios.find(({ id }) => id === scenario)?.steps ?? [];
  const guest: LiveGuest = {
    ...{ worker, scenario, attempt, startedAt: at },
    steps: steps.map(() => ({ state: 'to-come' })),
    screens: [],
    isShown: false,
  };
  const others = state.guests.filter((each) => each.worker !== worker);
  return {
    ...changeScenario(state, scenario, () => ({ isRunning: true })),
    guests: [...others, guest].toSorted((a, b) => a.worker - b.worker),
  };
}

function finishScenario(state: LiveState, event: Of<'scenario-finished'>): LiveState {
  const { scenario, verdict, durationMs, trouble } = event;
  const ended = changeScenario(state, scenario, ({ attempts }) => ({
    isRunning: false,
    attempts: [...attempts, verdict],
  }));
  return changeGuest(ended, event, ({ steps }) => ({
    ...{ verdict, durationMs, isShown: false, steps: steps.map(endStep) },
    ...(trouble && { trouble }),
  }));
}

/** What has no verdict when its scenario has ended will get none. */
function endStep(step: LiveStep): LiveStep {
  if (step.state === 'to-come') return { ...step, state: 'not-run' };
  return step.state === 'running' ? { ...step, state: 'interrupted' } : step;
}

function finishStep(event: Of<'step-finished'>): LiveStep {
  const { verdict, durationMs, trouble, note } = event;
  return { state: verdict, durationMs, ...(trouble && { trouble }), ...(note && { note }) };
}

interface About {
  readonly scenario: string;
  readonly attempt: number;
}

function changeStep(
  state: LiveState,
  about: About & { readonly step: number; readonly round?: number },
  step: LiveStep,
): LiveState {
  const { round = 1 } = about;
  const now = round > 1 ? { ...step, round } : step;
  return changeGuest(state, about, ({ steps }) => ({ steps: steps.with(about.step, now) }));
}

function changeGuest(
  state: LiveState,
  { scenario, attempt }: About,
  change: (guest: LiveGuest) => Partial<LiveGuest>,
): LiveState {
  const isMeant = (guest: LiveGuest) => guest.scenario === scenario && guest.attempt === attempt;
  return {
    ...state,
    guests: state.guests.map((guest) => (isMeant(guest) ? { ...guest, ...change(guest) } : guest)),
  };
}

function changeScenario(
  state: LiveState,
  id: string,
  change: (scenario: LiveScenario) => Partial<LiveScenario>,
): LiveState {
  return {
    ...state,
    scenarios: state.scenarios.map((scenario) =>
      scenario.id === id ? { ...scenario, ...change(scenario) } : scenario,
    ),
  };
}
