import { type CompareRules, type Comparer, type Comparison, createComparer } from '../compare.ts';
import type { Frame } from '../frame.ts';
import type { Baseline } from './baselines.ts';

/** One of the pictures that a screen may look like, and how a frame compares with it. */
interface Acceptance {
  readonly baseline: Baseline;
  readonly comparer: Comparer;
  readonly comparison: Comparison;
}

/** All the pictures that one screen may look like. */
export interface Accepted {
  matches(frame: Frame): boolean;
  /** How it compares with the picture that it comes nearest to. */
  compare(frame: Frame): Comparison;
  nearest(frame: Frame): Acceptance;
}

/**
 * A baseline with its variants, ready for polling; `rulesOf` may add to the rules of each.
 * @throws ScenarioError as `createComparer`
 */
export function acceptAny(
  baseline: Baseline,
  rulesOf: (baseline: Baseline) => CompareRules,
): Accepted {
  const prepare = (one: Baseline) => ({
    baseline: one,
    comparer: createComparer(one.frame, rulesOf(one)),
  });
  const first = prepare(baseline);
  const variants = (baseline.variants ?? []).map(prepare);
  const nearest = (frame: Frame): Acceptance => {
    let best = { ...first, comparison: first.comparer.compare(frame) };
    for (const one of variants) {
      const comparison = one.comparer.compare(frame);
      if (distanceOf(comparison) < distanceOf(best.comparison)) best = { ...one, comparison };
    }
    return best;
  };
  return {
    matches: (frame) => [first, ...variants].some(({ comparer }) => comparer.matches(frame)),
    compare: (frame) => nearest(frame).comparison,
    nearest,
  };
}

/** A baseline of another name that a screen looks like. */
export interface Lookalike {
  readonly baseline: Baseline;
  readonly comparison: Comparison;
}

/**
 * Which of the other baselines the frame shows, or comes clearly nearer to: to at most half as many
 * differing pixels as the expected one has, and a tenth of the screen.
 */
export function findLookalike(
  frame: Frame,
  expected: Comparison,
  others: readonly Baseline[],
): Lookalike | undefined {
  const [best] = others
    .map((baseline) => ({
      baseline,
      comparison: createComparer(baseline.frame, baseline.rules).compare(frame),
    }))
    .toSorted((a, b) => distanceOf(a.comparison) - distanceOf(b.comparison));
  if (!best) return undefined;
  const far = Math.min(distanceOf(expected) / 2, (frame.width * frame.height) / 10);
  return distanceOf(best.comparison) <= far ? best : undefined;
}

function distanceOf(comparison: Comparison): number {
  switch (comparison.kind) {
    case 'equal':
    case 'within-tolerance':
      return 0;
    case 'different':
      return comparison.diffPixels;
    case 'different-size':
      return Number.POSITIVE_INFINITY;
    default:
      return comparison satisfies never;
  }
}
