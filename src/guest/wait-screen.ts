import type { Clock } from '../clock.ts';
import type { Comparison } from '../screen/compare.ts';
import type { Frame } from '../screen/frame.ts';
import { type Capture, type Look, lookRepeatedly } from './look.ts';

/** What is waited for: the fast question first, the full answer for the nearest miss. */
export interface ScreenMatcher {
  matches(frame: Frame): boolean;
  compare(frame: Frame): Comparison;
}

export interface WaitOptions {
  /** 0 looks once. Milliseconds. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export type WaitResult = {
  readonly looks: number;
  readonly frame: Frame;
} & (
  | { readonly kind: 'matched' }
  | {
      readonly kind: 'timed-out';
      readonly comparison: Comparison;
      /** The look that came nearest, where an earlier one came nearer than the last. */
      readonly nearest: { readonly frame: Frame; readonly comparison: Comparison } | undefined;
    }
);

/** Looks until the screen matches or the time is up; a match at the very last look counts. */
export async function waitForScreen(
  capture: Capture,
  matcher: ScreenMatcher,
  clock: Clock,
  options: WaitOptions,
): Promise<WaitResult> {
  const deadline = clock.now() + options.timeoutMs;
  let looks = 0;
  let last: { look: Look; comparison: Comparison } | undefined;
  let nearest: { look: Look; comparison: Comparison } | undefined;
  for await (const look of lookRepeatedly(capture, clock, options.signal)) {
    looks += 1;
    if (look.changed || last === undefined) {
      if (matcher.matches(look.frame)) return { kind: 'matched', looks, frame: look.frame };
      last = { look, comparison: matcher.compare(look.frame) };
      if (nearest === undefined || distance(last.comparison) < distance(nearest.comparison)) {
        nearest = last;
      }
    }
    if (look.atMs >= deadline) break;
  }
  if (last === undefined) throw new Error('a look gives a frame');
  const nearer =
    nearest && distance(nearest.comparison) < distance(last.comparison) ? nearest : undefined;
  return {
    kind: 'timed-out',
    looks,
    frame: last.look.frame,
    comparison: last.comparison,
    nearest: nearer && { frame: nearer.look.frame, comparison: nearer.comparison },
  };
}

function distance(comparison: Comparison): number {
  return comparison.kind === 'different' ? comparison.diffPixels : Number.POSITIVE_INFINITY;
}
