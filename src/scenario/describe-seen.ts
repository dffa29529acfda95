import type { Twinkle } from '../guest/eyes/motion.ts';
import type { Comparison } from '../screen/compare.ts';
import type { Match } from '../screen/find/find.ts';
import type { Region } from '../screen/frame.ts';
import { formatRegion } from '../screen/regions.ts';

/** More places in one message help nobody. */
const SHOWN_BOXES = 3;

/** In words, how a screen compares with a baseline. */
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

/** `752,592 with 87 % of its pixels`. */
export function describeMatch({ x, y, score }: Match): string {
  // Rounded down: only a place with all of its pixels has 100 %.
  const percent = score < 0.99 ? Math.floor(score * 100) : Math.floor(score * 1000) / 10;
  return `${x},${y} with ${percent} % of its pixels`;
}

/** `752,592 and 20,40`, `1,2, 3,4, 5,6 and 2 more`. */
export function listPlaces(matches: readonly Match[]): string {
  const shown = matches
    .slice(0, SHOWN_BOXES)
    .map((match) => (match.score === 1 ? `${match.x},${match.y}` : describeMatch(match)));
  const more = matches.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more} more`;
  return shown.join(' and ');
}

/** `512,384 (1x1), 20,40 (8x16) and 2 more`. */
export function describeBoxes(boxes: readonly Region[]): string {
  if (boxes.length === 0) return 'nothing';
  const shown = boxes.slice(0, SHOWN_BOXES).map((b) => `${b.x},${b.y} (${b.width}x${b.height})`);
  const more = boxes.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function pixels(count: number): string {
  return count === 1 ? '1 pixel differs' : `${count} pixels differ`;
}

export function seconds(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${Number((ms / 1000).toFixed(1))} s`;
}
