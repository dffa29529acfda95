import type { Clock } from '../clock.ts';
import type { Finder, FindOptions, Match } from '../screen/find.ts';
import type { Frame } from '../screen/frame.ts';
import { type Capture, lookRepeatedly } from './look.ts';

export interface SearchOptions extends FindOptions {
  /** 0 looks once. Milliseconds. */
  readonly timeoutMs: number;
  /** Which of the places is meant; undefined while none is, or it is not clear which. */
  readonly choose: (matches: readonly Match[]) => Match | undefined;
  /** Only a place that two looks in a row have seen: what still moves cannot be clicked. */
  readonly steady?: boolean;
  readonly signal?: AbortSignal;
}

export type SearchResult = {
  readonly frame: Frame;
  /** All places in this frame, best first. */
  readonly matches: readonly Match[];
} & (
  | { readonly kind: 'found'; readonly match: Match }
  | {
      readonly kind: 'not-found';
      /** What came nearest in this frame, where there is no match at all. */
      readonly nearest: Match | undefined;
    }
);

/** Looks until the picture is at one chosen place or the time is up; the last look needs no second. */
export async function searchScreen(
  capture: Capture,
  finder: Finder,
  clock: Clock,
  options: SearchOptions,
): Promise<SearchResult> {
  const { timeoutMs, choose, steady = false, signal } = options;
  const deadline = clock.now() + timeoutMs;
  let matches: readonly Match[] = [];
  let before: Match | undefined;
  for await (const { frame, atMs, changed } of lookRepeatedly(capture, clock, signal)) {
    if (changed) matches = finder.find(frame, options);
    const match = choose(matches);
    const isLast = atMs >= deadline;
    if (match && (isLast || !steady || samePlace(match, before))) {
      return { kind: 'found', match, matches, frame };
    }
    before = match;
    if (!isLast) continue;
    const nearest = matches.length === 0 ? finder.nearest(frame, options) : undefined;
    return { kind: 'not-found', matches, nearest, frame };
  }
  throw new Error('looking has no end of its own');
}

/** The best place, where no other is as good; with `nth`, that one in reading order, from 1. */
export function chooseOnly(nth?: number): (matches: readonly Match[]) => Match | undefined {
  return (matches) => {
    if (nth !== undefined) return matches.toSorted((a, b) => a.y - b.y || a.x - b.x)[nth - 1];
    const [best, next] = matches;
    return best?.diffPixels === next?.diffPixels ? undefined : best;
  };
}

function samePlace(a: Match, b: Match | undefined): boolean {
  return a.x === b?.x && a.y === b.y;
}
