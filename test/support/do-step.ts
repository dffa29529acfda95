import type { Guest } from '../../src/guest/guest.ts';
import type { Stage } from '../../src/scenario/action.ts';
import { judge } from '../../src/scenario/judge.ts';
import type { StepOutcome } from '../../src/scenario/outcome.ts';
import { words } from '../../src/scenario/words.ts';

/** Does one step's action on a guest, as a run does. @throws Error with the message of a bad step */
export async function doStep(
  guest: Guest,
  key: string,
  mapping: object,
  stage: Partial<Stage> = {},
): Promise<StepOutcome> {
  const action = words.get(key)?.read(mapping);
  if (!action?.success) throw new Error(`${key}: ${action?.error.message ?? 'no such word'}`);
  guest.events.beginStep();
  return action.data.run({
    guest,
    signal: new AbortController().signal,
    timeoutMs: undefined,
    settleMs: 0,
    baseline: () => undefined,
    picture: () => undefined,
    baselineFile: () => '',
    ...stage,
  });
}

/** What is wrong with a step's outcome, in a word or two; undefined where it passed. */
export function troubleOf(outcome: StepOutcome): string | undefined {
  const judgement = judge(outcome);
  return judgement.passed ? undefined : judgement.message;
}
