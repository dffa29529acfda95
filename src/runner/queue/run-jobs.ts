import type { Queue } from 'bullmq';
import type { Scenario } from '../../scenario/scenario.ts';
import type { History } from '../history.ts';
import { knownIssuesOf } from '../known-issue.ts';
import type { JobData } from './messages.ts';
import type { RunPost, Standing } from './run-post.ts';

/** Where a scenario's job stands. */
export interface JobStanding extends Standing {
  readonly id: string;
}

/** The scenarios of a run as jobs of its queue. */
export class RunJobs {
  readonly #queue: Queue<JobData>;
  readonly #post: RunPost;
  readonly #jobIds: ReadonlyMap<string, string>;
  /** The scenarios whose jobs may be in the queue. */
  readonly #added = new Set<string>();

  constructor(scenarios: readonly Scenario[], queue: Queue<JobData>, post: RunPost) {
    this.#queue = queue;
    this.#post = post;
    this.#jobIds = new Map(scenarios.map(({ id }, index) => [id, `s${index}`]));
  }

  /** Of all scenarios, also those that are not in the queue. */
  get jobIds(): readonly string[] {
    return [...this.#jobIds.values()];
  }

  async add(scenario: Scenario, history: History): Promise<void> {
    const { id } = scenario;
    const passes = knownIssuesOf(scenario).map((issue) => [issue, history.passesOf(id, issue)]);
    const data = { scenario: id, passes: Object.fromEntries(passes) };
    const ends = { removeOnComplete: true, removeOnFail: true };
    await this.#queue.add('scenario', data, { jobId: this.#jobIdOf(id), ...ends });
    this.#added.add(id);
  }

  /** Takes back what no worker has taken. */
  async takeBack(): Promise<void> {
    await this.#queue.drain();
  }

  /** Of those of `ids` that were added. */
  async findStandings(ids: readonly string[]): Promise<JobStanding[]> {
    const added = ids.filter((id) => this.#added.has(id));
    const standings = await this.#post.findStandings(added.map((id) => this.#jobIdOf(id)));
    return standings.map((standing, index) => ({ ...standing, id: added[index] ?? '' }));
  }

  /** Removes those that have ended, and whose workers were lost before they could. */
  async removeAllBut(open: ReadonlySet<string>): Promise<void> {
    const ended = [...this.#added].filter((id) => !open.has(id));
    for (const { id, isThere, isHeld } of await this.findStandings(ended)) {
      if (isThere && isHeld) continue;
      if (isThere) await this.#queue.remove(this.#jobIdOf(id));
      this.#added.delete(id);
    }
  }

  #jobIdOf(id: string): string {
    const jobId = this.#jobIds.get(id);
    if (jobId === undefined) throw new Error(`the run has no scenario "${id}"`);
    return jobId;
  }
}
