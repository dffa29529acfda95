import type { Step } from '../scenario.ts';
import { parseStep } from './parse-step.ts';
import type { Reading, SourceFile } from './reading.ts';
import type { Path } from './yaml-text.ts';

/** More than a person writes: files that run files many times end here. */
const MOST_STEPS = 10_000;

export interface StepsPlace {
  readonly source: SourceFile;
  /** Of the list. */
  readonly path: Path;
  readonly depth: number;
}

/** Reads a list of steps; those with mistakes, which are added to the reading, are left out. */
export function parseSteps(
  list: readonly unknown[],
  { source, path, depth }: StepsPlace,
  reading: Reading,
): Step[] {
  return list.flatMap((value, at) => {
    if (reading.count.steps >= MOST_STEPS) {
      if (reading.count.steps === MOST_STEPS) {
        reading.count.steps += 1;
        const message = `the scenario has more than ${MOST_STEPS} steps`;
        reading.mistakes.push(source.text.mistake([...path, at], message));
      }
      return [];
    }
    const place = { source, path: [...path, at], depth };
    return parseStep(value, place, reading) ?? [];
  });
}
