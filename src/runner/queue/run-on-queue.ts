import { randomBytes } from 'node:crypto';
import type { Queue, Worker } from 'bullmq';
import { systemClock } from '../../clock.ts';
import { MachineError } from '../../errors.ts';
import { settledWithin } from '../../machine/settled-within.ts';
import { listSteps, type Scenario } from '../../scenario/scenario.ts';
import { nameAttempts } from '../attempt-name.ts';
import type { RunEvent, Trouble } from '../events.ts';
import { exclusiveNeeds } from '../exclusive-needs.ts';
import { noHistory } from '../history.ts';
import { orderByDuration } from '../order.ts';
import type { RunOptions } from '../run.ts';
import type { RunFolder } from '../run-folder.ts';
import { isFailure, type ScenarioState } from '../verdicts.ts';
import { workThrough } from '../work-through.ts';
import { Collector } from './collector.ts';
import type { QueueServer } from './connect.ts';
import { IdleWatch } from './idle-watch.ts';
import { KeptFiles } from './keep-files.ts';
import { PREFIX } from './keys.ts';
import type { JobData } from './messages.ts';
import { planRun } from './plan-run.ts';
import { describeQueueError, queueGone } from './queue-trouble.ts';
import { RunJobs } from './run-jobs.ts';
import { RunPost } from './run-post.ts';
import { watchStalled } from './watch-stalled.ts';

export interface QueueOptions {
  readonly server: QueueServer;
  readonly readEvent: (value: unknown) => RunEvent | undefined;
  /** Tells people what is no event: that it waits for a worker, that one was refused. */
  readonly tell: (line: string) => void;
  /** How long nobody may be at work before the run gives up: in milliseconds, and as people write it. */
  readonly idle: { readonly ms: number; readonly shown: string };
}

const POLL_MS = 50;
const CHECK_MS = 500;
const REMOVE_MS = 5000;

/**
 * Has the scenarios run by workers elsewhere: puts them in a queue of its own, writes what the workers tell
 * into the run's folder, and leaves nothing in Redis. When Redis fails, what has not ended is an error.
 * @throws MachineError `results-not-writable`, `queue-failed` before anything was begun
 */
export async function runOnQueue(
  scenarios: readonly Scenario[],
  folder: RunFolder,
  options: RunOptions,
  queueOptions: QueueOptions,
): Promise<ScenarioState[]> {
  const run = new QueuedRun(scenarios, folder, options, queueOptions);
  try {
    return await run.work();
  } finally {
    await run.remove();
  }
}

class QueuedRun {
  readonly #scenarios: readonly Scenario[];
  readonly #options: RunOptions;
  readonly #server: QueueServer;
  readonly #tell: (line: string) => void;
  readonly #post: RunPost;
  readonly #queue: Queue<JobData>;
  readonly #stalled: Worker;
  readonly #jobs: RunJobs;
  readonly #collector: Collector;
  readonly #idle: IdleWatch;
  readonly #states: ScenarioState[] = [];
  /** Why nothing can be begun any more. */
  #trouble: Trouble | undefined;

  constructor(
    scenarios: readonly Scenario[],
    folder: RunFolder,
    options: RunOptions,
    { server, readEvent, tell, idle }: QueueOptions,
  ) {
    this.#scenarios = scenarios;
    this.#options = options;
    this.#server = server;
    this.#tell = tell;
    const name = `${folder.name}-${randomBytes(4).toString('hex')}`;
    this.#queue = new server.bullmq.Queue(name, { connection: server.redis, prefix: PREFIX });
    this.#queue.on('error', () => {});
    this.#stalled = watchStalled(name, server);
    this.#post = new RunPost(name, server.redis, this.#queue);
    this.#jobs = new RunJobs(scenarios, this.#queue, this.#post);
    const nameOf = nameAttempts(scenarios.map(({ id }) => id));
    const files = new KeptFiles(folder.path);
    const now = () => this.#clock.now();
    this.#collector = new Collector({ folder, files, nameOf, readEvent, now });
    this.#idle = new IdleWatch({ shown: server.shown, idle, tell, clock: this.#clock });
  }

  get #clock() {
    return this.#options.clock ?? systemClock;
  }

  get #isOver(): boolean {
    const { signal, maxFailures = Number.POSITIVE_INFINITY } = this.#options;
    const hasFailed = this.#states.filter(isFailure).length >= maxFailures;
    return Boolean(this.#trouble) || signal.aborted || hasFailed;
  }

  async work(): Promise<ScenarioState[]> {
    await this.#announce();
    const { history = noHistory } = this.#options;
    const all = workThrough({
      jobs: orderByDuration(this.#scenarios, 2, history.durationOf),
      workers: this.#scenarios.length,
      needs: ({ machine }) => exclusiveNeeds(machine),
      isOver: () => this.#isOver,
      run: async (scenario) => {
        this.#states.push(await this.#submit(scenario));
      },
    });
    const end = new AbortController();
    const listening = this.#listen(end.signal);
    try {
      await Promise.race([all, listening.then(() => all)]);
    } finally {
      end.abort();
    }
    await listening;
    return this.#states;
  }

  async remove(): Promise<void> {
    const work = async () => {
      await this.#stalled.close(true);
      if (!this.#server.lost.aborted) await this.#post.remove();
      await this.#queue.close();
    };
    await settledWithin(
      work().catch(() => {}),
      REMOVE_MS,
      this.#clock,
    );
  }

  async #announce(): Promise<void> {
    const plan = await planRun(this.#scenarios, this.#options);
    try {
      await this.#post.announce(plan);
    } catch (cause) {
      const { shown } = this.#server;
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new MachineError('queue-failed', `cannot use Redis at ${shown}: ${reason}`, { cause });
    }
  }

  async #submit(scenario: Scenario): Promise<ScenarioState> {
    const { history = noHistory, retries = 0 } = this.#options;
    const { id } = scenario;
    const steps = listSteps(scenario).length;
    const state = this.#collector.expect({ id, steps, retries: scenario.retries ?? retries });
    try {
      await this.#jobs.add(scenario, history);
    } catch (error) {
      this.#giveUp(error);
    }
    return state;
  }

  /** Takes what workers tell until `signal` aborts, or Redis fails. */
  async #listen(signal: AbortSignal): Promise<void> {
    let checkedMs = Number.NEGATIVE_INFINITY;
    try {
      while (!signal.aborted) {
        const count = await this.#takeMessages();
        if (this.#clock.now() - checkedMs >= CHECK_MS) {
          checkedMs = this.#clock.now();
          await this.#check();
        } else if (count === 0) {
          await this.#clock.wait(POLL_MS);
        }
      }
    } catch (error) {
      this.#giveUp(error);
    }
  }

  async #takeMessages(): Promise<number> {
    const messages = await this.#post.read();
    for (const { message, bytes } of messages) {
      if (message.kind === 'refused') this.#idle.refused(message);
      else this.#idle.heard();
      if (message.kind === 'hello') {
        this.#tell(`Worker: ${message.worker} (${message.slots} at a time)`);
      }
      await this.#collector.take(message, bytes);
      if (message.kind === 'picture') await this.#post.notePicture(message.name);
    }
    await this.#post.forgetRead();
    return messages.length;
  }

  /** Shows that the run lives, and looks after those who work for it. */
  async #check(): Promise<void> {
    const { signal } = this.#options;
    await this.#post.showLife(signal.aborted ? 'stopping' : 'open', this.#jobs.jobIds);
    if (!(await this.#post.isThere())) throw queueGone(this.#server);
    if (this.#isOver) await this.#jobs.takeBack();
    const before = this.#collector.open.map(({ id }) => id);
    await this.#jobs.removeAllBut(new Set(before));
    const standings = await this.#jobs.findStandings(before);
    // Who has ended one meanwhile has told so before.
    while ((await this.#takeMessages()) > 0);
    for (const { id, isThere, isHeld } of standings) {
      const scenario = this.#collector.open.find((open) => open.id === id);
      if (isHeld) this.#idle.heard();
      else if (scenario && (this.#isOver || !isThere)) this.#endLost(scenario);
    }
    const trouble = this.#collector.open.length > 0 ? this.#idle.look() : undefined;
    if (trouble) this.#endAll(trouble);
  }

  /** No worker has it, and none will. */
  #endLost({ id, isTaken }: { readonly id: string; readonly isTaken: boolean }): void {
    const verdict = this.#options.signal.aborted ? 'interrupted' : 'error';
    this.#collector.end(id, isTaken || !this.#isOver ? verdict : 'not-run');
  }

  #giveUp(error: unknown): void {
    const trouble = describeQueueError(error, this.#server);
    if (!trouble) throw error;
    this.#tell(trouble.message);
    this.#endAll(trouble);
  }

  #endAll(trouble: Trouble): void {
    this.#trouble = trouble;
    for (const { id } of this.#collector.open) this.#collector.end(id, 'error', trouble);
  }
}
