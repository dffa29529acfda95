import type { RunEvent, ScenarioEvent } from '../runner/events.ts';
import { runVerdictOf, type ScenarioState } from '../runner/verdicts.ts';
import { badEvents, Track } from './fold-scenario.ts';
import type { RunSummary, ScenarioSummary } from './summary.ts';

export type * from './summary.ts';

type EventOf<T extends RunEvent['type']> = Extract<RunEvent, { readonly type: T }>;

/**
 * The state of the run after its events.
 * @throws ScenarioError `bad-events` when they do not start the run, or name what it does not have
 */
export function foldRun(events: readonly RunEvent[]): RunSummary {
  const [start, ...rest] = events;
  if (start?.type !== 'run-started') throw badEvents('the events do not begin with run-started');
  const tracks = new Map(start.scenarios.map((outline) => [outline.id, new Track(outline)]));
  let finish: EventOf<'run-finished'> | undefined;
  for (const event of rest) {
    if (event.type === 'run-started') throw badEvents('the events start a second run');
    if (event.type === 'run-finished') {
      finish = event;
      continue;
    }
    const track = tracks.get(event.scenario) ?? startTrack(event, tracks);
    if (!track) throw badEvents(`the run has no scenario "${event.scenario}"`);
    track.advance(event);
  }
  const endedAt = events.reduce((last, { at }) => Math.max(last, at), start.at);
  const scenarios = [...tracks.values()].map((track) => track.end(endedAt));
  const { failOnFlaky, shard, mergedFrom } = start;
  const states = scenarios.map(({ verdict }) => verdict);
  const isInterrupted = finish?.verdict === 'interrupted';
  const ended = isInterrupted ? 'interrupted' : runVerdictOf(states, { failOnFlaky });
  return {
    run: start.run,
    guestwright: start.guestwright,
    startedAt: start.at,
    durationMs: finish?.durationMs ?? endedAt - start.at,
    verdict: finish ? ended : 'unfinished',
    counts: countStates(scenarios),
    scenarios,
    sources: collectSources(events),
    workers: start.workers ?? 1,
    ...(failOnFlaky && { failOnFlaky }),
    ...(shard && { shard }),
    ...(mergedFrom && { mergedFrom }),
  };
}

/** Of a scenario that tells of itself only when it starts. */
function startTrack(event: ScenarioEvent, tracks: Map<string, Track>): Track | undefined {
  if (event.type !== 'scenario-started' || !event.outline) return undefined;
  const track = new Track({ id: event.scenario, ...event.outline, steps: [] });
  tracks.set(event.scenario, track);
  return track;
}

function collectSources(events: readonly RunEvent[]): RunSummary['sources'] {
  const sources = events.map((event) => ('sources' in event ? event.sources : undefined));
  return Object.assign({}, ...sources);
}

function countStates(scenarios: readonly ScenarioSummary[]): Record<ScenarioState, number> {
  const counts: Record<ScenarioState, number> = {
    flaky: 0,
    passed: 0,
    failed: 0,
    error: 0,
    interrupted: 0,
    'known-issue': 0,
    'not-run': 0,
  };
  for (const { verdict } of scenarios) counts[verdict] += 1;
  return counts;
}
