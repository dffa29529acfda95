import type { Twinkle } from '../guest/eyes/motion.ts';
import type { Reading } from '../guest/text.ts';
import type { Lookalike } from '../screen/baselines/accepted.ts';
import type { Baseline } from '../screen/baselines/baselines.ts';
import type { CompareRules, Comparison } from '../screen/compare.ts';
import type { Match } from '../screen/find/find.ts';
import type { Frame, Region } from '../screen/frame.ts';
import { type PlaceholderText, readPlaceholder } from '../screen/placeholder.ts';
import { formatRegion } from '../screen/regions.ts';
import type { ReadText } from '../screen/text/read-text.ts';
import type { TextPattern } from '../screen/text/text-pattern.ts';
import type { TextPlace } from '../screen/text/text-places.ts';
import { describeMissingText, describeUnclearText } from './describe-text.ts';

/** What a step found. Whether that is good is for `judge` to say. */
export type StepOutcome =
  | {
      readonly kind: 'done';
      readonly frame?: Frame;
      /** For people: what is worth knowing all the same. */
      readonly note?: string;
      /** What the guest or the monitor answered. */
      readonly output?: string;
    }
  | {
      /** What was asked, not looked at, is otherwise than the step expects. */
      readonly kind: 'unexpected';
      readonly frame?: Frame;
      readonly code: string;
      readonly message: string;
      readonly hint?: string;
      readonly output?: string;
    }
  | {
      /** What a block asked of the guest, and was told otherwise. */
      readonly kind: 'condition-failed';
      readonly code: 'none-showed' | 'one-showed' | 'never-showed';
      readonly message: string;
      readonly hint?: string;
      readonly frame: Frame;
    }
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
      /** Another screen's baseline that the screen shows, or comes clearly nearer to. */
      readonly lookalike?: { readonly screen: string } & Lookalike;
      /** It matched, but not for as long as it had to. */
      readonly stay?: { readonly wantedMs: number; readonly longestMs: number };
      /** The wait ended early: so long nothing on the screen had changed. */
      readonly stuckMs?: number;
      readonly waitedMs: number;
    }
  | {
      readonly kind: 'missing-baseline';
      readonly screen: string;
      readonly frame: Frame;
      readonly file: string;
    }
  | {
      readonly kind: 'not-found';
      readonly name: string;
      readonly picture: Baseline;
      readonly frame: Frame;
      /** Where it is, if at several places or too few. */
      readonly matches: readonly Match[];
      readonly nearest: Match | undefined;
      /** Which one was asked for. */
      readonly nth: number | undefined;
      /** As of a mismatch. */
      readonly stuckMs?: number;
      readonly waitedMs: number;
    }
  | {
      readonly kind: 'text-found';
      readonly sought: string;
      readonly frame: Frame;
      readonly text: ReadText;
      /** Where it is, where that was asked for. */
      readonly place?: TextPlace;
      /** What was kept of it. */
      readonly variable?: { readonly name: string; readonly value: string };
    }
  | {
      readonly kind: 'text-unclear';
      readonly pattern: TextPattern;
      readonly frame: Frame;
      readonly reading: Reading;
      /** Where it is: at several places or too few. */
      readonly places: readonly TextPlace[];
      /** Which one was asked for. */
      readonly nth: number | undefined;
      readonly waitedMs: number;
    }
  | {
      readonly kind: 'text-missing';
      readonly pattern: TextPattern;
      readonly frame: Frame;
      readonly reading: Reading;
      /** As of a mismatch. */
      readonly stuckMs?: number;
      readonly waitedMs: number;
    }
  | {
      readonly kind: 'moving';
      readonly frame: Frame;
      readonly boxes: readonly Region[];
      /** What moved all the time, and did not count. */
      readonly twinkles: readonly Twinkle[];
      readonly quietMs: number;
      readonly waitedMs: number;
    }
  | {
      readonly kind: 'unchanged';
      readonly frame: Frame;
      readonly stuckMs?: number;
      readonly waitedMs: number;
    }
  | {
      readonly kind: 'no-picture';
      readonly frame: Frame;
      /** What QEMU shows instead of one. */
      readonly says: PlaceholderText;
    };

/** The same outcome, unless what it goes by is no picture at all but QEMU's word for that. */
export function withoutPlaceholder(outcome: StepOutcome): StepOutcome {
  const { frame } = outcome;
  const says = frame && readPlaceholder(frame);
  return frame && says ? { kind: 'no-picture', frame, says } : outcome;
}

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

/** What of a screen kept moving, as `<start>160,322 (4x28) blinks every 1.1 s`; nothing where nothing did. */
export function describeTwinkles(twinkles: readonly Twinkle[], start: string): string {
  if (twinkles.length === 0) return '';
  const shown = twinkles.slice(0, SHOWN_BOXES).map(({ region, kind, periodMs }) => {
    const how = kind === 'blink' ? 'blinks' : 'changes';
    return `${describeBoxes([region])} ${how} every ${seconds(periodMs)}`;
  });
  const more = twinkles.length - shown.length;
  return `${start}${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
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

/** `752,592 with 87 % of its pixels`. */
export function describeMatch({ x, y, score }: Match): string {
  // Rounded down: only a place with all of its pixels has 100 %.
  const percent = score < 0.99 ? Math.floor(score * 100) : Math.floor(score * 1000) / 10;
  return `${x},${y} with ${percent} % of its pixels`;
}

/** `752,592 and 20,40`, `1,2, 3,4, 5,6 and 2 more`. */
function listPlaces(matches: readonly Match[]): string {
  const shown = matches
    .slice(0, SHOWN_BOXES)
    .map((match) => (match.score === 1 ? `${match.x},${match.y}` : describeMatch(match)));
  const more = matches.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more} more`;
  return shown.join(' and ');
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

export function describeComparison(comparison: Comparison): string {
  switch (comparison.kind) {
    case 'equal':
      return 'no difference';
    case 'within-tolerance':
      return `${pixels(comparison.diffPixels)}, which is allowed`;
    case 'different': {
      const { diffPixels, allowedPixels, boxes, window } = comparison;
      const isTooMany = allowedPixels > 0 && diffPixels > allowedPixels;
      const allowed = isTooMany ? ` (${allowedPixels} allowed)` : '';
      const close = window
        ? `; ${window.diffPixels} of them in the window ${formatRegion(window.region)} (${window.allowedPixels} allowed)`
        : '';
      return `${pixels(diffPixels)}${allowed}, at ${describeBoxes(boxes)}${close}`;
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

function describeLookalike(lookalike: ({ screen: string } & Lookalike) | undefined): string {
  if (!lookalike) return '';
  const { screen, comparison } = lookalike;
  return comparison.kind === 'different'
    ? `. It looks more like "${screen}": ${describeComparison(comparison)}`
    : `. This is the screen "${screen}"`;
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
