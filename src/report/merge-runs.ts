import { ScenarioError } from '../errors.ts';
import {
  EVENTS_VERSION,
  type RunEvent,
  type ScenarioEvent,
  type ScenarioOutline,
  type ShardOutline,
} from '../runner/events.ts';
import { RunFolder } from '../runner/run-folder.ts';
import { runVerdictOf } from '../runner/verdicts.ts';
import { copyFiles } from './copy-run-files.ts';
import { foldRun } from './fold.ts';
import { readEvents } from './read-events.ts';

export interface MergedRun {
  /** The new run's folder, absolute. */
  readonly path: string;
  /** Scenarios of the whole run that no shard had. */
  readonly missing: readonly string[];
}

/** A run that is merged, with its events behind the first one. */
interface Part {
  readonly folder: string;
  readonly start: Start;
  readonly events: readonly ScenarioEvent[];
  readonly finish: (RunEvent & { readonly type: 'run-finished' }) | undefined;
}

type Start = RunEvent & { readonly type: 'run-started' };

/**
 * Makes one run of several, in a folder of its own in `resultsDir`: all scenarios, all events in the order
 * of their time, all pictures, logs and traces. A shard that was cut off, or is not there, leaves the
 * merged run unfinished.
 * @throws ScenarioError `bad-events`, `duplicate-scenarios`, `other-shards`
 * @throws MachineError `events-not-readable`, `results-not-writable`
 */
export async function mergeRuns(
  folders: readonly string[],
  resultsDir: string,
): Promise<MergedRun> {
  const parts = await Promise.all(folders.map(readPart));
  refuseDuplicates(parts);
  const whole = findWhole(parts);
  const scenarios = parts.flatMap(({ start }) => start.scenarios);
  const had = new Set(scenarios.map(({ id }) => id));
  const absent = whole.filter(({ id }) => !had.has(id));
  const announced = [...scenarios, ...absent.map((rest) => ({ ...rest, steps: [] }))];
  const folder = new RunFolder(resultsDir, []);
  try {
    const start = mergeStarts(parts, inOrder(announced, whole), folder.name);
    const renamed = await copyFiles(parts, folder.path);
    const events = renamed.flat().toSorted((a, b) => a.at - b.at);
    const merged: RunEvent[] = [start, ...events];
    for (const event of merged) folder.emit(event);
    const isWhole = absent.length === 0 && parts.every(({ finish }) => finish);
    if (isWhole) folder.emit(mergeFinishes(parts, merged, start));
  } finally {
    folder.close();
  }
  return { path: folder.path, missing: absent.map(({ id }) => id) };
}

async function readPart(folder: string): Promise<Part> {
  const all = await readEvents(folder);
  foldRun(all);
  const [start, ...rest] = all;
  if (start?.type !== 'run-started') throw new Error('readEvents has checked the start');
  const events = rest.filter(
    (event): event is ScenarioEvent =>
      event.type !== 'run-finished' && event.type !== 'run-started',
  );
  const finish = rest.find((event) => event.type === 'run-finished');
  return { folder, start, events, finish };
}

function refuseDuplicates(parts: readonly Part[]): void {
  const owners = new Map<string, string>();
  const twice: string[] = [];
  for (const { folder, start, events } of parts) {
    const told = events.filter((event) => event.type === 'scenario-started' && event.outline);
    const ids = [...start.scenarios.map(({ id }) => id), ...told.map(({ scenario }) => scenario)];
    for (const id of new Set(ids)) {
      const owner = owners.get(id);
      if (owner !== undefined) twice.push(`${id} (${owner}, ${folder})`);
      owners.set(id, folder);
    }
  }
  if (twice.length === 0) return;
  throw new ScenarioError(
    'duplicate-scenarios',
    `the runs have scenarios in common: ${twice.join(', ')}`,
    { hint: 'give each shard once; a run of --last-failed has no place among them' },
  );
}

/** Every scenario of the run that was divided; nothing where the runs are no shards. */
function findWhole(parts: readonly Part[]): ShardOutline['all'] {
  const shards = parts.flatMap(({ folder, start: { shard } }) =>
    shard ? [{ folder, shard }] : [],
  );
  const [first] = shards;
  if (!first) return [];
  const keyOf = ({ total, all }: ShardOutline) => JSON.stringify([total, all.map(({ id }) => id)]);
  const other = shards.find(({ shard }) => keyOf(shard) !== keyOf(first.shard));
  if (!other) return first.shard.all;
  throw new ScenarioError(
    'other-shards',
    `${first.folder} and ${other.folder} are shards of different runs: ${describeShard(first.shard)}, ${describeShard(other.shard)}`,
    { hint: 'use the same paths, flags and commit for every shard' },
  );
}

function describeShard({ index, total, all }: ShardOutline): string {
  return `${index}/${total} of ${all.length} scenarios`;
}

/** As the run would have had them, had it not been divided. */
function inOrder(
  scenarios: readonly ScenarioOutline[],
  whole: ShardOutline['all'],
): ScenarioOutline[] {
  const places = new Map(whole.map(({ id }, index) => [id, index]));
  const placeOf = ({ id }: ScenarioOutline) => places.get(id) ?? places.size;
  return scenarios.toSorted((a, b) => placeOf(a) - placeOf(b));
}

function mergeStarts(
  parts: readonly Part[],
  scenarios: readonly ScenarioOutline[],
  run: string,
): Start {
  const starts = parts.map(({ start }) => start);
  const versions = new Set(starts.map(({ guestwright }) => guestwright));
  return {
    type: 'run-started',
    at: Math.min(...starts.map(({ at }) => at)),
    version: EVENTS_VERSION,
    run,
    guestwright: [...versions].join(', '),
    scenarios,
    sources: Object.assign({}, ...starts.map(({ sources }) => sources)),
    workers: starts.reduce((sum, { workers = 1 }) => sum + workers, 0),
    failOnFlaky: starts.some(({ failOnFlaky }) => failOnFlaky),
    mergedFrom: starts.map((start) => start.run),
  };
}

function mergeFinishes(
  parts: readonly Part[],
  merged: readonly RunEvent[],
  { at: startedAt, failOnFlaky }: Start,
): RunEvent {
  const states = foldRun(merged).scenarios.map(({ verdict }) => verdict);
  const isInterrupted = parts.some(({ finish }) => finish?.verdict === 'interrupted');
  const at = Math.max(startedAt, ...parts.flatMap(({ finish }) => finish?.at ?? []));
  const verdict = isInterrupted ? 'interrupted' : runVerdictOf(states, { failOnFlaky });
  return { type: 'run-finished', at, verdict, durationMs: at - startedAt };
}
