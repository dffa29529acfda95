import { createContext, Script } from 'node:vm';
import { StepError } from '../../errors.ts';
import type { ReadText } from './read-text.ts';

/** What is looked for in the text of a screen. */
export interface TextPattern {
  /** As people write it: `"login:"`, `/log[io]n/i`. */
  readonly title: string;
  /** The words of it, to find what is near; undefined for a regular expression. */
  readonly words: string | undefined;
  /** @throws StepError `slow-regex` where a regular expression takes too long */
  isIn(text: ReadText): boolean;
}

export interface PatternOptions {
  readonly ignoreCase?: boolean | undefined;
  /** Default: whether the text is written `/like this/`. */
  readonly regex?: boolean | undefined;
}

/** Far more than any honest expression takes for a screen of text. Milliseconds. */
const REGEX_LIMIT_MS = 250;
const slashed = /^\/(.+)\/([imsu]*)$/s;

/**
 * A string is looked for in lines, and in what goes on in the next line where a line is full up to
 * its last column. In a regular expression `^` and `$` are the ends of a line.
 * @throws SyntaxError where it is no regular expression
 */
export function createPattern(text: string, options: PatternOptions = {}): TextPattern {
  const { ignoreCase = false, regex = slashed.test(text) } = options;
  if (!regex) {
    const fold = (part: string) => (ignoreCase ? part.toLowerCase() : part);
    const isIn = (read: ReadText) => fold(unwrap(read)).includes(fold(text));
    return { title: JSON.stringify(text), words: text, isIn };
  }
  const [, source = text, given = ''] = slashed.exec(text) ?? [];
  const flags = [...new Set(`${given}m${ignoreCase ? 'i' : ''}`)].join('');
  const expression = new RegExp(source, flags);
  const test = limited(expression);
  const isIn = (read: ReadText) => test(read.lines.join('\n')) || test(unwrap(read));
  return { title: `/${source}/${flags.replace('m', '')}`, words: undefined, isIn };
}

/** The lines as the guest wrote them, as far as can be seen; OCR's spaces are no spaces. */
function unwrap({ lines, full, reader }: ReadText): string {
  const text = lines.map((line, row) => (full[row] ? line : `${line}\n`)).join('');
  return reader === 'ocr' ? text.replace(/[ \t]+/g, ' ') : text;
}

/** JavaScript alone would run an expression such as /(a+)+$/ for hours; a `vm` can be stopped. */
function limited(expression: RegExp): (text: string) => boolean {
  const context: { text: string } = { text: '' };
  createContext(context);
  const script = new Script(`${expression}.test(text)`);
  return (text) => {
    context.text = text;
    try {
      return script.runInContext(context, { timeout: REGEX_LIMIT_MS }) === true;
    } catch (cause) {
      throw new StepError(
        'slow-regex',
        `the regular expression ${expression} takes longer than ${REGEX_LIMIT_MS} ms on this screen`,
        { hint: 'avoid repeating what repeats itself, such as (a+)+', cause },
      );
    }
  };
}
