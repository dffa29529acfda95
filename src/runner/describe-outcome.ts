import { join } from 'node:path';
import { judge } from '../scenario/judge.ts';
import { type StepOutcome, withoutPlaceholder } from '../scenario/outcome.ts';
import type { Scenario, Step } from '../scenario/scenario.ts';
import { findLookalike } from '../screen/baselines/accepted.ts';
import { type Baseline, listBaselines, loadBaseline } from '../screen/baselines/baselines.ts';
import { drawDiff } from '../screen/diff-picture.ts';
import type { Match } from '../screen/find/find.ts';
import type { PictureRef, ScreenEvidence, SearchEvidence } from './events.ts';
import type { StepResult, StepSurroundings } from './run-step.ts';
import { describeText } from './text-evidence.ts';

/** The result of what was found, with its pictures. */
export async function describeOutcome(
  step: Step,
  found: StepOutcome,
  around: StepSurroundings,
): Promise<StepResult> {
  const outcome = await withLookalike(withoutPlaceholder(found), around.scenario);
  const { pictures, guest, signal } = around;
  const last = guest.hasQuit ? guest.screen.shownLast : undefined;
  const frame = outcome.frame ?? last ?? (await guest.screen.capture(signal));
  guest.screen.noteStepEnd(frame);
  const picture = pictures.keep(frame);
  const judgement = judge(outcome);
  const screen = describeScreen(outcome, picture, around);
  const text = describeText(outcome);
  const told = outcome.kind === 'done' ? outcome.note : undefined;
  const note = [told, ...guest.warnings.take()].filter(Boolean).join('; ');
  const output = 'output' in outcome ? outcome.output?.slice(0, MOST_OUTPUT) : undefined;
  const evidence = {
    ...(screen && { screen }),
    ...(text && { text }),
    ...(note && { note }),
    ...(step.action.waits && { lookedBy: guest.screen.capturedBy.kind }),
    ...(output && { output }),
  };
  if (judgement.passed) return { verdict: 'passed', picture, ...evidence, goOn: true };
  const { passed, ...trouble } = judgement;
  const search = describeSearch(outcome, picture, around);
  return {
    verdict: step.optional ? 'tolerated' : 'failed',
    trouble,
    picture,
    ...evidence,
    ...(search && { search }),
    goOn: step.optional || outcome.kind === 'missing-baseline',
  };
}

/** What the screen shows is often another one that is known: that says more than any number. */
async function withLookalike(outcome: StepOutcome, scenario: Scenario): Promise<StepOutcome> {
  if (outcome.kind !== 'mismatch') return outcome;
  const { baselinesDir, baselinesFolder } = scenario;
  const names = await listBaselines(join(baselinesDir, baselinesFolder));
  const others: Baseline[] = [];
  for (const name of names.slice(0, MOST_LOOKALIKES)) {
    if (name === outcome.screen || name.startsWith(`${outcome.screen}+`)) continue;
    // What cannot be read is a mistake of another step's, and told there.
    const other = await loadBaseline(baselinesDir, `${baselinesFolder}/${name}`).catch(() => {});
    if (other) others.push(other);
  }
  const lookalike = findLookalike(outcome.frame, outcome.comparison, others);
  if (!lookalike) return outcome;
  const screen = lookalike.baseline.name.slice(baselinesFolder.length + 1);
  return { ...outcome, lookalike: { screen, ...lookalike } };
}

/** Characters of what a step printed that its event keeps. */
const MOST_OUTPUT = 64 * 1024;

/** Reading one takes about 10 ms. */
const MOST_LOOKALIKES = 100;

function describeScreen(
  outcome: StepOutcome,
  actual: PictureRef,
  { pictures, scenario }: StepSurroundings,
): ScreenEvidence | undefined {
  switch (outcome.kind) {
    case 'done':
    case 'condition-failed':
    case 'not-found':
    case 'text-found':
    case 'text-missing':
    case 'text-unclear':
    case 'moving':
    case 'unchanged':
    case 'unexpected':
    case 'no-picture':
      return undefined;
    case 'matched':
    case 'missing-baseline':
      return { name: outcome.screen, baseline: baselineOf(scenario, outcome.screen), actual };
    case 'mismatch': {
      const { baseline, frame, comparison, rules, nearest, lookalike } = outcome;
      return {
        name: outcome.screen,
        baseline: baseline.name,
        comparison,
        actual,
        expected: pictures.keep(baseline.frame),
        diff: pictures.keep(drawDiff(baseline.frame, frame, rules)),
        ...(rules.masks && { masks: rules.masks }),
        ...(rules.regions && { regions: rules.regions }),
        ...(nearest && {
          nearest: { actual: pictures.keep(nearest.frame), comparison: nearest.comparison },
        }),
        ...(lookalike && {
          lookalike: {
            name: lookalike.screen,
            picture: pictures.keep(lookalike.baseline.frame),
            comparison: lookalike.comparison,
          },
        }),
      };
    }
    default:
      return outcome satisfies never;
  }
}

function describeSearch(
  outcome: StepOutcome,
  actual: PictureRef,
  { pictures }: StepSurroundings,
): SearchEvidence | undefined {
  if (outcome.kind !== 'not-found') return undefined;
  const { name, picture, matches, nearest } = outcome;
  return {
    name,
    picture: pictures.keep(picture.frame),
    actual,
    places: matches.slice(0, MOST_PLACES).map(placeOf),
    ...(nearest && { nearest: placeOf(nearest) }),
  };
}

/** So many are enough to see what is wrong. */
const MOST_PLACES = 100;

function placeOf({ x, y, width, height, score }: Match): SearchEvidence['places'][number] {
  return { x, y, width, height, score };
}

/** A screen's baseline as the run's events and `approve` call it: `demo/keyboard/welcome`. */
export function baselineOf({ baselinesFolder }: Scenario, screen: string): string {
  return `${baselinesFolder}/${screen}`;
}
