import { join, relative } from 'node:path';
import { withDeadline } from '../clock.ts';
import { GuestwrightError, MachineError, StepError } from '../errors.ts';
import type { Guest } from '../guest/guest.ts';
import type { Stage } from '../scenario/action.ts';
import { judge, type StepOutcome } from '../scenario/outcome.ts';
import type { Scenario, Step } from '../scenario/scenario.ts';
import { createComparer } from '../screen/compare.ts';
import { drawDiff } from '../screen/diff-picture.ts';
import type { PictureRef, ScreenEvidence, StepVerdict, Trouble } from './events.ts';
import type { Pictures } from './pictures.ts';

/** How a step went, as its event tells it. */
export interface StepResult {
  readonly verdict: StepVerdict;
  readonly trouble?: Trouble;
  readonly picture?: PictureRef;
  readonly screen?: ScreenEvidence;
  /** Whether the steps after it still make sense. */
  readonly goOn: boolean;
}

export interface StepSurroundings {
  readonly scenario: Scenario;
  readonly guest: Guest;
  readonly pictures: Pictures;
  readonly signal: AbortSignal;
  readonly settleMs: number;
  readonly root: string;
}

/** Does one step and looks at the result. Never throws: what goes wrong becomes a verdict. */
export async function runStep(step: Step, around: StepSurroundings): Promise<StepResult> {
  try {
    if (step.when !== undefined && !(await shows(step.when, around))) {
      return { verdict: 'skipped', goOn: true };
    }
    return describe(step, await perform(step, around), around);
  } catch (error) {
    return explainFailure(step, error, around);
  }
}

async function shows(
  screen: string,
  { scenario, guest, signal }: StepSurroundings,
): Promise<boolean> {
  const baseline = scenario.baselines.get(screen);
  if (!baseline) return false;
  return createComparer(baseline.frame, baseline.rules).matches(await guest.screen.capture(signal));
}

async function perform(step: Step, around: StepSurroundings): Promise<StepOutcome> {
  const { scenario, guest, settleMs } = around;
  const stageFor = (signal: AbortSignal): Stage => ({
    guest,
    signal,
    settleMs,
    timeoutMs: step.timeoutMs,
    baseline: (screen) => scenario.baselines.get(screen),
    baselineFile: (screen) =>
      relative(around.root, join(scenario.baselinesDir, `${baselineOf(scenario, screen)}.png`)),
  });
  const ms = step.timeoutMs;
  if (step.action.waits || ms === undefined) return step.action.run(stageFor(around.signal));
  const late = () => new StepError('timeout', `the step took longer than ${ms} ms`);
  return withDeadline({ clock: guest.clock, ms, late, signal: around.signal }, (signal) =>
    step.action.run(stageFor(signal)),
  );
}

async function describe(
  step: Step,
  outcome: StepOutcome,
  around: StepSurroundings,
): Promise<StepResult> {
  const { pictures, guest, signal } = around;
  const frame = outcome.frame ?? (await guest.screen.capture(signal));
  const picture = pictures.keep(frame);
  const judgement = judge(outcome);
  const screen = describeScreen(outcome, picture, around);
  if (judgement.passed)
    return { verdict: 'passed', picture, ...(screen && { screen }), goOn: true };
  const { passed, ...trouble } = judgement;
  return {
    verdict: step.optional ? 'tolerated' : 'failed',
    trouble,
    picture,
    ...(screen && { screen }),
    goOn: step.optional || outcome.kind === 'missing-baseline',
  };
}

function describeScreen(
  outcome: StepOutcome,
  actual: PictureRef,
  { pictures, scenario }: StepSurroundings,
): ScreenEvidence | undefined {
  switch (outcome.kind) {
    case 'done':
    case 'moving':
      return undefined;
    case 'matched':
    case 'missing-baseline':
      return { name: outcome.screen, baseline: baselineOf(scenario, outcome.screen), actual };
    case 'mismatch': {
      const { baseline, frame, comparison, rules, nearest } = outcome;
      return {
        name: outcome.screen,
        baseline: baselineOf(scenario, outcome.screen),
        comparison,
        actual,
        expected: pictures.keep(baseline.frame),
        diff: pictures.keep(drawDiff(baseline.frame, frame, rules)),
        ...(nearest && {
          nearest: { actual: pictures.keep(nearest.frame), comparison: nearest.comparison },
        }),
      };
    }
    default:
      return outcome satisfies never;
  }
}

/** A screen's baseline as the run's events and `approve` call it: `demo/keyboard/welcome`. */
function baselineOf({ baselinesFolder }: Scenario, screen: string): string {
  return `${baselinesFolder}/${screen}`;
}

async function explainFailure(
  step: Step,
  error: unknown,
  { signal, guest, pictures }: StepSurroundings,
): Promise<StepResult> {
  const trouble = describeTrouble(error);
  if (signal.aborted && !(signal.reason instanceof MachineError)) {
    return { verdict: 'interrupted', goOn: false };
  }
  if (!(error instanceof GuestwrightError) || error instanceof MachineError) {
    return { verdict: 'error', trouble, goOn: false };
  }
  const frame = await guest.screen.capture(signal).catch(() => undefined);
  const picture = frame && pictures.keep(frame);
  const verdict = step.optional ? 'tolerated' : 'failed';
  return { verdict, trouble, ...(picture && { picture }), goOn: step.optional };
}

export function describeTrouble(error: unknown): Trouble {
  if (error instanceof GuestwrightError) {
    const { code, message, hint } = error;
    return { code, message, ...(hint !== undefined && { hint }) };
  }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: 'internal', message };
}
