import { realpathSync, statSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { explain, GuestwrightError } from '../../errors.ts';
import type { StateSavers } from '../../scenario/check/resolve-states.ts';
import type { Diagnostic } from '../../scenario/parse/diagnostic.ts';
import type { Project } from '../../scenario/parse/project.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { version } from '../../version.ts';
import { compareImages, digestImages } from './images.ts';
import type { Plan } from './messages.ts';
import { compareTexts, digestTexts } from './texts.ts';
import { withSavers } from './with-savers.ts';

/** The project of a worker's host. */
export interface WorkerProject {
  readonly root: string;
  /** Reads scenario files, by absolute paths, and finds what their machines need and the host does not have. */
  readonly load: (files: readonly string[]) => Promise<{
    readonly project: Project;
    readonly scenarios: readonly Scenario[];
    readonly savers: StateSavers;
    readonly mistakes: readonly Diagnostic[];
  }>;
}

export type PlanCheck =
  | {
      readonly ok: true;
      readonly project: Project;
      readonly savers: StateSavers;
      readonly scenarios: ReadonlyMap<string, Scenario>;
    }
  /** Why this worker cannot help, the first few reasons. */
  | { readonly ok: false; readonly reasons: readonly string[] };

const MOST_REASONS = 5;

/** Whether what a run is about is the same here. Only files below the project's root are opened for it. */
export async function checkPlan(plan: Plan, { root, load }: WorkerProject): Promise<PlanCheck> {
  if (plan.guestwright !== version) {
    return refuse([`it is Guestwright ${version}, the run is of ${plan.guestwright}`]);
  }
  const missing = plan.files.flatMap((file) => findTrouble(root, file) ?? []);
  if (missing.length > 0) return refuse(missing);
  try {
    const loaded = await load(plan.files.map((file) => resolve(root, file)));
    return await compare(plan, loaded);
  } catch (error) {
    if (!(error instanceof GuestwrightError)) throw error;
    return refuse([explain(error)]);
  }
}

async function compare(
  plan: Plan,
  { project, scenarios, savers, mistakes }: Awaited<ReturnType<WorkerProject['load']>>,
): Promise<PlanCheck> {
  const wanted = new Set(plan.scenarios);
  const found = new Map(
    scenarios.filter(({ id }) => wanted.has(id)).map((each) => [each.id, each]),
  );
  const here = withSavers([...found.values()], savers);
  const reasons = [
    ...mistakes.map(({ file, line, message }) => `${file}:${line}: ${message}`),
    ...compareTexts(plan.texts, await digestTexts(here, project)),
    ...compareImages(plan.images, await digestImages(here, project)),
    ...plan.scenarios.filter((id) => !found.has(id)).map((id) => `there is no scenario "${id}"`),
  ];
  return reasons.length > 0 ? refuse(reasons) : { ok: true, project, savers, scenarios: found };
}

/** Its place is Redis' word: it must be a file of the project, and no link out of it. */
function findTrouble(root: string, file: string): string | undefined {
  const path = resolve(root, file);
  try {
    if (!path.startsWith(root + sep)) return `${file} is outside of the project`;
    if (!statSync(path).isFile()) return `${file} is no file on the worker`;
    const real = realpathSync(path);
    return real.startsWith(realpathSync(root) + sep)
      ? undefined
      : `${file} is a link out of the project`;
  } catch {
    return `${file} is missing on the worker`;
  }
}

function refuse(reasons: readonly string[]): PlanCheck {
  const shown = reasons.slice(0, MOST_REASONS);
  const more = reasons.length - shown.length;
  return { ok: false, reasons: more > 0 ? [...shown, `and ${more} more`] : shown };
}
