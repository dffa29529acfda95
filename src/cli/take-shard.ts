import { join } from 'node:path';
import { ScenarioError } from '../errors.ts';
import { readEvents } from '../report/read-events.ts';
import type { ShardOutline } from '../runner/events.ts';
import { baseOf } from '../runner/history.ts';
import { outline } from '../runner/outline.ts';
import { divide } from '../runner/shard.ts';
import type { Project } from '../scenario/parse/project.ts';
import type { Scenario } from '../scenario/scenario.ts';

export interface Part {
  readonly scenarios: readonly Scenario[];
  readonly shard?: ShardOutline;
}

export interface ShardFlags {
  readonly shard: { readonly index: number; readonly total: number } | undefined;
  /** The folder of the run whose durations count. Those of this host's own runs would divide differently on each. */
  readonly durations: string | undefined;
}

/**
 * This shard's scenarios; all of them without one.
 * @throws ScenarioError `bad-flag`
 */
export async function takeShard(
  scenarios: readonly Scenario[],
  project: Project,
  { shard, durations }: ShardFlags,
): Promise<Part> {
  if (!shard) {
    if (durations === undefined) return { scenarios };
    throw new ScenarioError('bad-flag', '--durations: is for --shard, which is not there');
  }
  const known = durations === undefined ? new Map() : await readDurations(durations);
  const parts = divide(scenarios, shard.total, (id) => known.get(baseOf(id)));
  const all = scenarios.map((scenario) => {
    const { steps, ...rest } = outline(scenario, project.root);
    return rest;
  });
  return { scenarios: parts[shard.index - 1] ?? [], shard: { ...shard, all } };
}

async function readDurations(runFolder: string): Promise<Map<string, number>> {
  const durations = new Map<string, number>();
  for (const event of await readEvents(join(runFolder))) {
    if (event.type !== 'scenario-finished' || event.verdict === 'interrupted') continue;
    durations.set(baseOf(event.scenario), event.durationMs);
  }
  return durations;
}
