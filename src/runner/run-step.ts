import { join, relative } from 'node:path';
import { withDeadline } from '../clock.ts';
import { GuestwrightError, MachineError, StepError } from '../errors.ts';
import type { Guest } from '../guest/guest.ts';
import { settledWithin } from '../machine/settled-within.ts';
import { QmpDisconnectedError } from '../qmp/errors.ts';
import type { Stage } from '../scenario/action.ts';
import { judge, type StepOutcome } from '../scenario/outcome.ts';
import type { Scenario, Step } from '../scenario/scenario.ts';
import { findLookalike } from '../screen/accepted.ts';
import { type Baseline, listBaselines, loadBaseline } from '../screen/baselines.ts';
import { createComparer } from '../screen/compare.ts';
import { drawDiff } from '../screen/diff-picture.ts';
import type { Match } from '../screen/find.ts';
import type {
  PictureRef,
  ScreenEvidence,
  SearchEvidence,
  StepVerdict,
  TextEvidence,
  Trouble,
} from './events.ts';
import type { Pictures } from './pictures.ts';
import { describeText } from './text-evidence.ts';

/** How a step went, as its event tells it. */
export interface StepResult {
  readonly verdict: StepVerdict;
  readonly trouble?: Trouble;
  readonly picture?: PictureRef;
  readonly screen?: ScreenEvidence;
  readonly text?: TextEvidence;
  readonly search?: SearchEvidence;
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
    return await describe(step, await perform(step, around), around);
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
    root: around.root,
    timeoutMs: step.timeoutMs,
    baseline: (screen) => scenario.baselines.get(screen),
    picture: (name) => scenario.pictures.get(name),
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
  found: StepOutcome,
  around: StepSurroundings,
): Promise<StepResult> {
  const outcome = await withLookalike(found, around.scenario);
  const { pictures, guest, signal } = around;
  const frame = outcome.frame ?? (await guest.screen.capture(signal));
  const picture = pictures.keep(frame);
  const judgement = judge(outcome);
  const screen = describeScreen(outcome, picture, around);
  const text = describeText(outcome);
  const evidence = { ...(screen && { screen }), ...(text && { text }) };
  if (judgement.passed) return { verdict: 'passed', picture, ...evidence, goOn: true };
  const { passed, ...trouble } = judgement;
  const search = describeSearch(outcome, picture, around);
  return {
    verdict: step.optional ? 'tolerated' : 'failed',
    trouble,
    picture,
    ...evidence,
    ...(search && { search }),
    goOn: step.optional || outcome.kind === 'missing-baseline',
  };
}

/** What the screen shows is often another one that is known: that says more than any number. */
async function withLookalike(outcome: StepOutcome, scenario: Scenario): Promise<StepOutcome> {
  if (outcome.kind !== 'mismatch') return outcome;
  const { baselinesDir, baselinesFolder } = scenario;
  const names = await listBaselines(join(baselinesDir, baselinesFolder));
  const others: Baseline[] = [];
  for (const name of names.slice(0, MOST_LOOKALIKES)) {
    if (name === outcome.screen || name.startsWith(`${outcome.screen}+`)) continue;
    // What cannot be read is a mistake of another step's, and told there.
    const other = await loadBaseline(baselinesDir, `${baselinesFolder}/${name}`).catch(() => {});
    if (other) others.push(other);
  }
  const lookalike = findLookalike(outcome.frame, outcome.comparison, others);
  if (!lookalike) return outcome;
  const screen = lookalike.baseline.name.slice(baselinesFolder.length + 1);
  return { ...outcome, lookalike: { screen, ...lookalike } };
}

/** Reading one takes about 10 ms. */
const MOST_LOOKALIKES = 100;

function describeScreen(
  outcome: StepOutcome,
  actual: PictureRef,
  { pictures, scenario }: StepSurroundings,
): ScreenEvidence | undefined {
  switch (outcome.kind) {
    case 'done':
    case 'not-found':
    case 'text-found':
    case 'text-missing':
    case 'moving':
      return undefined;
    case 'matched':
    case 'missing-baseline':
      return { name: outcome.screen, baseline: baselineOf(scenario, outcome.screen), actual };
    case 'mismatch': {
      const { baseline, frame, comparison, rules, nearest, lookalike } = outcome;
      return {
        name: outcome.screen,
        baseline: baseline.name,
        comparison,
        actual,
        expected: pictures.keep(baseline.frame),
        diff: pictures.keep(drawDiff(baseline.frame, frame, rules)),
        ...(nearest && {
          nearest: { actual: pictures.keep(nearest.frame), comparison: nearest.comparison },
        }),
        ...(lookalike && {
          lookalike: {
            name: lookalike.screen,
            picture: pictures.keep(lookalike.baseline.frame),
            comparison: lookalike.comparison,
          },
        }),
      };
    }
    default:
      return outcome satisfies never;
  }
}

function describeSearch(
  outcome: StepOutcome,
  actual: PictureRef,
  { pictures }: StepSurroundings,
): SearchEvidence | undefined {
  if (outcome.kind !== 'not-found') return undefined;
  const { name, picture, matches, nearest } = outcome;
  return {
    name,
    picture: pictures.keep(picture.frame),
    actual,
    places: matches.slice(0, MOST_PLACES).map(placeOf),
    ...(nearest && { nearest: placeOf(nearest) }),
  };
}

/** So many are enough to see what is wrong. */
const MOST_PLACES = 100;

function placeOf({ x, y, width, height, score }: Match): SearchEvidence['places'][number] {
  return { x, y, width, height, score };
}

/** A screen's baseline as the run's events and `approve` call it: `demo/keyboard/welcome`. */
function baselineOf({ baselinesFolder }: Scenario, screen: string): string {
  return `${baselinesFolder}/${screen}`;
}

async function explainFailure(
  step: Step,
  thrown: unknown,
  { signal, guest, pictures }: StepSurroundings,
): Promise<StepResult> {
  if (signal.aborted && !(signal.reason instanceof MachineError)) {
    return { verdict: 'interrupted', goOn: false };
  }
  const error = await findCause(thrown, guest);
  const trouble = describeTrouble(error);
  if (!(error instanceof GuestwrightError) || error instanceof MachineError) {
    return { verdict: 'error', trouble, goOn: false };
  }
  const frame = await guest.screen.capture(signal).catch(() => undefined);
  const picture = frame && pictures.keep(frame);
  const verdict = step.optional ? 'tolerated' : 'failed';
  return { verdict, trouble, ...(picture && { picture }), goOn: step.optional };
}

/** How long a machine that has lost its monitor has to say why. */
const DEATH_MS = 1000;

/** A lost monitor is a symptom; the end of the machine, if that is what happened, is the cause. */
async function findCause(error: unknown, { machine, clock }: Guest): Promise<unknown> {
  if (!(error instanceof QmpDisconnectedError)) return error;
  return (await settledWithin(machine.died, DEATH_MS, clock)) ? machine.died : error;
}

export function describeTrouble(error: unknown): Trouble {
  if (error instanceof GuestwrightError) {
    const { code, message, hint } = error;
    return { code, message, ...(hint !== undefined && { hint }) };
  }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: 'internal', message };
}
