import { rm } from 'node:fs/promises';
import { relative } from 'node:path';
import { ScenarioError } from '../../errors.ts';
import { listBaselineFiles } from '../../screen/baselines/baselines.ts';
import { MISTAKES } from '../exit-code.ts';
import { findRun } from '../find-run.ts';
import { loadScenarios, printMistakes } from '../load.ts';
import { findObsolete } from './obsolete-baselines.ts';

/** Removes the baselines that a run of everything had no use for, or only lists them. */
export async function removeObsolete(
  runName: string | undefined,
  { list }: { readonly list: boolean },
): Promise<number> {
  const { project, scenarios, mistakes } = await loadScenarios([]);
  if (mistakes.length > 0) {
    printMistakes(mistakes);
    return MISTAKES;
  }
  const obsolete = await findObsolete(project, scenarios, await findRun(project, runName));
  if (obsolete.length === 0) console.log('every baseline is in use');
  if (!list && obsolete.length > 0 && process.env.CI) {
    throw new ScenarioError('ci', 'baselines are never removed in CI (the variable CI is set)', {
      hint: 'with --list they are only told',
    });
  }
  for (const name of obsolete) {
    for (const file of await listBaselineFiles(project.baselinesDir, name)) {
      if (!list) await rm(file);
      console.log(`${list ? 'obsolete' : 'removed'} ${relative('.', file)}`);
    }
  }
  return 0;
}
