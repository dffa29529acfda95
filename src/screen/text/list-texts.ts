import type { ReadText } from './read-text.ts';
import { placesOf, type TextPlace } from './text-places.ts';

/** Words with no more than one blank between them. */
const together = /\S+(?: \S+)*/g;

/** Everything that a screen says, in reading order: what stands apart in a line, each with its place. */
export function listTexts(text: ReadText): TextPlace[] {
  const columnOf = (line: string, index: number) => Array.from(line.slice(0, index)).length;
  const matches = text.lines.flatMap((line, row) =>
    Array.from(line.matchAll(together), (match) => ({
      text: match[0],
      groups: [],
      start: { line: row, column: columnOf(line, match.index) },
      last: { line: row, column: columnOf(line, match.index + match[0].length) - 1 },
    })),
  );
  return placesOf(text, matches);
}
