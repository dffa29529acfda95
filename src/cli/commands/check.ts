import { missingScreens } from '../../scenario/check/check-steps.ts';
import { listSteps } from '../../scenario/scenario.ts';
import { findIdleBaselines } from '../approve/idle-baselines.ts';
import { MISTAKES } from '../exit-code.ts';
import { findMissingFiles, loadScenarios, printMistakes } from '../load.ts';

export interface CheckFlags {
  readonly baselines?: boolean;
}

/** Finds every mistake that can be found without a guest. */
export async function check(paths: readonly string[], flags: CheckFlags = {}): Promise<number> {
  const { scenarios, mistakes } = findMissingFiles(await loadScenarios(paths));
  if (mistakes.length > 0) {
    printMistakes(mistakes);
    return MISTAKES;
  }
  for (const scenario of scenarios) {
    const screens = missingScreens(scenario);
    const note = screens.length > 0 ? `  no baseline yet: ${screens.join(', ')}` : '';
    console.log(`ok  ${scenario.id}  ${listSteps(scenario).length} steps${note}`);
  }
  return flags.baselines ? listIdleBaselines() : 0;
}

/** Whatever was checked, only all scenarios together can say what none of them names. */
async function listIdleBaselines(): Promise<number> {
  const { project, scenarios, mistakes } = await loadScenarios([]);
  if (mistakes.length > 0) {
    printMistakes(mistakes);
    return MISTAKES;
  }
  const { unused, neverMatched, runs } = await findIdleBaselines(project, scenarios);
  for (const name of unused) console.log(`unused  ${name}  no scenario names it`);
  const where = runs === 1 ? 'in the only run there is' : `in the newest ${runs} runs`;
  const told = runs === 0 ? 'there is no run yet' : where;
  for (const name of neverMatched) console.log(`never matched  ${name}  ${told}`);
  if (unused.length + neverMatched.length === 0) console.log('every baseline is in use');
  return 0;
}
