import { type Baseline, loadBaseline } from '../screen/baselines.ts';
import type { Step } from './scenario.ts';

export interface StepProblem {
  readonly step: Step;
  readonly message: string;
}

/** Every baseline that the steps need and the folder has; unreadable ones are problems of their steps. */
export async function loadBaselines(
  dir: string,
  folder: string,
  steps: readonly Step[],
): Promise<{ baselines: ReadonlyMap<string, Baseline>; problems: readonly StepProblem[] }> {
  const baselines = new Map<string, Baseline>();
  const problems: StepProblem[] = [];
  for (const step of steps) {
    for (const screen of neededScreens(step)) {
      if (baselines.has(screen)) continue;
      try {
        const baseline = await loadBaseline(dir, `${folder}/${screen}`);
        if (baseline) baselines.set(screen, baseline);
      } catch (error) {
        problems.push({ step, message: error instanceof Error ? error.message : String(error) });
      }
    }
  }
  return { baselines, problems };
}

export function neededScreens(step: Step): string[] {
  return [...step.action.screens, ...(step.when === undefined ? [] : [step.when])];
}
