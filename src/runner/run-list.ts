import { withDeadline } from '../clock.ts';
import { GuestwrightError, StepError } from '../errors.ts';
import type { Step } from '../scenario/scenario.ts';
import type { ScenarioVerdict, StepVerdict } from './events.ts';
import type { StepResult, StepSurroundings } from './run-step.ts';

/** Does one step of a list, and tells that it began and ended. */
export type RunOne = (step: Step, around: StepSurroundings) => Promise<StepResult>;

export interface ListResult {
  readonly verdict: ScenarioVerdict;
  /** Whether what comes after the list still makes sense. */
  readonly goOn: boolean;
}

/** How long steps that tidy up may take after an interruption. */
const TIDY_MS = 30_000;

/** Does steps in order, up to the first after which no other makes sense. */
export async function runList(
  steps: readonly Step[],
  around: StepSurroundings,
  runOne: RunOne,
): Promise<ListResult> {
  const verdicts: ScenarioVerdict[] = [];
  for (const step of steps) {
    const { signal, guestSignal } = around;
    if (signal.aborted && signal.reason instanceof StepError) throw signal.reason;
    if (signal.aborted && !guestSignal.aborted) return { verdict: 'interrupted', goOn: false };
    const { verdict, goOn } = await runOne(step, around);
    verdicts.push(asScenarioVerdict(verdict));
    if (!goOn) return { verdict: worstOf(verdicts), goOn };
  }
  return { verdict: worstOf(verdicts), goOn: true };
}

/**
 * Does steps and then, whatever became of them, those that tidy up: with nothing held down, and also
 * after an interruption. Only the guest's end stops those.
 */
export async function runAndTidy(
  work: () => Promise<ListResult>,
  last: readonly Step[],
  around: StepSurroundings,
  runOne: RunOne,
): Promise<ListResult> {
  let thrown: unknown;
  const body = await work().catch((error): ListResult => {
    thrown = error;
    return { verdict: 'failed', goOn: false };
  });
  const tidied = await tidyUp(body, last, around, runOne);
  if (thrown !== undefined) throw thrown;
  return {
    verdict: worstOf([body.verdict, tidied.verdict]),
    goOn: body.goOn && tidied.goOn,
  };
}

async function tidyUp(
  body: ListResult,
  last: readonly Step[],
  around: StepSurroundings,
  runOne: RunOne,
): Promise<ListResult> {
  const { guest, lifeSignal, signal } = around;
  if (last.length === 0 || lifeSignal.aborted) return { verdict: 'passed', goOn: true };
  if (!body.goOn && !(await releaseAll(around))) return { verdict: 'error', goOn: false };
  const tidy = (until: AbortSignal) =>
    runList(last, { ...around, signal: until, guestSignal: until }, runOne);
  if (!signal.aborted) return tidy(lifeSignal);
  const late = () => new StepError('timeout', `tidying up took longer than ${TIDY_MS} ms`);
  const limits = { clock: guest.clock, ms: TIDY_MS, late, signal: lifeSignal };
  return withDeadline(limits, tidy).catch((error) => {
    if (!(error instanceof StepError)) throw error;
    return { verdict: 'failed', goOn: false };
  });
}

/** Whether the guest could be told: one that is gone needs no tidying up. */
export async function releaseAll({ guest }: StepSurroundings): Promise<boolean> {
  try {
    await guest.releaseAll();
    return true;
  } catch (error) {
    if (!(error instanceof GuestwrightError)) throw error;
    return false;
  }
}

function asScenarioVerdict(verdict: StepVerdict): ScenarioVerdict {
  return verdict === 'tolerated' || verdict === 'skipped' ? 'passed' : verdict;
}

const worstFirst: readonly ScenarioVerdict[] = ['interrupted', 'error', 'failed', 'known-issue'];

function worstOf(verdicts: readonly ScenarioVerdict[]): ScenarioVerdict {
  return worstFirst.find((verdict) => verdicts.includes(verdict)) ?? 'passed';
}
