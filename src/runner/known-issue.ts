import { listSteps, type Scenario, type Step } from '../scenario/scenario.ts';
import { KNOWN_ISSUE_GONE } from './history.ts';
import type { StepResult } from './run-step.ts';

/** After it has passed in so many runs, a known issue counts as solved, and its mark as forgotten. */
const PASSES_UNTIL_GONE = 5;

/**
 * The result of a step whose failure is known: marked beside the step, or in the rules of the baseline
 * that it waits for. `passesOf` tells in how many runs it has passed before.
 */
export function withKnownIssue(
  result: StepResult,
  step: Step,
  { scenario, passesOf }: { scenario: Scenario; passesOf: (issue: string) => number },
): StepResult {
  const knownIssue = step.knownIssue ?? markOfBaseline(step, scenario);
  if (knownIssue === undefined) return result;
  if (result.verdict === 'failed') return { ...result, verdict: 'known-issue', knownIssue };
  if (result.verdict !== 'passed') return result;
  if (passesOf(knownIssue) < PASSES_UNTIL_GONE) return { ...result, knownIssue };
  const message = `the known issue ${knownIssue} seems gone: the step has passed in the last ${PASSES_UNTIL_GONE} runs, and now again`;
  const trouble = { code: KNOWN_ISSUE_GONE, message, hint: 'remove the mark known-issue' };
  return { ...result, verdict: 'failed', knownIssue, trouble };
}

/** Every issue that its steps or their baselines name. */
export function knownIssuesOf(scenario: Scenario): string[] {
  const marks = listSteps(scenario).map(
    (step) => step.knownIssue ?? markOfBaseline(step, scenario),
  );
  return [...new Set(marks.filter((mark) => mark !== undefined))];
}

function markOfBaseline({ action, block }: Step, { baselines }: Scenario): string | undefined {
  // A block fails by its steps, and it asks for screens that need not show.
  if (block) return undefined;
  for (const screen of action.screens) {
    const mark = baselines.get(screen)?.knownIssue;
    if (mark !== undefined) return mark;
  }
  return undefined;
}
