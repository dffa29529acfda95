import type { StepOutcome } from '../scenario/outcome.ts';
import type { TextEvidence } from './events.ts';

/** A screen has fewer; what a reader makes of a picture may have more. */
const MOST_LINES = 120;
const LONGEST_LINE = 240;

/** What a step read, bounded, or undefined where it did not read. */
export function describeText(outcome: StepOutcome): TextEvidence | undefined {
  if (outcome.kind === 'text-found') return { sought: outcome.sought, ...pick(outcome.text) };
  if (outcome.kind !== 'text-missing') return undefined;
  const { pattern, reading } = outcome;
  const read = reading.kind === 'read' ? pick(reading.text) : { lines: [] };
  return { sought: pattern.title, ...read };
}

function pick(text: Extract<StepOutcome, { kind: 'text-found' }>['text']) {
  const { reader, confidence } = text;
  const lines = text.lines.slice(0, MOST_LINES).map((line) => line.slice(0, LONGEST_LINE));
  while (lines.at(-1) === '') lines.pop();
  return { reader, confidence, lines };
}
