import type { Clock } from '../../clock.ts';
import { type CompareRules, type Comparison, compareFrames } from '../../screen/compare.ts';
import type { Frame, Region } from '../../screen/frame.ts';
import { readPlaceholder } from '../../screen/placeholder.ts';
import { type Eyes, lookRepeatedly } from './look.ts';
import { Motion, type Twinkle } from './motion.ts';

export interface StillOptions {
  /** How long nothing may change. Milliseconds. */
  readonly quietMs: number;
  readonly timeoutMs: number;
  /** What may move all the same, and what alone has to stand still. */
  readonly rules?: CompareRules;
  /** Whether a blinking caret and a ticking clock are changes too. Default: false. */
  readonly strict?: boolean;
  readonly signal?: AbortSignal;
}

export type StillResult = {
  readonly frame: Frame;
  /** What kept moving all the same, largest first. */
  readonly twinkles: readonly Twinkle[];
} & (
  | { readonly kind: 'still' }
  /** `boxes`: what moved last, but for what twinkles. */
  | { readonly kind: 'moving'; readonly boxes: readonly Region[] }
);

/**
 * Looks until nothing has changed for the quiet period; at the deadline it says what moved last. A
 * caret and a clock do not count once they are known for what they are; QEMU's placeholders do.
 */
export async function waitUntilStill(
  eyes: Eyes,
  clock: Clock,
  options: StillOptions,
): Promise<StillResult> {
  const { quietMs, timeoutMs, rules, strict = false, signal } = options;
  const startMs = clock.now();
  const deadline = startMs + timeoutMs;
  const motion = new Motion(startMs, { forgives: !strict });
  let reference: Frame | undefined;
  let boxes: readonly Region[] = [];
  const see = (frame: Frame, atMs: number) => {
    const comparison = compareFrames(reference ?? frame, frame, rules);
    if (!reference || readPlaceholder(frame)) motion.interrupt(atMs);
    else if (isChange(comparison)) {
      const moved = boxesOf(comparison);
      if (comparison.kind === 'different-size') motion.interrupt(atMs);
      else motion.see(moved, frame, atMs);
      if (motion.quietSinceMs === atMs) boxes = moved;
    } else return;
    reference = frame;
  };
  for await (const look of lookRepeatedly(eyes, clock, { deadline, signal })) {
    const { atMs } = look;
    let { frame } = look;
    if (look.changed) see(frame, atMs);
    const isLast = atMs >= deadline;
    if (isLast || atMs - motion.quietSinceMs >= quietMs) {
      frame = await look.confirm();
      if (frame !== look.frame) see(frame, atMs);
      const { twinkles } = motion;
      if (readPlaceholder(frame) === undefined && atMs - motion.quietSinceMs >= quietMs) {
        return { kind: 'still', frame, twinkles };
      }
      if (isLast) return { kind: 'moving', frame, boxes, twinkles };
    }
  }
  throw new Error('looking has no end of its own');
}

function isChange({ kind }: Comparison): boolean {
  return kind === 'different' || kind === 'different-size';
}

function boxesOf(comparison: Comparison): readonly Region[] {
  if (comparison.kind === 'different') return comparison.boxes;
  return comparison.kind === 'different-size' ? [{ x: 0, y: 0, ...comparison.actual }] : [];
}
