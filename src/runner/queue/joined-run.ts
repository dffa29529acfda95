import { randomUUID } from 'node:crypto';
import type { Worker } from 'bullmq';
import type { Clock } from '../../clock.ts';
import type { Project } from '../../scenario/parse/project.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { BootStates } from '../boot-states.ts';
import type { SavedStates } from '../states/saved-states.ts';
import type { QueueServer } from './connect.ts';
import { LOCK_MS, PREFIX } from './keys.ts';
import { Lease } from './lease.ts';
import { type JobData, jobSchema, type Notice, type Plan } from './messages.ts';
import { WorkerPost } from './worker-post.ts';

export interface JoinedRunOptions {
  readonly name: string;
  readonly plan: Plan;
  readonly project: Project;
  readonly scenarios: ReadonlyMap<string, Scenario>;
  /** How many of its scenarios this worker may have at a time. */
  /** What its scenarios begin from, here. */
  readonly saved: SavedStates;
  readonly slots: number;
  readonly server: QueueServer;
  readonly clock: Clock;
}

/** A run that a worker helps with, as long as the run lives. */
export class JoinedRun {
  readonly name: string;
  readonly project: Project;
  readonly settings: Plan['settings'];
  readonly slots: number;
  readonly states: BootStates;
  readonly saved: SavedStates;
  readonly post: WorkerPost;
  readonly #scenarios: ReadonlyMap<string, Scenario>;
  readonly #clock: Clock;
  readonly #worker: Worker<JobData>;
  readonly #stopping = new AbortController();
  readonly #leases = new Set<Lease>();

  constructor({ name, plan, project, scenarios, saved, slots, server, clock }: JoinedRunOptions) {
    this.name = name;
    this.project = project;
    this.settings = plan.settings;
    this.slots = slots;
    this.states = new BootStates(project.baselinesDir);
    this.saved = saved;
    this.post = new WorkerPost(server.redis, name);
    this.#scenarios = scenarios;
    this.#clock = clock;
    this.#worker = new server.bullmq.Worker(name, undefined, {
      ...{ connection: server.redis, prefix: PREFIX, autorun: false, skipStalledCheck: true },
      lockDuration: LOCK_MS,
    });
    this.#worker.on('error', () => {});
  }

  /** Aborts when the run begins nothing any more. */
  get stopping(): AbortSignal {
    return this.#stopping.signal;
  }

  note({ state }: Notice): void {
    if (state === 'stopping') this.#stopping.abort(new Error('the run was interrupted'));
  }

  /** The scenario by that id, or the one that it is a repetition of. */
  find(id: string): Scenario | undefined {
    const scenario = this.#scenarios.get(id.replace(/#\d+$/, ''));
    return scenario && { ...scenario, id };
  }

  /** The next scenario of the queue, if there is one. */
  async take(): Promise<Lease | undefined> {
    const token = randomUUID();
    const job = await this.#worker.getNextJob(token, { block: false });
    if (!job?.id || !jobSchema.safeParse(job.data).success) return undefined;
    const key = this.#worker.toKey(job.id);
    const lease = new Lease(job, { token, key, post: this.post, clock: this.#clock });
    this.#leases.add(lease);
    return lease;
  }

  /** What was taken has come to its end. */
  letGo(lease: Lease): void {
    this.#leases.delete(lease);
    lease.lose(new Error('it is over'));
  }

  /** Whoever is at one of its scenarios stops. */
  async leave(): Promise<void> {
    for (const lease of this.#leases) lease.lose(new Error('the run is gone'));
    await Promise.all([this.#worker.close(true).catch(() => {}), this.states.remove()]);
  }
}
