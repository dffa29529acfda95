import { ScenarioError } from '../errors.ts';
import type { RunEvent, ScenarioEvent, ScenarioOutline, StepOutline } from '../runner/events.ts';
import { stateOf } from '../runner/verdicts.ts';
import type { AttemptSummary, ScenarioSummary, StepRound, StepSummary } from './summary.ts';

type EventOf<T extends RunEvent['type']> = Extract<RunEvent, { readonly type: T }>;

/** What is under way is `interrupted` with this duration, until it is finished or cut off. */
const UNDER_WAY = -1;

type Changing<T> = { -readonly [K in keyof T]: T[K] };
type ChangingAttempt = Changing<AttemptSummary> & { steps: StepSummary[] };

/** A scenario while its events come in. */
export class Track {
  readonly #outline: ScenarioOutline;
  readonly #attempts: ChangingAttempt[] = [];

  constructor(outline: ScenarioOutline) {
    this.#outline = outline;
  }

  advance(event: ScenarioEvent): void {
    if (event.type === 'scenario-started') {
      const { attempt, at, worker = 1 } = event;
      const steps = this.#waitingSteps();
      const began = { attempt, worker, startedAt: at, durationMs: UNDER_WAY, steps };
      this.#attempts.push({ ...began, verdict: 'interrupted' });
      return;
    }
    const attempt = this.#attempts.findLast((each) => each.attempt === event.attempt);
    if (!attempt) {
      const { id } = this.#outline;
      throw badEvents(`the scenario "${id}" has not started its attempt ${event.attempt}`);
    }
    switch (event.type) {
      case 'machine-started':
        attempt.machine = event.machine;
        break;
      case 'step-started': {
        const startedAfterMs = Math.max(0, event.at - attempt.startedAt);
        const begun = { verdict: 'interrupted', startedAfterMs, durationMs: UNDER_WAY } as const;
        const round = { round: event.round ?? 1, ...begun };
        this.#startRound(attempt, event.step, round, event.outline);
        break;
      }
      case 'step-finished':
        this.#finishRound(attempt, event);
        break;
      case 'scenario-finished': {
        const { verdict, durationMs, trouble, serialLog, trace } = event;
        Object.assign(attempt, {
          verdict,
          durationMs,
          ...(trouble && { trouble }),
          ...(serialLog !== undefined && { serialLog }),
          ...(trace !== undefined && { trace }),
        });
        break;
      }
      default:
        event satisfies never;
    }
  }

  end(endedAt: number): ScenarioSummary {
    const { steps: _steps, machine: machineName, ...outline } = this.#outline;
    const attempts = this.#attempts.map((attempt) => cutOff(attempt, endedAt));
    const last = attempts.at(-1);
    if (!last) {
      const steps = this.#waitingSteps();
      const nothing = { verdict: 'not-run', attempt: 0, durationMs: 0, attempts: [] } as const;
      return { ...outline, machineName, ...nothing, steps };
    }
    const { worker, ...told } = last;
    const verdict = stateOf(attempts.map((attempt) => attempt.verdict));
    return { ...outline, machineName, ...told, verdict, attempts };
  }

  #waitingSteps(): StepSummary[] {
    return this.#outline.steps.map((step) => ({ ...step, verdict: 'not-run', durationMs: 0 }));
  }

  #startRound(
    attempt: ChangingAttempt,
    index: number,
    { round, ...begun }: StepRound,
    told: StepOutline | undefined,
  ): void {
    const isNext = told !== undefined && index === attempt.steps.length;
    const outline = isNext ? told : this.#outlineOf(attempt, index);
    const { rounds } = attempt.steps[index] ?? {};
    const before = rounds ?? (round > 1 ? listFirst(attempt.steps[index]) : undefined);
    attempt.steps[index] = {
      ...outline,
      ...begun,
      ...(before && { rounds: [...before, { round, ...begun }] }),
    };
  }

  #finishRound(attempt: ChangingAttempt, event: EventOf<'step-finished'>): void {
    const { type, at, scenario, attempt: _attempt, step, round = 1, ...told } = event;
    const before = attempt.steps[step];
    const outline = this.#outlineOf(attempt, step);
    const { startedAfterMs } = before ?? {};
    const done = { ...(startedAfterMs !== undefined && { startedAfterMs }), ...told };
    const rounds = before?.rounds?.with(-1, { round, ...done });
    attempt.steps[step] = { ...outline, ...done, ...(rounds && { rounds }) };
  }

  #outlineOf({ steps }: ChangingAttempt, index: number): StepOutline {
    const outline = this.#outline.steps[index] ?? pickOutline(steps[index]);
    if (!outline) throw badEvents(`the scenario "${this.#outline.id}" has no step ${index}`);
    return outline;
  }
}

/** Of a step that has told of itself. */
function pickOutline(step: StepSummary | undefined): StepOutline | undefined {
  if (!step) return undefined;
  const { title, action, line, col, depth, file } = step;
  const where = { ...(depth !== undefined && { depth }), ...(file !== undefined && { file }) };
  return { title, action, line, col, ...where };
}

/** The one round of a step that is about to get a second. */
function listFirst(step: StepSummary | undefined): StepRound[] | undefined {
  if (!step || step.verdict === 'not-run') return undefined;
  const { title, action, line, col, depth, file, rounds, ...first } = step;
  return [{ round: 1, ...first }];
}

function cutOff(attempt: ChangingAttempt, endedAt: number): AttemptSummary {
  const runFor = Math.max(0, endedAt - attempt.startedAt);
  const durationMs = attempt.durationMs === UNDER_WAY ? runFor : attempt.durationMs;
  const steps = attempt.steps.map((step): StepSummary => {
    if (step.durationMs !== UNDER_WAY) return step;
    const cut = Math.max(0, durationMs - (step.startedAfterMs ?? durationMs));
    const last = step.rounds?.at(-1);
    const rounds = last && step.rounds?.with(-1, { ...last, durationMs: cut });
    return { ...step, durationMs: cut, ...(rounds && { rounds }) };
  });
  return { ...attempt, durationMs, steps };
}

export function badEvents(message: string): ScenarioError {
  return new ScenarioError('bad-events', message);
}
