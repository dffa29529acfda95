import type { PictureRef, RunEvent } from '../runner/events.ts';
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
    if (event.type !== 'step-finished' || event.screen === undefined) continue;
    const { baseline, actual, expected } = event.screen;
    const isMissing = event.trouble?.code === 'missing-baseline';
    if (!isMissing && expected === undefined) continue;
    if (!isPictureRef(actual)) continue;
    const reason = isMissing ? 'new' : 'changed';
    candidates.set(baseline, { baseline, picture: actual, reason });
  }
  return [...candidates.values()];
}
