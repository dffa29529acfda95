import type { PictureRef, RunEvent, ScreenEvidence, Trouble } from '../runner/events.ts';
import { isPictureRef } from './picture-refs.ts';

/** A picture that could become a baseline. */
export interface Candidate {
  /** `demo/keyboard/welcome`: its path below the baselines, without the ending. */
  readonly baseline: string;
  readonly picture: PictureRef;
  readonly reason: 'new' | 'changed';
  /** The run saw the same screen match as well: in another attempt, or in another scenario. */
  readonly alsoMatched?: true;
}

/** Where a candidate was seen, and how it differs. */
export interface SeenCandidate extends Candidate {
  /** The scenario's id, and its name where the run tells it. */
  readonly scenario: string;
  readonly scenarioName: string;
  /** From 1. */
  readonly step: number;
  readonly screen: ScreenEvidence;
}

/** What `approve` would write; of several pictures for one screen the last. */
export function listCandidates(
  events: readonly RunEvent[],
  isWanted: (candidate: SeenCandidate) => boolean = () => true,
): SeenCandidate[] {
  const names = nameScenarios(events);
  const candidates = new Map<string, SeenCandidate>();
  for (const event of events) {
    if (event.type !== 'step-finished' || !event.screen) continue;
    const candidate = readCandidate(event);
    if (!candidate) continue;
    const { scenario, step, screen } = event;
    const scenarioName = names.get(scenario) ?? scenario;
    const seen = { ...candidate, scenario, scenarioName, step: step + 1, screen };
    if (isWanted(seen)) candidates.set(seen.baseline, seen);
  }
  const matched = new Set(
    events.flatMap((event) => (event.type === 'step-finished' ? matchedScreens(event) : [])),
  );
  return [...candidates.values()].map((candidate) => noteMatched(candidate, matched));
}

function nameScenarios(events: readonly RunEvent[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const event of events) {
    if (event.type === 'run-started')
      for (const { id, name } of event.scenarios) names.set(id, name);
    if (event.type === 'scenario-started' && event.outline) {
      names.set(event.scenario, event.outline.name);
    }
  }
  return names;
}

/** The screen that a step saw match, without its variant; none or one. */
export function matchedScreens(step: {
  readonly verdict: string;
  readonly screen?: ScreenEvidence;
}): string[] {
  return step.verdict === 'passed' && step.screen ? [screenOf(step.screen.baseline)] : [];
}

export function noteMatched<C extends Candidate>(candidate: C, matched: ReadonlySet<string>): C {
  if (!matched.has(screenOf(candidate.baseline))) return candidate;
  return { ...candidate, alsoMatched: true };
}

/** The screen that `demo/keyboard/welcome+dark` is a variant of. */
export function screenOf(baseline: string): string {
  return baseline.split('+')[0] ?? baseline;
}

/** The picture that a step has for a baseline, if it saw another one or found none. */
export function readCandidate({
  screen,
  trouble,
}: {
  readonly screen?: ScreenEvidence;
  readonly trouble?: Trouble;
}): Candidate | undefined {
  const isMissing = trouble?.code === 'missing-baseline';
  if (!screen || (!isMissing && screen.expected === undefined)) return undefined;
  const { baseline, actual } = screen;
  if (!isPictureRef(actual)) return undefined;
  return { baseline, picture: actual, reason: isMissing ? 'new' : 'changed' };
}
