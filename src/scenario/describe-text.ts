import type { Reading } from '../guest/text.ts';
import { nearestLine } from '../screen/text/nearest-line.ts';
import type { ReadText } from '../screen/text/read-text.ts';
import type { TextPattern } from '../screen/text/text-pattern.ts';
import type { TextPlace } from '../screen/text/text-places.ts';

/** How much of what was read a message shows. */
const SHOWN_LINES = 4;
const LONGEST_LINE = 100;
const SHOWN_PLACES = 4;

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

/** Why it is not clear which of the places of a text is meant. */
export function describeUnclearText(
  search: {
    readonly pattern: TextPattern;
    readonly places: readonly TextPlace[];
    readonly nth: number | undefined;
  },
  after: string,
): { readonly message: string; readonly hint: string } {
  const { pattern, places, nth } = search;
  const times = places.length === 1 ? 'once' : `${places.length} times`;
  const shown = places.slice(0, SHOWN_PLACES).map(({ x, y, text }) => `${x},${y} ${quote(text)}`);
  const more = places.length > SHOWN_PLACES ? ` and ${places.length - SHOWN_PLACES} more` : '';
  const where = `${shown.join(', ')}${more}`;
  if (nth !== undefined) {
    return {
      message: `there is no number ${nth} of ${pattern.title}${after}: it is there ${times}: ${where}`,
      hint: 'nth counts in reading order, from 1',
    };
  }
  return {
    message: `${pattern.title} is on the screen ${times}${after}: ${where}`,
    hint: 'say which one in reading order with nth, or where to look with region: [x, y, width, height]',
  };
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
