import { join, relative } from 'node:path';
import { withDeadline } from '../clock.ts';
import { GuestwrightError, MachineError, StepError } from '../errors.ts';
import type { Guest } from '../guest/guest.ts';
import { settledWithin } from '../machine/settled-within.ts';
import { QmpDisconnectedError } from '../qmp/errors.ts';
import type { Action, Stage } from '../scenario/action.ts';
import type { Block } from '../scenario/block.ts';
import type { StepOutcome } from '../scenario/outcome.ts';
import type { Scenario, Step } from '../scenario/scenario.ts';
import { type Baseline, loadBaseline } from '../screen/baselines/baselines.ts';
import { createComparer } from '../screen/compare.ts';
import { baselineOf, describeOutcome } from './describe-outcome.ts';
import type {
  PictureRef,
  ScreenEvidence,
  SearchEvidence,
  StepVerdict,
  TextEvidence,
  Trouble,
} from './events.ts';
import { withKnownIssue } from './known-issue.ts';
import type { Pictures } from './pictures.ts';

/** How a step went, as its event tells it. */
export interface StepResult {
  readonly verdict: StepVerdict;
  readonly trouble?: Trouble;
  readonly picture?: PictureRef;
  readonly screen?: ScreenEvidence;
  readonly text?: TextEvidence;
  readonly search?: SearchEvidence;
  /** What is worth knowing of a step that passed. */
  readonly note?: string;
  readonly lookedBy?: 'video-memory' | 'screendump';
  readonly knownIssue?: string;
  /** What the guest or the monitor answered. */
  readonly output?: string;
  /** Whether the steps after it still make sense. */
  readonly goOn: boolean;
}

export interface StepSurroundings {
  readonly scenario: Scenario;
  readonly guest: Guest;
  readonly pictures: Pictures;
  /** Aborted, a step that waits ends. */
  readonly signal: AbortSignal;
  /** Aborted, every step ends: the guest is gone. One that acts is not ended by less. */
  readonly guestSignal: AbortSignal;
  /** Aborted only when nothing can be done with the guest any more: what tidies up heeds no other. */
  readonly lifeSignal: AbortSignal;
  readonly timeoutScale: number;
  /** In how many runs before a step with that known issue has passed. */
  readonly passesOf: (issue: string) => number;
  /** Saves the guest for other scenarios, and says how that went. Undefined: nobody wants it. */
  readonly saveState?: Stage['saveState'];
  /** What steps have read so far, by name. */
  readonly variables: Map<string, string>;
  readonly settleMs: number;
  readonly root: string;
}

/** Does the steps of a block, or asks what it asks. */
export type RunBlock = (block: Block, step: Step, around: StepSurroundings) => Promise<StepResult>;

/** Does one step and looks at the result. Never throws: what goes wrong becomes a verdict. */
export async function runStep(
  step: Step,
  surroundings: StepSurroundings,
  runBlock: RunBlock,
): Promise<StepResult> {
  const isAct = !step.action.waits && !step.block;
  const signal = isAct ? surroundings.guestSignal : surroundings.signal;
  const around = { ...surroundings, signal };
  return withKnownIssue(await tryStep(step, around, runBlock), step, around);
}

async function tryStep(
  step: Step,
  surroundings: StepSurroundings,
  runBlock: RunBlock,
): Promise<StepResult> {
  let around = surroundings;
  const { guest } = surroundings;
  try {
    if (guest.hasQuit && !step.block) refuseAfterQuit(step);
    around = { ...surroundings, guest: await sitDown(step, surroundings) };
    if (step.when !== undefined && !(await shows(step.when, around))) {
      return { verdict: 'skipped', goOn: true };
    }
    const { block } = step;
    if (block) {
      return await inTime(step, around, (inTime) => runBlock(block, step, inTime));
    }
    return await describeOutcome(step, await perform(step, around), around);
  } catch (error) {
    return explainFailure(step, error, around);
  }
}

const afterQuit: ReadonlySet<string> = new Set(['wait-for-event', 'expect-disk']);

/** Of a machine that a step has ended there is only what it said. */
function refuseAfterQuit({ action }: Step): void {
  if (afterQuit.has(action.key)) return;
  throw new StepError('machine-ended', 'there is no machine any more: power: quit has ended it', {
    hint: 'only wait-for-event and expect-disk make sense after power: quit',
  });
}

/** The time of a step that does not keep it itself ends everything in it. */
async function inTime<T>(
  step: Step,
  around: StepSurroundings,
  work: (around: StepSurroundings) => Promise<T>,
): Promise<T> {
  const ms = timeoutOf(step, around);
  if (step.action.waits || ms === undefined) return work(around);
  const late = () => new StepError('timeout', `the step took longer than ${ms} ms`);
  const { signal, guestSignal, guest } = around;
  return withDeadline({ clock: guest.clock, ms, late }, (deadline) =>
    work({
      ...around,
      signal: AbortSignal.any([signal, deadline]),
      guestSignal: AbortSignal.any([guestSignal, deadline]),
    }),
  );
}

function timeoutOf({ timeoutMs }: Step, { timeoutScale }: StepSurroundings): number | undefined {
  return timeoutMs === undefined ? undefined : timeoutMs * timeoutScale;
}

/** The guest at the display that the step means. */
async function sitDown(
  { device, head }: Step,
  { guest, signal }: StepSurroundings,
): Promise<Guest> {
  return device === undefined && head === undefined ? guest : guest.seat(device, head, signal);
}

async function shows(
  screen: string,
  { scenario, guest, signal }: StepSurroundings,
): Promise<boolean> {
  const baseline = scenario.baselines.get(screen);
  if (!baseline) return false;
  return createComparer(baseline.frame, baseline.rules).matches(await guest.screen.capture(signal));
}

/** What a step has while it runs. */
export function stageFor(step: Step, around: StepSurroundings): Stage {
  const { scenario, guest, signal, settleMs, variables, root, timeoutScale } = around;
  return {
    guest,
    signal,
    settleMs,
    root,
    variables,
    timeoutMs: timeoutOf(step, around),
    timeoutScale,
    ...(around.saveState && { saveState: around.saveState }),
    baseline: (screen) => scenario.baselines.get(screen),
    picture: (name) => scenario.pictures.get(name),
    baselineFile: (screen) =>
      relative(root, join(scenario.baselinesDir, `${baselineOf(scenario, screen)}.png`)),
  };
}

async function perform(step: Step, around: StepSurroundings): Promise<StepOutcome> {
  const filled = await fillAction(step.action, around);
  return inTime(step, filled.around, (inTime) => filled.action.run(stageFor(step, inTime)));
}

/** The action with its variables, and the baselines whose names they were in. */
async function fillAction(
  action: Action,
  around: StepSurroundings,
): Promise<{ readonly action: Action; readonly around: StepSurroundings }> {
  if (!action.fill) return { action, around };
  const filled = action.fill(around.variables);
  const { baselinesDir, baselines, pictures } = around.scenario;
  const load = async (known: ReadonlyMap<string, Baseline>, names: readonly string[]) => {
    const all = new Map(known);
    for (const name of names.filter((one) => !known.has(one))) {
      const baseline = await loadBaseline(baselinesDir, baselineOf(around.scenario, name));
      if (baseline) all.set(name, baseline);
    }
    return all;
  };
  const names = filled.pictures.map(({ name }) => name);
  const scenario = {
    ...around.scenario,
    baselines: await load(baselines, filled.screens),
    pictures: await load(pictures, names),
  };
  const missing = names.find((name) => !scenario.pictures.has(name));
  if (missing !== undefined) {
    const file = `${baselineOf(scenario, missing)}.png`;
    throw new StepError('missing-picture', `the picture "${missing}" is missing: ${file}`);
  }
  return { action: filled, around: { ...around, scenario } };
}

async function explainFailure(
  step: Step,
  thrown: unknown,
  { signal, lifeSignal, guest, pictures }: StepSurroundings,
): Promise<StepResult> {
  if (signal.aborted && !(signal.reason instanceof GuestwrightError)) {
    return { verdict: 'interrupted', goOn: false };
  }
  const isLate = signal.aborted && signal.reason instanceof StepError;
  const error = isLate ? signal.reason : await findCause(thrown, guest);
  const trouble = describeTrouble(error);
  if (!(error instanceof GuestwrightError) || error instanceof MachineError) {
    return { verdict: 'error', trouble, goOn: false };
  }
  const frame = await guest.screen.capture(lifeSignal).catch(() => undefined);
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
