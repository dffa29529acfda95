import type { Clock } from '../clock.ts';
import { type CompareRules, compareFrames } from '../screen/compare.ts';
import type { Frame, Region } from '../screen/frame.ts';
import { type Capture, lookRepeatedly } from './look.ts';

export interface StillOptions {
  /** How long nothing may change. Milliseconds. */
  readonly quietMs: number;
  readonly timeoutMs: number;
  /** What may move all the same, and what alone has to stand still. */
  readonly rules?: CompareRules;
  readonly signal?: AbortSignal;
}

export type StillResult =
  | { readonly kind: 'still'; readonly frame: Frame }
  | { readonly kind: 'moving'; readonly frame: Frame; readonly boxes: readonly Region[] };

/** Looks until nothing has changed for the quiet period; at the deadline it says what moved last. */
export async function waitUntilStill(
  capture: Capture,
  clock: Clock,
  options: StillOptions,
): Promise<StillResult> {
  const { quietMs, timeoutMs, rules, signal } = options;
  const deadline = clock.now() + timeoutMs;
  let reference: { frame: Frame; sinceMs: number } | undefined;
  let boxes: readonly Region[] = [];
  for await (const look of lookRepeatedly(capture, clock, signal)) {
    const { frame, atMs } = look;
    if (reference === undefined) reference = { frame, sinceMs: atMs };
    if (look.changed) {
      const comparison = compareFrames(reference.frame, frame, rules);
      if (comparison.kind === 'different') boxes = comparison.boxes;
      if (comparison.kind === 'different-size') boxes = [{ x: 0, y: 0, ...comparison.actual }];
      if (comparison.kind === 'different' || comparison.kind === 'different-size') {
        reference = { frame, sinceMs: atMs };
      }
    }
    if (atMs - reference.sinceMs >= quietMs) return { kind: 'still', frame };
    if (atMs >= deadline) return { kind: 'moving', frame, boxes };
  }
  throw new Error('looking has no end of its own');
}
