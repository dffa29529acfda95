import { expectSteps } from '../../scenario/check-steps.ts';
import { describePlan } from '../../scenario/describe-plan.ts';
import { MISTAKES } from '../exit-code.ts';
import { loadScenarios, printMistakes } from '../load.ts';

/** Prints every batch that a scenario would send, with its time; starts nothing. */
export async function plan(paths: readonly string[]): Promise<number> {
  const { scenarios, mistakes } = await loadScenarios(paths);
  if (mistakes.length > 0) {
    printMistakes(mistakes);
    return MISTAKES;
  }
  for (const scenario of scenarios) {
    console.log(`${scenario.id}: ${scenario.name}`);
    for (const { step, expected } of expectSteps(scenario)) {
      for (const line of describePlan(step, expected)) console.log(line);
    }
  }
  return 0;
}
