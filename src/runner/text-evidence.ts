import type { StepOutcome } from '../scenario/outcome.ts';
import type { Region } from '../screen/frame.ts';
import type { ReadText } from '../screen/text/read-text.ts';
import type { TextEvidence } from './events.ts';

/** A screen has fewer; what a reader makes of a picture may have more. */
const MOST_LINES = 120;
const LONGEST_LINE = 240;
const LONGEST_VALUE = 1000;

/** What a step read, bounded, or undefined where it did not read. */
export function describeText(outcome: StepOutcome): TextEvidence | undefined {
  switch (outcome.kind) {
    case 'text-found': {
      const { sought, text, place, variable } = outcome;
      return {
        sought,
        ...pick(text),
        ...(place && { places: [boxOf(place)] }),
        ...(variable && { variable: cut(variable) }),
      };
    }
    case 'text-missing':
    case 'text-unclear': {
      const { pattern, reading } = outcome;
      const read = reading.kind === 'read' ? pick(reading.text) : { lines: [] };
      const places = outcome.kind === 'text-unclear' ? outcome.places : [];
      return {
        sought: pattern.title,
        ...read,
        ...(places.length > 0 && { places: places.map(boxOf) }),
      };
    }
    default:
      return undefined;
  }
}

function pick(text: ReadText) {
  const { reader, confidence } = text;
  const lines = text.lines.slice(0, MOST_LINES).map((line) => line.slice(0, LONGEST_LINE));
  while (lines.at(-1) === '') lines.pop();
  return { reader, confidence, lines };
}

function cut({ name, value }: NonNullable<TextEvidence['variable']>) {
  return { name, value: value.slice(0, LONGEST_VALUE) };
}

function boxOf({ x, y, width, height }: Region): Region {
  return { x, y, width, height };
}
