import type { PictureRef, RunEvent, ScreenEvidence, Trouble } from '../runner/events.ts';
import { isPictureRef } from './picture-refs.ts';

/** A picture that could become a baseline. */
export interface Candidate {
  /** `demo/keyboard/welcome`: its path below the baselines, without the ending. */
  readonly baseline: string;
  readonly picture: PictureRef;
  readonly reason: 'new' | 'changed';
}

/** What `approve` would write; of several pictures for one screen the last. */
export function listCandidates(events: readonly RunEvent[]): Candidate[] {
  const candidates = new Map<string, Candidate>();
  for (const event of events) {
    if (event.type !== 'step-finished') continue;
    const candidate = readCandidate(event);
    if (candidate) candidates.set(candidate.baseline, candidate);
  }
  return [...candidates.values()];
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
