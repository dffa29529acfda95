import { relative, sep } from 'node:path';
import type { Scenario } from '../../scenario/scenario.ts';
import { version } from '../../version.ts';
import { baseOf } from '../history.ts';
import type { RunOptions } from '../run.ts';
import { digestImages } from './images.ts';
import type { Plan } from './messages.ts';
import { digestTexts } from './texts.ts';
import { withSavers } from './with-savers.ts';

/** What workers must know of a run, and have like it. */
export async function planRun(
  scenarios: readonly Scenario[],
  { project, settleMs, ...options }: RunOptions,
): Promise<Plan> {
  const { driver = 'auto', retries = 0, timeoutScale = 1, trace = 'off' } = options;
  const { savers = new Map(), rebuildStates = false } = options;
  const all = withSavers(scenarios, savers);
  const files = scenarios.map(({ file }) => relative(project.root, file).replaceAll(sep, '/'));
  return {
    guestwright: version,
    files: [...new Set(files)],
    scenarios: [...new Set(scenarios.map(({ id }) => baseOf(id)))],
    settings: { driver, settleMs, retries, timeoutScale, trace, rebuildStates },
    texts: await digestTexts(all, project),
    images: await digestImages(all, project),
  };
}
