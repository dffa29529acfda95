import { distance } from 'fastest-levenshtein';

/** With more characters a line is not compared. */
const LONGEST = 300;

/** The line that has what comes nearest to `words`, if at most half of it would have to change. */
export function nearestLine(words: string, lines: readonly string[]): string | undefined {
  const wanted = words.toLowerCase();
  let best: { line: string; changes: number } | undefined;
  for (const line of lines) {
    const text = line.toLowerCase().slice(0, LONGEST);
    for (let at = 0; at === 0 || at + wanted.length <= text.length; at += 1) {
      const changes = distance(wanted, text.slice(at, at + wanted.length));
      if (changes < (best?.changes ?? Math.floor(wanted.length / 2) + 1)) best = { line, changes };
    }
  }
  return best?.line;
}
