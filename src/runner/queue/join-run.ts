import type { Clock } from '../../clock.ts';
import { SavedStates } from '../states/saved-states.ts';
import { StateStore } from '../states/state-store.ts';
import { countWorkers, thisHost } from '../worker-count.ts';
import { checkPlan, type WorkerProject } from './check-plan.ts';
import type { QueueServer } from './connect.ts';
import { readPlan } from './find-runs.ts';
import { JoinedRun } from './joined-run.ts';
import { WorkerPost } from './worker-post.ts';

export interface JoinOptions extends WorkerProject {
  readonly server: QueueServer;
  /** What runs call the worker. */
  readonly name: string;
  /** How many guests at a time. Default: by cores and memory. */
  readonly workers: number | undefined;
  readonly signal: AbortSignal;
  readonly tell: (line: string) => void;
  readonly clock: Clock;
}

/** Begins to help with a run; undefined where that cannot be, which the run is told. */
export async function joinRun(run: string, options: JoinOptions): Promise<JoinedRun | undefined> {
  const { server, name: worker, workers, signal, tell, clock } = options;
  const plan = await readPlan(server.redis, run);
  if (!plan) return undefined;
  const post = new WorkerPost(server.redis, run);
  const check = await checkPlan(plan, options);
  if (!check.ok) {
    tell(`Cannot help the run ${run}: ${check.reasons.join('; ')}`);
    await post.tell({ kind: 'refused', worker, reasons: [...check.reasons] });
    return undefined;
  }
  const { project, savers, scenarios } = check;
  const { driver, rebuildStates: rebuild } = plan.settings;
  const saved = await SavedStates.plan([...scenarios.values()], {
    ...{ savers, driver, rebuild, clock, signal },
    ...{ store: new StateStore(project.statesDir), suffix: '', onDemand: true },
  });
  const slots = workers ?? countWorkers([...scenarios.values()], thisHost()).workers;
  await post.tell({ kind: 'hello', worker, slots });
  tell(`Helping the run ${run}: ${slots} at a time`);
  return new JoinedRun({ name: run, plan, project, scenarios, saved, slots, server, clock });
}
