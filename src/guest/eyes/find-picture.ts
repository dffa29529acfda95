import type { Clock } from '../../clock.ts';
import type { Finder, FindOptions, Match } from '../../screen/find/find.ts';
import type { Frame } from '../../screen/frame.ts';
import { type Eyes, lookRepeatedly } from './look.ts';
import { Standstill } from './standstill.ts';

export interface SearchOptions extends FindOptions {
  /** 0 looks once. Milliseconds. */
  readonly timeoutMs: number;
  /** Which of the places is meant; undefined while none is, or it is not clear which. */
  readonly choose: (matches: readonly Match[]) => Match | undefined;
  /** Only a place that two looks in a row have seen: what still moves cannot be clicked. */
  readonly steady?: boolean;
  /** Ends the search when nothing at all has changed for so long. Default: never. Milliseconds. */
  readonly stuckMs?: number;
  readonly signal?: AbortSignal;
}

export type SearchResult = {
  readonly frame: Frame;
  /** All places in this frame, best first. */
  readonly matches: readonly Match[];
} & (
  | { readonly kind: 'found'; readonly match: Match }
  | {
      readonly kind: 'not-found' | 'stuck';
      /** What came nearest in this frame, where there is no match at all. */
      readonly nearest: Match | undefined;
    }
);

/**
 * Looks until the picture is at one chosen place, the screen stands stuck or the time is up; the last
 * look needs no second. The frame that decides is by `screendump`.
 */
export async function searchScreen(
  eyes: Eyes,
  finder: Finder,
  clock: Clock,
  options: SearchOptions,
): Promise<SearchResult> {
  const { timeoutMs, choose, steady = false, stuckMs, signal } = options;
  const deadline = clock.now() + timeoutMs;
  const standstill = stuckMs === undefined ? undefined : new Standstill(clock.now());
  let matches: readonly Match[] = [];
  let before: Match | undefined;
  for await (const look of lookRepeatedly(eyes, clock, { deadline, signal })) {
    const { atMs } = look;
    if (look.changed) matches = finder.find(look.frame, options);
    standstill?.see(look);
    const isStuck = stuckMs !== undefined && standstill && standstill.lastedMs(atMs) >= stuckMs;
    const isLast = atMs >= deadline || isStuck;
    const seen = choose(matches);
    const isSteady = !steady || (seen && samePlace(seen, before));
    before = seen;
    if (!isLast && !(seen && isSteady)) continue;
    const frame = await look.confirm();
    if (frame !== look.frame) matches = finder.find(frame, options);
    const match = choose(matches);
    if (match && (isLast || !seen || samePlace(match, seen))) {
      return { kind: 'found', match, matches, frame };
    }
    before = match;
    if (!isLast) continue;
    const nearest = matches.length === 0 ? finder.nearest(frame, options) : undefined;
    return { kind: atMs < deadline ? 'stuck' : 'not-found', matches, nearest, frame };
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
