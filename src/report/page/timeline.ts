import type { PageAttempt, PageStep } from '../html/page-data.ts';

/** The picture that was on the screen at that time: the last one before it, or the first. */
export function frameAt({ frames }: Pick<PageAttempt, 'frames'>, at: number): number {
  return Math.max(0, lastBefore(frames, at));
}

/** The step under way at that time, the innermost; -1 before the first. */
export function stepAt(steps: readonly PageStep[], at: number): number {
  return steps.findLastIndex(({ startedAfterMs }) => (startedAfterMs ?? Infinity) <= at);
}

/** When the step ended, which is when its picture was taken. */
export function endOf({ startedAfterMs = 0, durationMs }: PageStep): number {
  return startedAfterMs + durationMs;
}

/** What happened while the frame stood on the screen. */
export function during<T extends { readonly at: number }>(
  things: readonly T[],
  { frames }: Pick<PageAttempt, 'frames'>,
  frame: number,
): T[] {
  const from = frame === 0 ? 0 : (frames[frame]?.at ?? 0);
  const to = frames[frame + 1]?.at ?? Infinity;
  return things.filter(({ at }) => at >= from && at < to);
}

/** Where the step with what the link names is in the list; undefined when there is none. */
export function findStep(
  steps: readonly PageStep[],
  number: number | undefined,
  round: number | undefined,
): number | undefined {
  if (number === undefined) return undefined;
  const index = steps.findIndex(
    (step) => step.index === number - 1 && (round === undefined || step.round === round),
  );
  return index < 0 ? undefined : index;
}

/** The step that a reader wants first: what went wrong, else the last one that ran. */
export function firstStep(steps: readonly PageStep[]): number {
  const wrong = steps.findLastIndex(
    ({ verdict, trouble }) => trouble !== undefined && verdict !== 'tolerated',
  );
  if (wrong >= 0) return wrong;
  return Math.max(
    0,
    steps.findLastIndex(({ verdict }) => verdict !== 'not-run'),
  );
}

/** By halving: there may be thousands. */
function lastBefore(sorted: readonly { readonly at: number }[], at: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.at ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
