import type { Action, Stage } from '../scenario/action.ts';
import type { Condition } from '../scenario/condition.ts';
import type { StepOutcome } from '../scenario/outcome.ts';
import { waitForAny } from '../scenario/parts/wait-for-any.ts';

/** The action turned around: it passes as soon as the condition does not hold. */
export function waitUntilNot(action: Action, condition: Condition, title: string): Action {
  const run = async (stage: Stage): Promise<StepOutcome> => {
    const gone: Condition = { ...condition, watch: (within) => watchInverted(condition, within) };
    const { index, frame, missing, waitedMs } = await waitForAny(
      [gone],
      stage,
      stage.timeoutMs ?? 0,
    );
    if (missing !== undefined) {
      const message = `"${missing}" has no baseline, so nothing can be unlike it: ${stage.baselineFile(missing)}`;
      return { kind: 'unexpected', code: 'nothing-to-compare', message, frame };
    }
    if (index !== undefined) return { kind: 'done', frame };
    const after = waitedMs > 0 ? ` after ${Math.round(waitedMs / 100) / 10} s` : '';
    const message = `the ${title} shows, and should not${after}`;
    return { kind: 'unexpected', code: 'shows', message, frame };
  };
  return { ...action, key: `not-${action.key}`, title: `not ${action.title}`, run };
}

async function watchInverted(condition: Condition, stage: Stage) {
  const watcher = await condition.watch(stage);
  const look: typeof watcher.look = async (frame, changed) => {
    const { holds, tell } = await watcher.look(frame, changed);
    return { holds: !holds, tell };
  };
  return { ...watcher, look };
}
