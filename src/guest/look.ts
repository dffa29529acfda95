import type { Clock } from '../clock.ts';
import type { Frame } from '../screen/frame.ts';

/** Looking may take at most about a third of the machine's time. */
const REST_PER_CAPTURE = 2;
const SHORTEST_REST_MS = 10;
const LONGEST_REST_MS = 35;
/** Every look that shows nothing new makes the rest longer by this. */
const BACK_OFF = 1.1;

export interface Look {
  readonly frame: Frame;
  /** When it was asked for, on the clock. Milliseconds. */
  readonly atMs: number;
  /** Whether the frame differs from the look before; true for the first. */
  readonly changed: boolean;
}

export type Capture = () => Promise<Frame>;

/** Looks at the screen again and again: often while it changes, less often while it stands still. */
export async function* lookRepeatedly(
  capture: Capture,
  clock: Clock,
  signal: AbortSignal | undefined,
): AsyncGenerator<Look, never> {
  let before: Frame | undefined;
  let rest = SHORTEST_REST_MS;
  while (true) {
    const atMs = clock.now();
    const frame = await capture();
    const tookMs = clock.now() - atMs;
    const changed = before === undefined || !sameFrame(before, frame);
    before = frame;
    yield { frame, atMs, changed };
    const shortest = Math.max(SHORTEST_REST_MS, REST_PER_CAPTURE * tookMs);
    rest = changed ? shortest : Math.max(shortest, Math.min(LONGEST_REST_MS, rest * BACK_OFF));
    await clock.wait(rest, signal);
  }
}

function sameFrame(a: Frame, b: Frame): boolean {
  return a.width === b.width && a.height === b.height && Buffer.compare(a.data, b.data) === 0;
}
