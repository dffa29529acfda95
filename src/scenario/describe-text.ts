import type { Reading } from '../guest/text.ts';
import { nearestLine } from '../screen/text/nearest-line.ts';
import type { ReadText } from '../screen/text/read-text.ts';
import type { TextPattern } from '../screen/text/text-pattern.ts';

/** How much of what was read a message shows. */
const SHOWN_LINES = 4;
const LONGEST_LINE = 100;

/** Why a text was not found: what was read instead and by what, or why nothing was. */
export function describeMissingText(pattern: TextPattern, reading: Reading, after: string): string {
  const { title, words } = pattern;
  if (reading.kind === 'unreadable') {
    return `${title} cannot be looked for${after}, nothing reads this screen: ${reading.why}`;
  }
  const lines = reading.text.lines.filter((line) => line.trim() !== '');
  const near = words === undefined ? undefined : nearestLine(words, lines);
  const nearest = near === undefined ? '' : `. The nearest line: ${quote(near)}`;
  return `${title} is not on the screen${after}; ${describeRead(reading.text, lines)}${nearest}`;
}

/** `vga-memory read 80x25 characters, the last lines: "a", "b"`. */
function describeRead({ reader, grid, confidence }: ReadText, lines: readonly string[]): string {
  const size = grid ? ` ${grid.columns}x${grid.rows} characters` : ' the picture';
  const share = confidence < 1 ? `, ${Math.floor(confidence * 100)} % sure` : '';
  if (lines.length === 0) return `${reader} read${size}, all blank`;
  const last = lines.slice(-SHOWN_LINES).map(quote).join(', ');
  const which = lines.length > SHOWN_LINES ? 'the last lines' : 'all its lines';
  return `${reader} read${size}${share}, ${which}: ${last}`;
}

function quote(line: string): string {
  const text = line.trim();
  return JSON.stringify(text.length > LONGEST_LINE ? `${text.slice(0, LONGEST_LINE)}…` : text);
}
