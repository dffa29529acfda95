import type { Redis } from 'ioredis';
import { keysOf, RUNS_KEY } from './keys.ts';
import { type Notice, noticeSchema, type Plan, planSchema } from './messages.ts';

/** The runs that live and that this version understands, the oldest first. Forgets those that are over. */
export async function findRuns(redis: Redis): Promise<ReadonlyMap<string, Notice>> {
  const runs = new Map<string, Notice>();
  for (const run of (await redis.smembers(RUNS_KEY)).toSorted()) {
    const text = await redis.get(keysOf(run).notice);
    if (text === null) await redis.srem(RUNS_KEY, run);
    const notice = noticeSchema.safeParse(parse(text));
    if (notice.success) runs.set(run, notice.data);
  }
  return runs;
}

/** What a run is about; undefined where nobody can read it. */
export async function readPlan(redis: Redis, run: string): Promise<Plan | undefined> {
  return planSchema.safeParse(parse(await redis.get(keysOf(run).plan))).data;
}

function parse(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
