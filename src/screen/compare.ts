import { ScenarioError } from '../errors.ts';
import { boxDifferences } from './boxes.ts';
import { type FullestWindow, findFullestWindow, type WindowLimit } from './diff-window.ts';
import {
  type Differences,
  findExactDifferences,
  findVisibleDifferences,
  sameBytes,
} from './differences.ts';
import type { Frame, Region } from './frame.ts';
import { type Areas, type Coverage, coverAreas } from './regions.ts';

/** How much may differ. Nothing by default. */
interface Tolerance {
  /** 0..1: how far apart two colours may be, by pixelmatch; 0 is exact. */
  readonly threshold?: number;
  /** How many covered pixels may differ. With a ratio as well, the smaller limit holds. */
  readonly maxDiffPixels?: number;
  /** 0..1: which part of the covered pixels may differ. */
  readonly maxDiffRatio?: number;
  /** How many may differ close together. Alone, it sets no limit to how many may differ in all. */
  readonly maxDiffWindow?: WindowLimit;
}

export interface CompareRules extends Tolerance, Areas {}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** How two frames compare. `boxes` surround the differing pixels, largest first, at most 20. */
export type Comparison =
  | { readonly kind: 'equal' }
  | {
      readonly kind: 'within-tolerance';
      readonly diffPixels: number;
      readonly boxes: readonly Region[];
    }
  | {
      readonly kind: 'different';
      readonly diffPixels: number;
      /** Of the covered pixels. */
      readonly diffRatio: number;
      readonly allowedPixels: number;
      readonly boxes: readonly Region[];
      /** The fullest window, where more pixels differ in it than may. */
      readonly window?: FullestWindow & { readonly allowedPixels: number };
    }
  | { readonly kind: 'different-size'; readonly expected: Size; readonly actual: Size };

/** One expected frame, ready to be compared with many. */
export interface Comparer {
  readonly expected: Frame;
  readonly rules: CompareRules;
  readonly coverage: Coverage;
  /** How many of the covered pixels may differ in all. */
  readonly allowedPixels: number;
  /** Whether the frame is equal or within tolerance; cheaper than `compare`. */
  matches(actual: Frame): boolean;
  compare(actual: Frame): Comparison;
  /** What `compare` counts; only for a frame of the expected size. */
  differences(actual: Frame): Differences;
}

/**
 * Checks the rules and prepares the covered pixels once, for polling.
 * @throws ScenarioError `bad-region`, `bad-mask`, `nothing-compared`, `bad-tolerance`
 */
export function createComparer(expected: Frame, rules: CompareRules = {}): Comparer {
  checkTolerance(rules);
  const { width, height } = expected;
  const coverage = coverAreas(rules, width, height);
  const allowedPixels = countAllowed(rules, coverage.pixels);
  const { threshold = 0, maxDiffWindow } = rules;
  const sameSize = (actual: Frame) => actual.width === width && actual.height === height;

  const differences = (actual: Frame) =>
    threshold === 0
      ? findExactDifferences(expected, actual, coverage)
      : findVisibleDifferences(expected, actual, coverage, threshold);

  const overfullWindow = (found: Differences) => {
    if (!maxDiffWindow) return undefined;
    const fullest = findFullestWindow(found, maxDiffWindow.size);
    const allowedPixels = maxDiffWindow.pixels;
    return fullest.diffPixels > allowedPixels ? { ...fullest, allowedPixels } : undefined;
  };

  return {
    expected,
    rules,
    coverage,
    allowedPixels,
    differences,

    matches(actual) {
      if (!sameSize(actual)) return false;
      if (sameBytes(expected, actual, coverage)) return true;
      if (threshold === 0 && allowedPixels === 0) return false;
      const found = differences(actual);
      return found.pixels <= allowedPixels && !overfullWindow(found);
    },

    compare(actual) {
      if (!sameSize(actual)) {
        const size = { width: actual.width, height: actual.height };
        return { kind: 'different-size', expected: { width, height }, actual: size };
      }
      if (sameBytes(expected, actual, coverage)) return { kind: 'equal' };
      const found = differences(actual);
      const diffPixels = found.pixels;
      const boxes = boxDifferences(found);
      const window = overfullWindow(found);
      if (diffPixels <= allowedPixels && !window) {
        return { kind: 'within-tolerance', diffPixels, boxes };
      }
      const diffRatio = diffPixels / coverage.pixels;
      const different = { kind: 'different', diffPixels, diffRatio, allowedPixels, boxes } as const;
      return window ? { ...different, window } : different;
    },
  };
}

/** Compares once; `createComparer` is for comparing often. Same errors. */
export function compareFrames(expected: Frame, actual: Frame, rules?: CompareRules): Comparison {
  return createComparer(expected, rules).compare(actual);
}

function countAllowed(rules: Tolerance, covered: number): number {
  const { maxDiffPixels, maxDiffRatio, maxDiffWindow } = rules;
  const otherwise = maxDiffWindow ? covered : 0;
  if (maxDiffRatio === undefined) return maxDiffPixels ?? otherwise;
  // 0.29 * 100 is 28.999999999999996
  const byRatio = Math.floor(maxDiffRatio * covered + 1e-6);
  return Math.min(maxDiffPixels ?? byRatio, byRatio);
}

function checkTolerance(tolerance: Tolerance): void {
  const { threshold = 0, maxDiffPixels = 0, maxDiffRatio = 0, maxDiffWindow } = tolerance;
  if (maxDiffWindow) checkWindow(maxDiffWindow);
  if (!(threshold >= 0 && threshold <= 1)) {
    throw badTolerance(`The threshold must be a number from 0 to 1, got ${threshold}`);
  }
  if (!(Number.isInteger(maxDiffPixels) && maxDiffPixels >= 0)) {
    throw badTolerance(
      `The limit of differing pixels must be a whole number from 0, got ${maxDiffPixels}`,
    );
  }
  if (!(maxDiffRatio >= 0 && maxDiffRatio <= 1)) {
    throw badTolerance(
      `The ratio of differing pixels must be a number from 0 to 1, got ${maxDiffRatio}`,
    );
  }
}

function checkWindow({ size, pixels }: WindowLimit): void {
  if (!(Number.isInteger(size) && size >= 1)) {
    throw badTolerance(`The window's size must be a whole number from 1, got ${size}`);
  }
  if (!(Number.isInteger(pixels) && pixels >= 0)) {
    throw badTolerance(`The window's pixels must be a whole number from 0, got ${pixels}`);
  }
}

function badTolerance(message: string): ScenarioError {
  return new ScenarioError('bad-tolerance', message);
}
