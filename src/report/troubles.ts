import type { PictureRef, StepVerdict, Trouble } from '../runner/events.ts';
import { listPictures } from './picture-refs.ts';
import type { AttemptSummary, RunSummary, ScenarioSummary, StepSummary } from './summary.ts';

/** Something that went wrong, and where it stands. */
export interface PlacedTrouble {
  readonly trouble: Trouble;
  /** Relative to the project's root. */
  readonly file: string;
  /** Absent when it happened outside of any step. */
  readonly step?: StepSummary;
  /** From 1, in the order of the scenario's text. */
  readonly number?: number;
}

const order: readonly StepVerdict[] = ['error', 'failed', 'interrupted', 'known-issue'];

/** What went wrong in an attempt, but for what its scenario allows; what decided its verdict comes first. */
export function listTroubles(
  file: string,
  { trouble, steps }: Pick<AttemptSummary, 'trouble' | 'steps'>,
): PlacedTrouble[] {
  const outside = trouble ? [{ trouble, file }] : [];
  const inside = order.flatMap((verdict) =>
    steps.flatMap((step, index) =>
      step.trouble && step.verdict === verdict
        ? [{ trouble: step.trouble, file: step.file ?? file, step, number: index + 1 }]
        : [],
    ),
  );
  return [...outside, ...inside];
}

/** The pictures of its troubles, what is seen at a glance first. */
export function listTroublePictures(steps: readonly StepSummary[]): PictureRef[] {
  const pictures = listTroubles('', { steps }).flatMap(({ step }) => {
    const all = step ? listPictures(step) : [];
    const first = all.filter((picture) => picture === step?.screen?.diff);
    return [...first, ...all];
  });
  return [...new Set(pictures)];
}

/** `scenarios/a.yaml:6:5`, or the file alone. */
export function describePlace({ file, step }: PlacedTrouble): string {
  return step ? `${file}:${step.line}:${step.col}` : file;
}

/** Each issue that its steps name and met, once. */
export function listKnownIssues({ steps }: Pick<ScenarioSummary, 'steps'>): string[] {
  const known = steps.filter(({ verdict }) => verdict === 'known-issue');
  return [...new Set(known.flatMap(({ knownIssue }) => knownIssue ?? []))];
}

/** Why a scenario was not run, as far as the run tells. */
export function describeNotRun({ verdict }: Pick<RunSummary, 'verdict'>): string {
  if (verdict === 'interrupted') return 'not run: the run was interrupted';
  return verdict === 'unfinished' ? 'not run: the run was cut off' : 'not run';
}
