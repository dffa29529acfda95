import { keyboardQueues } from '../input/keyboard-queue.ts';
import { keyboardOf } from '../machine/description.ts';
import type { Expectations, Problem } from './action.ts';
import { neededScreens } from './load-baselines.ts';
import type { Scenario, Step } from './scenario.ts';

/** Each step with what is known about the guest when its turn comes. */
export function* expectSteps(
  scenario: Scenario,
): Generator<{ step: Step; expected: Expectations }, void> {
  const queue = keyboardQueues[keyboardOf(scenario.machine.description)];
  const { layout, pace, baselines } = scenario;
  let screen: Expectations['screen'];
  for (const step of scenario.steps) {
    const baseline = (name: string) => baselines.get(name);
    const picture = (name: string) => scenario.pictures.get(name);
    const own = step.when === undefined ? screen : (baselines.get(step.when)?.frame ?? screen);
    yield { step, expected: { layout, pace, queue, screen: own, baseline, picture } };
    const isSure = !step.optional && step.when === undefined;
    const seen = isSure ? step.action.screens : [];
    for (const name of seen) screen = baselines.get(name)?.frame ?? screen;
  }
}

/** What can be seen to go wrong before a guest starts. */
export function checkSteps(scenario: Scenario): (Problem & { readonly step: Step })[] {
  return [...expectSteps(scenario)].flatMap(({ step, expected }) =>
    step.action.check(expected).map((problem) => ({ ...problem, step })),
  );
}

/** Screens that the scenario names and that have no baseline yet. */
export function missingScreens(scenario: Scenario): string[] {
  const needed = new Set(scenario.steps.flatMap(neededScreens));
  return [...needed].filter((screen) => !scenario.baselines.has(screen));
}
