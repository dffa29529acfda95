import { missingScreens } from '../../scenario/check-steps.ts';
import { sortDiagnostics } from '../../scenario/diagnostic.ts';
import { MISTAKES } from '../exit-code.ts';
import { loadScenarios, printMistakes } from '../load.ts';

/** Finds every mistake that can be found without a guest. */
export async function check(paths: readonly string[]): Promise<number> {
  const { scenarios, mistakes } = await loadScenarios(paths);
  const missing = scenarios.flatMap((scenario) => scenario.machine.findMissingFiles());
  const all = sortDiagnostics([...mistakes, ...missing]);
  if (all.length > 0) {
    printMistakes(all);
    return MISTAKES;
  }
  for (const scenario of scenarios) {
    const screens = missingScreens(scenario);
    const note = screens.length > 0 ? `  no baseline yet: ${screens.join(', ')}` : '';
    console.log(`ok  ${scenario.id}  ${scenario.steps.length} steps${note}`);
  }
  return 0;
}
