import type { Clock } from '../../clock.ts';
import { explain } from '../../errors.ts';
import { isResultsError } from '../results-error.ts';
import { isFailure, type ScenarioState } from '../verdicts.ts';
import { doScenario } from './do-scenario.ts';
import type { JoinedRun } from './joined-run.ts';
import type { Lease } from './lease.ts';

export interface TakenOptions {
  /** What runs call the worker. */
  readonly name: string;
  /** Which of the worker's guests it is, from 1. */
  readonly slot: number;
  readonly signal: AbortSignal;
  readonly tell: (line: string) => void;
  readonly clock: Clock;
}

/** A scenario that so many workers did not live through is taken by no other. */
const MOST_LOSSES = 5;

/**
 * Does a scenario that was taken, and tells its run that it is over, or gives it back.
 * @throws MachineError `results-not-writable`, after it was given back
 */
export async function doTaken(run: JoinedRun, lease: Lease, options: TakenOptions): Promise<void> {
  const { name, slot, signal, tell, clock } = options;
  await lease.tell({ kind: 'taken', worker: name, slot });
  const scenario = run.find(lease.scenario);
  if (!scenario || lease.losses >= MOST_LOSSES) {
    await lease.tell({ kind: 'given-up', losses: Math.max(1, lease.losses) });
    return lease.finish();
  }
  const { project, settings, states, saved } = run;
  const either = AbortSignal.any([signal, run.stopping]);
  const doing = { project, settings, states, saved, signal: either, clock, slot };
  const state = await doScenario(scenario, lease, doing).catch(async (error) => {
    await giveUp(run, lease, error, options);
    throw error;
  });
  if (lease.lost.aborted) return tell(`${lease.scenario}  lost: ${explain(lease.lost.reason)}`);
  tell(`${lease.scenario}  ${state}`);
  const retries = scenario.retries ?? settings.retries;
  if (signal.aborted && !run.stopping.aborted && isUnfinished(state, lease, retries)) {
    return giveBack(lease);
  }
  await lease.tell({ kind: 'done' });
  return lease.finish();
}

/** Whether it would have gone on if nobody had asked the worker to end. */
function isUnfinished(state: ScenarioState, { tried }: Lease, retries: number): boolean {
  return state === 'interrupted' || (isFailure(state) && tried <= retries);
}

/** This host is of no use, which the run should know. */
async function giveUp(
  run: JoinedRun,
  lease: Lease,
  error: unknown,
  { name, tell }: TakenOptions,
): Promise<void> {
  if (isResultsError(error)) {
    tell(explain(error));
    await run.post.tell({ kind: 'refused', worker: name, reasons: [explain(error)] });
  }
  await giveBack(lease);
}

async function giveBack(lease: Lease): Promise<void> {
  await lease.tell({ kind: 'given-back' });
  await lease.giveBack();
}
