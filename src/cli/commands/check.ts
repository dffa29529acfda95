import { missingScreens } from '../../scenario/check-steps.ts';
import { MISTAKES } from '../exit-code.ts';
import { findMissingFiles, loadScenarios, printMistakes } from '../load.ts';

/** Finds every mistake that can be found without a guest. */
export async function check(paths: readonly string[]): Promise<number> {
  const { scenarios, mistakes } = findMissingFiles(await loadScenarios(paths));
  if (mistakes.length > 0) {
    printMistakes(mistakes);
    return MISTAKES;
  }
  for (const scenario of scenarios) {
    const screens = missingScreens(scenario);
    const note = screens.length > 0 ? `  no baseline yet: ${screens.join(', ')}` : '';
    console.log(`ok  ${scenario.id}  ${scenario.steps.length} steps${note}`);
  }
  return 0;
}
