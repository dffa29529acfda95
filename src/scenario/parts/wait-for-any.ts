import { lookRepeatedly } from '../../guest/eyes/look.ts';
import type { Frame } from '../../screen/frame.ts';
import type { Stage } from '../action.ts';
import type { Condition } from '../condition.ts';

export interface AnyResult {
  /** Which condition held first, the earlier in the list where several do; undefined: none. */
  readonly index: number | undefined;
  /** The frame of the last look, which every condition was asked about. */
  readonly frame: Frame;
  /** Each condition and what was there instead. */
  readonly tell: () => string;
  /** A screen that is asked for and has no baseline yet. */
  readonly missing: string | undefined;
  readonly waitedMs: number;
}

/** Looks until one of the conditions holds or the time is up; 0 looks once. One frame a look. */
export async function waitForAny(
  conditions: readonly Condition[],
  stage: Stage,
  timeoutMs: number,
): Promise<AnyResult> {
  const { guest, signal } = stage;
  const { clock } = guest;
  const watchers = await Promise.all(conditions.map(({ watch }) => watch(stage)));
  const missing = watchers.map((one) => one.missing).find((name) => name !== undefined);
  const startedMs = clock.now();
  const deadline = startedMs + timeoutMs;
  const capture = () => guest.screen.capture(signal);
  for await (const look of lookRepeatedly(capture, clock, { deadline, signal })) {
    const { frame, atMs, changed } = look;
    const tells: (() => string)[] = [];
    let index: number | undefined;
    for (const [at, watcher] of watchers.entries()) {
      const { holds, tell } = await watcher.look(frame, changed);
      if (holds) {
        index = at;
        break;
      }
      tells.push(() => `${conditions[at]?.title}: ${tell()}`);
    }
    if (index === undefined && atMs < deadline) continue;
    const waitedMs = timeoutMs === 0 ? 0 : Math.round(clock.now() - startedMs);
    const tell = () => tells.map((one) => one()).join('; ');
    return { index, frame, tell, missing, waitedMs };
  }
  throw new Error('looking has no end of its own');
}
