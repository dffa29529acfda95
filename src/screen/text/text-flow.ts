import type { ReadText } from './read-text.ts';

/** What a pattern needs of a text: where its lines end, and whether OCR has read it. */
export type TextLines = Pick<ReadText, 'lines' | 'full'> & Partial<Pick<ReadText, 'reader'>>;

/** Where a character of the read text is: a line, and a column in whole characters. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** Lines as one text, with the place that each of its UTF-16 units has on the screen. */
export interface TextFlow {
  readonly text: string;
  positionOf(index: number): TextPosition;
}

/** The lines as they stand, each ended by a line feed but the last. */
export function joinLines({ lines }: TextLines): TextFlow {
  return flow(lines, (row) => row < lines.length - 1);
}

/** The lines as the guest wrote them, as far as can be seen; OCR's spaces are no spaces. */
export function unwrapLines({ lines, full, reader }: TextLines): TextFlow {
  return flow(lines, (row) => !full[row], { mergeBlanks: reader === 'ocr' });
}

function flow(
  lines: readonly string[],
  endsLine: (row: number) => boolean,
  { mergeBlanks = false } = {},
): TextFlow {
  const starts: { readonly index: number; readonly position: TextPosition }[] = [];
  let text = '';
  for (const [line, characters] of lines.entries()) {
    let column = 0;
    for (const character of characters) {
      const isMerged = mergeBlanks && isBlank(character) && isBlank(text.at(-1) ?? '');
      if (!isMerged) {
        starts.push({ index: text.length, position: { line, column } });
        text += isBlank(character) && mergeBlanks ? ' ' : character;
      }
      column += 1;
    }
    if (!endsLine(line)) continue;
    starts.push({ index: text.length, position: { line, column } });
    text += '\n';
  }
  const positionOf = (index: number) => {
    const found = starts.findLast((start) => start.index <= index);
    return found?.position ?? { line: 0, column: 0 };
  };
  return { text, positionOf };
}

function isBlank(character: string): boolean {
  return character === ' ' || character === '\t';
}
