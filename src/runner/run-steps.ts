import type { Clock } from '../clock.ts';
import type { Guest } from '../guest/guest.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { ScenarioVerdict } from './events.ts';
import type { Pictures } from './pictures.ts';
import { runBlock } from './run-block.ts';
import type { RunFolder } from './run-folder.ts';
import { type RunOne, runAndTidy, runList } from './run-list.ts';
import { runStep, type StepSurroundings } from './run-step.ts';

export interface StepsOptions {
  readonly folder: Pick<RunFolder, 'emit'>;
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
}

/** Does a scenario's steps on a guest, tells each, and says how the scenario went. */
export async function runSteps(
  scenario: Scenario,
  guest: Guest,
  options: StepsOptions,
): Promise<ScenarioVerdict> {
  const { pictures, signal, settleMs, root } = options;
  const { guestSignal = signal, timeoutScale = 1, passesOf = () => 0 } = options;
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
    variables: new Map(),
  };
  const runOne = tellSteps(scenario, guest, options);
  const { before, steps, after } = scenario;
  const work = () => runList([...before, ...steps], around, runOne);
  const { verdict } = await runAndTidy(work, after, around, runOne);
  return verdict;
}

/** Does a step between two events, which count its rounds. */
function tellSteps(
  { id: scenario }: Scenario,
  guest: Guest,
  { folder, clock, attempt = 1 }: StepsOptions,
): RunOne {
  const rounds = new Map<number, number>();
  const runOne: RunOne = async (step, around) => {
    const round = (rounds.get(step.index) ?? 0) + 1;
    rounds.set(step.index, round);
    const about = { scenario, attempt, step: step.index, ...(round > 1 && { round }) };
    const startedMs = clock.now();
    folder.emit({ type: 'step-started', ...about });
    guest.events.beginStep({ isBlock: step.block !== undefined });
    const { goOn, ...result } = await runStep(step, around, (block, own, inner) =>
      runBlock(block, own, inner, runOne),
    );
    const durationMs = Math.round(clock.now() - startedMs);
    folder.emit({ type: 'step-finished', ...about, durationMs, ...result });
    return { ...result, goOn };
  };
  return runOne;
}
