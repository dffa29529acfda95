import { type Clock, systemClock } from '../clock.ts';
import type { Driver } from '../machine/start.ts';
import type { StateSavers } from '../scenario/check/resolve-states.ts';
import type { Project } from '../scenario/parse/project.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { version } from '../version.ts';
import { nameAttempts } from './attempt-name.ts';
import type { Audience } from './audience.ts';
import { BootStates } from './boot-states.ts';
import { EVENTS_VERSION, type RunEvent, type RunVerdict, type ShardOutline } from './events.ts';
import { exclusiveNeeds } from './exclusive-needs.ts';
import { type History, noHistory } from './history.ts';
import { orderByDuration } from './order.ts';
import { outline } from './outline.ts';
import { Pictures } from './pictures.ts';
import { RunFolder } from './run-folder.ts';
import { runScenario, type SessionOptions } from './session.ts';
import { readSources } from './sources.ts';
import { SavedStates } from './states/saved-states.ts';
import { StateStore } from './states/state-store.ts';
import type { TraceMode } from './trace/trace-line.ts';
import { isFailure, runVerdictOf, type ScenarioState } from './verdicts.ts';
import { workThrough } from './work-through.ts';

export interface RunOptions {
  readonly project: Project;
  /** Aborted, it lets steps that act come to their end, and begins no other. */
  readonly signal: AbortSignal;
  /** How long a screen without a baseline must stand still to become a candidate. Milliseconds. */
  readonly settleMs: number;
  /** What runs a guest that both QEMU and the embedded machine can run. Default: auto. */
  readonly driver?: Driver;
  /** Each is told every event, after it was written. */
  readonly listeners: readonly ((event: RunEvent) => void)[];
  readonly resultsDir?: string;
  readonly clock?: Clock;
  /** How many guests at a time. Default: 1. */
  readonly workers?: number;
  /** How often a scenario that fails is tried again. Default: 0. */
  readonly retries?: number;
  /** After so many failed scenarios no other is begun. Default: all are run. */
  readonly maxFailures?: number;
  readonly failOnFlaky?: boolean;
  /** What every timeout is multiplied with. Default: 1. */
  readonly timeoutScale?: number;
  /** Of which attempts it is kept what they showed, sent and said. Default: off. */
  readonly trace?: TraceMode;
  /** Which part of a larger run this is. */
  readonly shard?: ShardOutline;
  /** What earlier runs tell. Default: nothing. */
  readonly history?: History;
  /** Who saves the states that scenarios begin from. Default: nobody. */
  readonly savers?: StateSavers;
  /** Whether states that are there are built again. Default: false. */
  readonly rebuildStates?: boolean;
  /** Who is shown each guest that runs on this host. Default: nobody. */
  readonly audience?: Audience | undefined;
  /** Who runs the scenarios and tells the folder all about it. Default: this process, on this host. */
  readonly runElsewhere?: RunElsewhere;
}

/** What became of the scenarios that were run. */
export type RunElsewhere = (
  scenarios: readonly Scenario[],
  folder: RunFolder,
  options: RunOptions,
) => Promise<ScenarioState[]>;

export interface RunResult {
  readonly verdict: RunVerdict;
  /** The run's folder, absolute. */
  readonly path: string;
}

/**
 * Runs the scenarios, each on a guest of its own, so many at a time.
 * @throws MachineError `results-not-writable`, after every guest was stopped
 */
export async function runScenarios(
  scenarios: readonly Scenario[],
  options: RunOptions,
): Promise<RunResult> {
  const { project, signal, listeners, clock = systemClock } = options;
  const folder = new RunFolder(
    options.resultsDir ?? project.resultsDir,
    listeners,
    textsOf(project.secrets),
    clock,
  );
  const startedMs = clock.now();
  try {
    const states = await announceAndRun(scenarios, folder, options);
    const verdict = signal.aborted ? 'interrupted' : runVerdictOf(states, options);
    const durationMs = Math.round(clock.now() - startedMs);
    folder.emit({ type: 'run-finished', verdict, durationMs });
    return { verdict, path: folder.path };
  } finally {
    folder.close();
  }
}

async function announceAndRun(
  scenarios: readonly Scenario[],
  folder: RunFolder,
  options: RunOptions,
): Promise<ScenarioState[]> {
  const { runElsewhere } = options;
  const saved = runElsewhere ? undefined : await planStates(scenarios, options);
  const all = [...(saved?.builders ?? []), ...scenarios];
  await announce(all, folder, options);
  return runElsewhere ? runElsewhere(all, folder, options) : runAll(all, folder, options, saved);
}

function planStates(scenarios: readonly Scenario[], options: RunOptions): Promise<SavedStates> {
  const { project, savers = new Map(), driver = 'auto', rebuildStates = false } = options;
  const { shard, signal, clock = systemClock } = options;
  return SavedStates.plan(scenarios, {
    ...{ savers, driver, rebuild: rebuildStates, clock, signal },
    store: new StateStore(project.statesDir),
    // Several shards may build the same one, and are merged.
    suffix: shard ? `.${shard.index}` : '',
  });
}

async function announce(
  scenarios: readonly Scenario[],
  folder: RunFolder,
  { project: { root }, workers = 1, failOnFlaky = false, shard }: RunOptions,
): Promise<void> {
  const outlines = scenarios.map((scenario) => outline(scenario, root));
  folder.emit({
    type: 'run-started',
    version: EVENTS_VERSION,
    run: folder.name,
    guestwright: version,
    scenarios: outlines,
    sources: await readSources(outlines, root),
    workers,
    ...(failOnFlaky && { failOnFlaky }),
    ...(shard && { shard }),
  });
}

/** What became of the scenarios that were run. */
async function runAll(
  scenarios: readonly Scenario[],
  folder: RunFolder,
  options: RunOptions,
  saved: SavedStates | undefined,
): Promise<ScenarioState[]> {
  const { project, workers = 1, history = noHistory, maxFailures = Infinity } = options;
  const { driver = 'auto', retries = 0, timeoutScale = 1, clock = systemClock } = options;
  const bootStates = new BootStates(project.baselinesDir);
  const broken = new AbortController();
  const session: SessionOptions = {
    ...{ folder, driver, retries, timeoutScale, clock, history, states: bootStates, saved },
    pictures: new Pictures(folder.path),
    nameOf: nameAttempts(scenarios.map(({ id }) => id)),
    root: project.root,
    settleMs: options.settleMs,
    signal: options.signal,
    broken: broken.signal,
    audience: options.audience,
    trace: options.trace ?? 'off',
  };
  const byDuration = orderByDuration(scenarios, workers, history.durationOf);
  const states: ScenarioState[] = [];
  const failures = () => states.filter(isFailure).length;
  try {
    await workThrough({
      jobs: saved ? saved.order(byDuration) : byDuration,
      isReady: (scenario) => saved?.isReady(scenario) ?? true,
      onChange: (look) => saved?.onChange(look),
      workers,
      needs: ({ machine }) => exclusiveNeeds(machine),
      isOver: () => options.signal.aborted || broken.signal.aborted || failures() >= maxFailures,
      run: async (scenario, worker) => {
        try {
          const state = await runScenario(scenario, { ...session, worker });
          states.push(state);
          saved?.ended(scenario, state);
        } catch (error) {
          broken.abort(error);
          throw error;
        }
      },
    });
  } finally {
    await bootStates.remove();
  }
  return states;
}

export function textsOf(secrets: Project['secrets']): string[] {
  return [...secrets.values()].flatMap((secret) => (secret.ok ? [secret.text] : []));
}
