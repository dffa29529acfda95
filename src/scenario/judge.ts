import type { Lookalike } from '../screen/baselines/accepted.ts';
import type { Comparison } from '../screen/compare.ts';
import {
  describeBoxes,
  describeComparison,
  describeMatch,
  describeTwinkles,
  listPlaces,
  seconds,
} from './describe-seen.ts';
import { describeMissingText, describeUnclearText } from './describe-text.ts';
import type { StepOutcome } from './outcome.ts';

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
    case 'text-found':
      return { passed: true };
    case 'condition-failed': {
      const { code, message, hint } = outcome;
      return { passed: false, code, message, ...(hint !== undefined && { hint }) };
    }
    case 'mismatch':
      return {
        passed: false,
        code: outcome.stuckMs === undefined ? 'screen-mismatch' : 'screen-stuck',
        message: `${describeStay(outcome)}${afterWait(outcome.waitedMs)}${describeStuck(outcome)}: ${describeComparison(outcome.comparison)}${describeNearest(outcome.nearest)}${describeLookalike(outcome.lookalike)}`,
        hint: 'if the new picture is right, accept it with: guestwright approve',
      };
    case 'missing-baseline':
      return {
        passed: false,
        code: 'missing-baseline',
        message: `"${outcome.screen}" has no baseline yet: ${outcome.file} does not exist`,
        hint: 'look at the picture in the report; if it is right, accept it with: guestwright approve',
      };
    case 'not-found':
      return { passed: false, ...judgeSearch(outcome) };
    case 'text-missing': {
      const { pattern, reading, waitedMs } = outcome;
      const after = `${afterWait(waitedMs)}${describeStuck(outcome)}`;
      const message = describeMissingText(pattern, reading, after);
      if (reading.kind === 'read') return { passed: false, code: 'text-missing', message };
      const hint = "name the console's font: { text, font: file.psf }; or install tesseract.js";
      return { passed: false, code: 'text-unreadable', message, hint };
    }
    case 'text-unclear':
      return {
        passed: false,
        code: outcome.nth === undefined ? 'text-ambiguous' : 'text-too-few',
        ...describeUnclearText(outcome, afterWait(outcome.waitedMs)),
      };
    case 'moving':
      return {
        passed: false,
        code: 'not-still',
        message: `the screen did not stand still for ${seconds(outcome.quietMs)}${afterWait(outcome.waitedMs)}; what moved last: ${describeBoxes(outcome.boxes)}${describeTwinkles(outcome.twinkles, '; what did not count: ')}`,
        hint: 'mask what always moves: wait-until-still: { for: 1s, mask: [[x, y, width, height]] }',
      };
    case 'unexpected': {
      const { code, message, hint } = outcome;
      return { passed: false, code, message, ...(hint && { hint }) };
    }
    case 'unchanged':
      return {
        passed: false,
        code: outcome.stuckMs === undefined ? 'unchanged' : 'screen-stuck',
        message: `the screen has not changed${afterWait(outcome.waitedMs)}${describeStuck(outcome)}`,
        hint: 'if it had changed before this step began: { since: previous-step }',
      };
    case 'no-picture':
      return {
        passed: false,
        code: 'no-picture',
        message: `the display shows no picture: QEMU says "${outcome.says}"`,
        hint: 'wait for longer, or give the machine another display: display: std',
      };
    default:
      return outcome satisfies never;
  }
}

function describeStay({
  screen,
  stay,
  comparison,
}: Extract<StepOutcome, { kind: 'mismatch' }>): string {
  if (!stay) return `the screen is not "${screen}"`;
  const { wantedMs, longestMs } = stay;
  const now = comparison.kind === 'different' || comparison.kind === 'different-size';
  const lasted = `the screen was "${screen}" for ${seconds(Math.round(longestMs))} of ${seconds(wantedMs)}`;
  return now ? `${lasted} and is no more` : lasted;
}

function describeStuck({ stuckMs }: { readonly stuckMs?: number }): string {
  return stuckMs === undefined ? '' : `; nothing on it has changed for ${seconds(stuckMs)}`;
}

type Trouble = Omit<Extract<Judgement, { passed: false }>, 'passed'>;

function judgeSearch(outcome: Extract<StepOutcome, { kind: 'not-found' }>): Trouble {
  const { name, matches, nearest, nth, waitedMs } = outcome;
  const after = `${afterWait(waitedMs)}${describeStuck(outcome)}`;
  const region = 'region: [x, y, width, height]';
  if (matches.length === 0) {
    const where = nearest
      ? `the nearest place is ${describeMatch(nearest)}`
      : 'no place comes near it';
    return {
      code: 'picture-not-found',
      message: `the picture "${name}" is not on the screen${after}; ${where}`,
      hint: 'if it looks different now, cut it out again from the picture of the screen',
    };
  }
  const best =
    nth === undefined ? matches.filter((one) => one.score === matches[0]?.score) : matches;
  const places = listPlaces(best);
  if (nth !== undefined) {
    return {
      code: 'picture-too-few',
      message: `there is no number ${nth} of the picture "${name}"${after}: it is there ${times(matches.length)}: ${places}`,
      hint: 'nth counts in reading order, from 1',
    };
  }
  return {
    code: 'picture-ambiguous',
    message: `the picture "${name}" is on the screen ${times(best.length)}${after}, equally good: ${places}`,
    hint: `say which one in reading order with nth, or where to look with ${region}`,
  };
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

function describeNearest(nearest: { comparison: Comparison } | undefined): string {
  return nearest ? `. The nearest look before: ${describeComparison(nearest.comparison)}` : '';
}

function describeLookalike(lookalike: ({ screen: string } & Lookalike) | undefined): string {
  if (!lookalike) return '';
  const { screen, comparison } = lookalike;
  return comparison.kind === 'different'
    ? `. It looks more like "${screen}": ${describeComparison(comparison)}`
    : `. This is the screen "${screen}"`;
}

function afterWait(ms: number): string {
  return ms > 0 ? ` after ${seconds(ms)}` : '';
}
