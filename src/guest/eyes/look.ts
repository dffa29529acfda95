import type { Clock } from '../../clock.ts';
import { type Frame, sameFrame } from '../../screen/frame.ts';

/** Looking may take at most about a third of the machine's time. */
const REST_PER_CAPTURE = 2;
const SHORTEST_REST_MS = 10;
/** Where something new was seen not long ago. */
const LIVELY_REST_MS = 20;
const LIVELY_MS = 2_000;
/** Where nothing has for a while: in proportion to what looks cost, so that waiting takes little of a core. */
const STILL_REST = { perCapture: 25, shortestMs: 75, longestMs: 250 };
/** The cheapest of so many looks counts: with fast capture, one a second costs more, since it proves it anew. */
const COSTS = 4;
/** Every look that shows nothing new makes the rest longer by this. */
const BACK_OFF = 1.1;

/** A picture that came as cheaply as it can be had. */
export interface Glance {
  readonly frame: Frame;
  /** The picture to go by: this one where it is a `screendump` itself, else one taken now. */
  confirm(): Promise<Frame>;
}

export interface Look extends Glance {
  /** When it was asked for, on the clock. Milliseconds. */
  readonly atMs: number;
  /** Whether the frame differs from the look before; true for the first. */
  readonly changed: boolean;
}

type Capture = () => Promise<Frame>;

/** Where looks come from: `screendump` each time, or what is cheaper until something is found. */
export type Eyes = Capture | { readonly glance: () => Promise<Glance> };

export interface LookOptions {
  /** One look is not before it, and as near as can be. On the clock. Default: none. Milliseconds. */
  readonly deadline?: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Looks at the screen again and again: often while it changes, less often while it stands still or only goes
 * back and forth, as with a caret.
 */
export async function* lookRepeatedly(
  eyes: Eyes,
  clock: Clock,
  { deadline = Number.POSITIVE_INFINITY, signal }: LookOptions = {},
): AsyncGenerator<Look, never> {
  let before: Frame | undefined;
  /** What the screen showed before its last change. */
  let earlier: Frame | undefined;
  let rest = SHORTEST_REST_MS;
  let newsMs = clock.now();
  let costs: readonly number[] = [];
  while (true) {
    const atMs = clock.now();
    const { frame, confirm } = await glanceWith(eyes);
    costs = [...costs, clock.now() - atMs].slice(-COSTS);
    const changed = before === undefined || !sameFrame(before, frame);
    const isNew = changed && (earlier === undefined || !sameFrame(earlier, frame));
    if (changed) earlier = before;
    before = frame;
    if (isNew) newsMs = atMs;
    const confirmed = async () => {
      before = await confirm();
      return before;
    };
    yield { frame, atMs, changed, confirm: confirmed };
    const costMs = Math.min(...costs);
    const shortest = Math.max(SHORTEST_REST_MS, REST_PER_CAPTURE * costMs);
    const longest = atMs - newsMs < LIVELY_MS ? LIVELY_REST_MS : restWhileStill(costMs);
    rest = isNew ? shortest : Math.max(shortest, Math.min(longest, rest * BACK_OFF));
    const leftMs = deadline - clock.now();
    await clock.wait(leftMs > 0 ? Math.min(rest, leftMs) : rest, signal);
  }
}

function restWhileStill(costMs: number): number {
  const { perCapture, shortestMs, longestMs } = STILL_REST;
  return Math.min(longestMs, Math.max(shortestMs, perCapture * costMs));
}

async function glanceWith(eyes: Eyes): Promise<Glance> {
  if (typeof eyes !== 'function') return eyes.glance();
  const frame = await eyes();
  return { frame, confirm: async () => frame };
}
