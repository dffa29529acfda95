import { describePlans } from '../../scenario/describe-plan.ts';
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
    for (const line of describePlans(scenario)) console.log(line);
  }
  return 0;
}
