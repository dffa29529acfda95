import type { Baseline } from '../screen/baselines.ts';
import type { CompareRules, Comparison } from '../screen/compare.ts';
import type { Frame, Region } from '../screen/frame.ts';

/** What a step found. Whether that is good is for `judge` to say. */
export type StepOutcome =
  | { readonly kind: 'done'; readonly frame?: Frame }
  | {
      readonly kind: 'matched';
      readonly screen: string;
      readonly frame: Frame;
      readonly looks: number;
    }
  | {
      readonly kind: 'mismatch';
      readonly screen: string;
      readonly frame: Frame;
      readonly baseline: Baseline;
      readonly rules: CompareRules;
      readonly comparison: Comparison;
      /** An earlier look that came nearer than the last one. */
      readonly nearest: { readonly frame: Frame; readonly comparison: Comparison } | undefined;
      readonly waitedMs: number;
    }
  | {
      readonly kind: 'missing-baseline';
      readonly screen: string;
      readonly frame: Frame;
      readonly file: string;
    }
  | {
      readonly kind: 'moving';
      readonly frame: Frame;
      readonly boxes: readonly Region[];
      readonly quietMs: number;
      readonly waitedMs: number;
    };

export type Judgement =
  | { readonly passed: true }
  | {
      readonly passed: false;
      readonly code: string;
      readonly message: string;
      readonly hint?: string;
    };

/** Good or not, and in words what was expected and what was there. */
export function judge(outcome: StepOutcome): Judgement {
  switch (outcome.kind) {
    case 'done':
    case 'matched':
      return { passed: true };
    case 'mismatch':
      return {
        passed: false,
        code: 'screen-mismatch',
        message: `the screen is not "${outcome.screen}"${afterWait(outcome.waitedMs)}: ${describeComparison(outcome.comparison)}${describeNearest(outcome.nearest)}`,
        hint: 'if the new picture is right, accept it with: guestwright approve',
      };
    case 'missing-baseline':
      return {
        passed: false,
        code: 'missing-baseline',
        message: `"${outcome.screen}" has no baseline yet: ${outcome.file} does not exist`,
        hint: 'look at the picture in the report; if it is right, accept it with: guestwright approve',
      };
    case 'moving':
      return {
        passed: false,
        code: 'not-still',
        message: `the screen did not stand still for ${seconds(outcome.quietMs)}${afterWait(outcome.waitedMs)}; what moved last: ${describeBoxes(outcome.boxes)}`,
        hint: 'mask what always moves: wait-until-still: { for: 1s, mask: [[x, y, width, height]] }',
      };
    default:
      return outcome satisfies never;
  }
}

export function describeComparison(comparison: Comparison): string {
  switch (comparison.kind) {
    case 'equal':
      return 'no difference';
    case 'within-tolerance':
      return `${pixels(comparison.diffPixels)}, which is allowed`;
    case 'different': {
      const { diffPixels, allowedPixels, boxes } = comparison;
      const allowed = allowedPixels > 0 ? ` (${allowedPixels} allowed)` : '';
      return `${pixels(diffPixels)}${allowed}, at ${describeBoxes(boxes)}`;
    }
    case 'different-size': {
      const { expected, actual } = comparison;
      return `the baseline is ${expected.width}x${expected.height}, the screen is ${actual.width}x${actual.height}`;
    }
    default:
      return comparison satisfies never;
  }
}

const SHOWN_BOXES = 3;

/** `512,384 (1x1), 20,40 (8x16) and 2 more`. */
function describeBoxes(boxes: readonly Region[]): string {
  if (boxes.length === 0) return 'nothing';
  const shown = boxes.slice(0, SHOWN_BOXES).map((b) => `${b.x},${b.y} (${b.width}x${b.height})`);
  const more = boxes.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function describeNearest(nearest: { comparison: Comparison } | undefined): string {
  return nearest ? `. The nearest look before: ${describeComparison(nearest.comparison)}` : '';
}

function pixels(count: number): string {
  return count === 1 ? '1 pixel differs' : `${count} pixels differ`;
}

function afterWait(ms: number): string {
  return ms > 0 ? ` after ${seconds(ms)}` : '';
}

function seconds(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${Number((ms / 1000).toFixed(1))} s`;
}
