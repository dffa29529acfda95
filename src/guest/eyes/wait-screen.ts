import type { Clock } from '../../clock.ts';
import type { Comparison } from '../../screen/compare.ts';
import type { Frame } from '../../screen/frame.ts';
import { type Eyes, type Look, lookRepeatedly } from './look.ts';
import { Standstill } from './standstill.ts';

/** What is waited for: the fast question first, the full answer for the nearest miss. */
export interface ScreenMatcher {
  matches(frame: Frame): boolean;
  compare(frame: Frame): Comparison;
}

export interface WaitOptions {
  /** 0 looks once. Until the screen must match; staying so may take longer. Milliseconds. */
  readonly timeoutMs: number;
  /** For how long it must match without a break. Default: a look is enough. Milliseconds. */
  readonly stayMs?: number;
  /** Ends the wait when nothing at all has changed for so long. Default: never. Milliseconds. */
  readonly stuckMs?: number;
  readonly signal?: AbortSignal;
}

export type WaitResult = {
  readonly looks: number;
  readonly frame: Frame;
} & (
  | { readonly kind: 'matched' }
  | {
      readonly kind: 'timed-out' | 'stuck';
      readonly comparison: Comparison;
      /** The look that came nearest, where an earlier one came nearer than the last. */
      readonly nearest: Miss | undefined;
      /** The longest it matched without a break, where that was not enough. Milliseconds. */
      readonly stayedMs: number;
    }
);

interface Miss {
  readonly frame: Frame;
  readonly comparison: Comparison;
}

/**
 * Looks until the screen matches, stands stuck or the time is up; a match at the very last look counts.
 * The frame that decides is by `screendump`.
 */
export async function waitForScreen(
  eyes: Eyes,
  matcher: ScreenMatcher,
  clock: Clock,
  { timeoutMs, stayMs = 0, stuckMs, signal }: WaitOptions,
): Promise<WaitResult> {
  const deadline = clock.now() + timeoutMs;
  const standstill = stuckMs === undefined ? undefined : new Standstill(clock.now());
  let looks = 0;
  let matchedSinceMs: number | undefined;
  let stayedMs = 0;
  let last: Miss | undefined;
  let nearest: Miss | undefined;
  const judge = (frame: Frame, { atMs }: Look) => {
    if (matcher.matches(frame)) {
      matchedSinceMs ??= atMs;
      return true;
    }
    matchedSinceMs = undefined;
    last = { frame, comparison: matcher.compare(frame) };
    if (!nearest || distance(last) < distance(nearest)) nearest = last;
    return false;
  };
  for await (const look of lookRepeatedly(eyes, clock, { deadline, signal })) {
    looks += 1;
    const { atMs } = look;
    if (look.changed) judge(look.frame, look);
    standstill?.see(look);
    if (matchedSinceMs !== undefined) {
      stayedMs = Math.max(stayedMs, atMs - matchedSinceMs);
      if (atMs - matchedSinceMs < stayMs) continue;
      const frame = await look.confirm();
      if (frame === look.frame || judge(frame, look)) return { kind: 'matched', looks, frame };
    }
    const isStuck = stuckMs !== undefined && standstill && standstill.lastedMs(atMs) >= stuckMs;
    if (atMs < deadline && !isStuck) continue;
    const frame = await look.confirm();
    if (frame !== look.frame && judge(frame, look)) {
      if (stayMs === 0) return { kind: 'matched', looks, frame };
      if (atMs < deadline + stayMs) continue;
    }
    const comparison = last?.frame === frame ? last.comparison : matcher.compare(frame);
    const nearer = nearest && distance(nearest) < distance({ comparison }) ? nearest : undefined;
    const kind = atMs < deadline ? 'stuck' : 'timed-out';
    return { kind, looks, frame, comparison, nearest: nearer, stayedMs };
  }
  throw new Error('looking has no end of its own');
}

function distance({ comparison }: Pick<Miss, 'comparison'>): number {
  return comparison.kind === 'different' ? comparison.diffPixels : Number.POSITIVE_INFINITY;
}
