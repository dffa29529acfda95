import type { Stage } from '../scenario/action.ts';
import type { Block } from '../scenario/block.ts';
import { type AnyResult, waitForAny } from '../scenario/parts/wait-for-any.ts';
import type { Step } from '../scenario/scenario.ts';
import { describeOutcome } from './describe-outcome.ts';
import { type ListResult, type RunOne, releaseAll, runAndTidy, runList } from './run-list.ts';
import { type StepResult, type StepSurroundings, stageFor } from './run-step.ts';

const ANY_OF_MS = 30_000;

type BlockOf<K extends Block['kind']> = Extract<Block, { readonly kind: K }>;

/** One block under way. */
interface Run {
  readonly step: Step;
  readonly around: StepSurroundings;
  readonly stage: Stage;
  readonly list: (steps: readonly Step[]) => Promise<ListResult>;
}

/** Does the steps of a block as its word says, or asks what it asks. */
export async function runBlock(
  block: Block,
  step: Step,
  around: StepSurroundings,
  runOne: RunOne,
): Promise<StepResult> {
  const list = (steps: readonly Step[]) => runList(steps, around, runOne);
  const run: Run = { step, around, stage: stageFor(step, around), list };
  switch (block.kind) {
    case 'group':
      return finish(run, await list(block.steps));
    case 'if':
      return runIf(block, run);
    case 'repeat-times':
      return repeatTimes(block, run);
    case 'repeat-until':
      return repeatUntil(block, run);
    case 'retry':
      return retry(block, run);
    case 'try': {
      const work = () => list(block.steps);
      return finish(run, await runAndTidy(work, block.last, around, runOne));
    }
    case 'any-of':
      return runAnyOf(block, run);
    case 'none-of':
      return askNoneOf(block, run);
    default:
      return block satisfies never;
  }
}

async function runIf(
  { condition, steps, otherwise }: BlockOf<'if'>,
  run: Run,
): Promise<StepResult> {
  const seen = await waitForAny([condition], run.stage, 0);
  const holds = seen.index === 0;
  const result = await decided(run, seen, () => run.list(holds ? steps : otherwise));
  return { ...result, note: holds ? `then: ${condition.title}` : `else: ${seen.tell()}` };
}

async function repeatTimes(
  { times, steps }: BlockOf<'repeat-times'>,
  run: Run,
): Promise<StepResult> {
  let worst: ListResult = { verdict: 'passed', goOn: true };
  for (let round = 1; round <= times; round += 1) {
    const result = await run.list(steps);
    if (result.verdict !== 'passed') worst = result;
    if (!result.goOn) break;
  }
  return finish(run, worst);
}

async function repeatUntil(block: BlockOf<'repeat-until'>, run: Run): Promise<StepResult> {
  const { condition, max, withinMs, steps } = block;
  let seen = await waitForAny([condition], run.stage, 0);
  if (seen.missing !== undefined) return describeOutcome(run.step, unknowable(seen), run.around);
  for (let round = 1; seen.index === undefined && round <= max; round += 1) {
    const result = await run.list(steps);
    if (!result.goOn || result.verdict !== 'passed') return finish(run, result);
    seen = await waitForAny([condition], run.stage, withinMs * run.around.timeoutScale);
  }
  if (seen.index !== undefined) return decided(run, seen);
  const rounds = max === 1 ? 'one round' : `${max} rounds`;
  const message = `after ${rounds} it was still not so: ${seen.tell()}`;
  const hint = 'more rounds: repeat: { until: ..., max: 100 }';
  const { frame } = seen;
  const outcome = { kind: 'condition-failed', code: 'never-showed', message, hint, frame } as const;
  return describeOutcome(run.step, outcome, run.around);
}

/** What failed is tried again from the first step on; what has no baseline yet would fail again. */
async function retry({ times, steps }: BlockOf<'retry'>, run: Run): Promise<StepResult> {
  for (let time = 1; ; time += 1) {
    const result = await run.list(steps);
    const isOver = result.verdict !== 'failed' || result.goOn || time === times;
    if (isOver || !(await releaseAll(run.around))) {
      const note = result.verdict === 'passed' && time > 1 ? `passed at try ${time}` : undefined;
      return { ...finish(run, result), ...(note !== undefined && { note }) };
    }
  }
}

async function runAnyOf({ branches }: BlockOf<'any-of'>, run: Run): Promise<StepResult> {
  const { stage, step, around } = run;
  const timeoutMs = stage.timeoutMs ?? ANY_OF_MS * around.timeoutScale;
  const conditions = branches.map(({ condition }) => condition);
  const seen = await waitForAny(conditions, stage, timeoutMs);
  const branch = seen.index === undefined ? undefined : branches[seen.index];
  if (branch) {
    const result = await decided(run, seen, () => run.list(branch.steps));
    return { ...result, note: branch.condition.title };
  }
  const { frame, missing: screen, waitedMs } = seen;
  if (screen !== undefined) {
    const file = stage.baselineFile(screen);
    return describeOutcome(step, { kind: 'missing-baseline', screen, frame, file }, around);
  }
  const after = waitedMs > 0 ? ` within ${waitedMs} ms` : '';
  const message = `none of these showed${after}: ${seen.tell()}`;
  const outcome = { kind: 'condition-failed', code: 'none-showed', message, frame } as const;
  return describeOutcome(step, outcome, around);
}

async function askNoneOf(
  { conditions, forMs }: BlockOf<'none-of'>,
  { stage, step, around }: Run,
): Promise<StepResult> {
  const seen = await waitForAny(conditions, stage, forMs);
  const { frame, index, waitedMs } = seen;
  if (index !== undefined) {
    const when = waitedMs > 0 ? ` after ${waitedMs} ms` : '';
    const message = `${conditions[index]?.title} showed${when}, and must not`;
    const outcome = { kind: 'condition-failed', code: 'one-showed', message, frame } as const;
    return describeOutcome(step, outcome, around);
  }
  if (seen.missing !== undefined) return describeOutcome(step, unknowable(seen), around);
  return describeOutcome(step, { kind: 'done', frame }, around);
}

/** Without a baseline nobody can tell whether the screen shows. */
function unknowable({ missing, frame }: AnyResult) {
  return {
    kind: 'condition-failed',
    code: 'never-showed',
    message: `the screen "${missing}" has no baseline yet, so nobody can tell whether it shows`,
    hint: `get one by a run with wait-for-screen: ${missing} where it shows, and guestwright approve`,
    frame,
  } as const;
}

/** A block that looked: its picture is what it decided by. */
async function decided(
  run: Run,
  { frame }: AnyResult,
  work: () => Promise<ListResult> = async () => ({ verdict: 'passed', goOn: true }),
): Promise<StepResult> {
  const { guest, pictures } = run.around;
  guest.screen.noteStepEnd(frame);
  const picture = pictures.keep(frame);
  return { ...finish(run, await work()), picture };
}

/** The block's verdict is that of its steps; why it failed, they say. */
function finish({ step }: Run, { verdict, goOn }: ListResult): StepResult {
  if (verdict === 'failed' && step.optional) return { verdict: 'tolerated', goOn: true };
  return { verdict, goOn };
}
