import type { Clock } from '../clock.ts';
import { StepError } from '../errors.ts';
import type { Guest } from '../guest/guest.ts';
import type { Scenario, Step } from '../scenario/scenario.ts';
import type { ScenarioVerdict } from './events.ts';
import type { Pictures } from './pictures.ts';
import { runBlock } from './run-block.ts';
import type { RunFolder } from './run-folder.ts';
import { type RunOne, runAndTidy, runList } from './run-list.ts';
import { runStep, type StepSurroundings } from './run-step.ts';
import { type TimeMeter, timesBetween } from './trace/time-meter.ts';
import type { TraceRecorder } from './trace/trace-recorder.ts';

export interface StepsOptions {
  readonly folder: Pick<RunFolder, 'emit'> & Partial<Pick<RunFolder, 'secrets'>>;
  readonly pictures: Pictures;
  readonly root: string;
  readonly settleMs: number;
  readonly clock: Clock;
  /** Aborted, no further step is begun, and one that waits ends. */
  readonly signal: AbortSignal;
  /** Aborted, every step ends: the guest is gone. Default: `signal`. */
  readonly guestSignal?: AbortSignal;
  /** In how many runs before a step with that known issue has passed. Default: none. */
  readonly passesOf?: (issue: string) => number;
  /** What timeouts are multiplied with. Default: 1. */
  readonly timeoutScale?: number;
  /** From 1. Default: 1. */
  readonly attempt?: number;
  /** What adds up where the time goes. Default: nothing, and no step tells it. */
  readonly meter?: TimeMeter | undefined;
  /** What remembers all that happens, and is told of each step. Default: nothing. */
  readonly recorder?: TraceRecorder | undefined;
  /** Default: it begins with its first step. */
  readonly resumed?: Resumed | undefined;
  /** Saves the guest for other scenarios, and says how that went. Default: nobody does. */
  readonly saveState?: SaveState;
}

type SaveState = (
  name: string,
  variables: Map<string, string>,
  signal: AbortSignal,
) => Promise<string>;

/** Where a scenario goes on that begins from a state of its own. */
interface Resumed {
  /** It and those before it are done. */
  readonly done: Step;
  /** When that was, for people. */
  readonly note: string;
  /** What they have read. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Does a scenario's steps on a guest, tells each, and says how the scenario went. */
export async function runSteps(
  scenario: Scenario,
  guest: Guest,
  options: StepsOptions,
): Promise<ScenarioVerdict> {
  const { around, runOne } = prepareSteps(scenario, guest, options);
  const { before, steps, after } = scenario;
  const all = [...before, ...steps];
  const { resumed } = options;
  const done = resumed ? all.indexOf(resumed.done) + 1 : 0;
  const work = () => {
    for (const step of all.slice(0, done)) tellDone(step, scenario, options);
    return runList(all.slice(done), around, runOne);
  };
  const { verdict } = await runAndTidy(work, after, around, runOne);
  return verdict;
}

/** What steps of a scenario run in, and what runs one of them and tells it. */
export function prepareSteps(
  scenario: Scenario,
  guest: Guest,
  options: StepsOptions,
): { readonly around: StepSurroundings; readonly runOne: RunOne } {
  const { pictures, signal, settleMs, root } = options;
  const { guestSignal = signal, timeoutScale = 1, passesOf = () => 0 } = options;
  const variables = new Map(Object.entries(options.resumed?.variables ?? {}));
  const { saveState } = options;
  const failed: Step[] = [];
  const around: StepSurroundings = {
    scenario,
    guest,
    pictures,
    signal,
    guestSignal,
    lifeSignal: guestSignal,
    settleMs,
    root,
    timeoutScale,
    passesOf,
    variables,
    ...(saveState && { saveState: whileSound(saveState, variables, failed) }),
  };
  return { around, runOne: tellSteps(scenario, guest, { ...options, failed }) };
}

/** A state is worth nothing behind a step that failed. */
function whileSound(
  saveState: SaveState,
  variables: Map<string, string>,
  failed: readonly Step[],
): NonNullable<StepSurroundings['saveState']> {
  return (name, signal) => {
    const [first] = failed;
    if (!first) return saveState(name, variables, signal);
    const message = `"${name}" is not saved: the step before, "${first.title}" in line ${first.line}, has failed`;
    return Promise.reject(new StepError('state-not-saved', message));
  };
}

/** Tells a step that was done before the state was saved that the guest came from. */
function tellDone(
  { index: step }: Step,
  { id: scenario }: Scenario,
  { folder, resumed, attempt = 1 }: StepsOptions,
): void {
  const about = { scenario, attempt, step };
  const note = resumed?.note ?? '';
  folder.emit({ type: 'step-started', ...about });
  folder.emit({ type: 'step-finished', ...about, verdict: 'skipped', durationMs: 0, note });
}

/** Does a step between two events, which count its rounds. */
function tellSteps(
  { id: scenario }: Scenario,
  guest: Guest,
  { folder, clock, attempt = 1, meter, recorder, failed }: StepsOptions & { failed: Step[] },
): RunOne {
  const rounds = new Map<number, number>();
  const runOne: RunOne = async (step, around) => {
    const round = (rounds.get(step.index) ?? 0) + 1;
    rounds.set(step.index, round);
    const about = { scenario, attempt, step: step.index, ...(round > 1 && { round }) };
    const startedMs = clock.now();
    for (const text of step.action.secretTexts ?? []) folder.secrets?.add(text);
    folder.emit({ type: 'step-started', ...about });
    recorder?.beginStep(step.index, { round, isSecret: step.action.secret });
    const before = meter?.totals();
    guest.events.beginStep({ isBlock: step.block !== undefined });
    const { goOn, ...result } = await runStep(step, around, (block, own, inner) =>
      runBlock(block, own, inner, runOne),
    );
    if (step.depth === 0 && result.verdict === 'failed') failed.push(step);
    const durationMs = Math.round(clock.now() - startedMs);
    const times = meter && before && timesBetween(before, meter.totals());
    const end = { ...about, durationMs, ...(times && { times }), ...result };
    folder.emit({ type: 'step-finished', ...end });
    return { ...result, goOn };
  };
  return runOne;
}
