import { createContext, Script } from 'node:vm';
import { StepError } from '../../errors.ts';
import {
  joinLines,
  type TextFlow,
  type TextLines,
  type TextPosition,
  unwrapLines,
} from './text-flow.ts';

/** What is looked for in the text of a screen. */
export interface TextPattern {
  /** As people write it: `"login:"`, `/log[io]n/i`. */
  readonly title: string;
  /** The words of it, to find what is near; undefined for a regular expression. */
  readonly words: string | undefined;
  /** @throws StepError `slow-regex` where a regular expression takes too long */
  isIn(text: TextLines): boolean;
  /**
   * Where it is, in reading order, at most `MOST_MATCHES`.
   * @throws StepError `slow-regex` where a regular expression takes too long
   */
  findIn(text: TextLines): readonly TextMatch[];
}

/** A place in a text where a pattern is. */
export interface TextMatch {
  readonly text: string;
  /** What the groups of a regular expression found, from the first on. */
  readonly groups: readonly (string | undefined)[];
  readonly start: TextPosition;
  /** Of its last character; undefined where it has none. */
  readonly last: TextPosition | undefined;
}

export interface PatternOptions {
  readonly ignoreCase?: boolean | undefined;
  /** Default: whether the text is written `/like this/`. */
  readonly regex?: boolean | undefined;
}

/** Far more than any honest expression takes for a screen of text. Milliseconds. */
const REGEX_LIMIT_MS = 250;
/** More places than anybody chooses from. */
const MOST_MATCHES = 100;
const slashed = /^\/(.+)\/([imsu]*)$/s;

/**
 * A string is looked for in lines, and in what goes on in the next line where a line is full up to
 * its last column. In a regular expression `^` and `$` are the ends of a line.
 * @throws SyntaxError where it is no regular expression
 */
export function createPattern(text: string, options: PatternOptions = {}): TextPattern {
  const { ignoreCase = false, regex = slashed.test(text) } = options;
  if (!regex) {
    const find = wordFinder(text, ignoreCase);
    return {
      title: JSON.stringify(text),
      words: text,
      isIn: (read) => find(unwrapLines(read), 1).length > 0,
      findIn: (read) => find(unwrapLines(read), MOST_MATCHES),
    };
  }
  const [, source = text, given = ''] = slashed.exec(text) ?? [];
  const flags = [...new Set(`${given}m${ignoreCase ? 'i' : ''}`)].join('');
  const find = expressionFinder(new RegExp(source, flags));
  const findIn = (read: TextLines, most: number) => {
    const matches = find(joinLines(read), most);
    return matches.length > 0 ? matches : find(unwrapLines(read), most);
  };
  return {
    title: `/${source}/${flags.replace('m', '')}`,
    words: undefined,
    isIn: (read) => findIn(read, 1).length > 0,
    findIn: (read) => findIn(read, MOST_MATCHES),
  };
}

type Finder = (flow: TextFlow, most: number) => TextMatch[];

function wordFinder(words: string, ignoreCase: boolean): Finder {
  // As a regular expression, because toLowerCase may change how long a text is.
  const escaped = words.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  const expression = new RegExp(escaped, ignoreCase ? 'giu' : 'gu');
  return (flow, most) => {
    const found: TextMatch[] = [];
    for (const match of flow.text.matchAll(expression)) {
      if (found.push(describeMatch(flow, match.index, match)) >= most) break;
    }
    return found;
  };
}

/** JavaScript alone would run an expression such as /(a+)+$/ for hours; a `vm` can be stopped. */
function expressionFinder(expression: RegExp): Finder {
  const context = { text: '', most: 1 };
  createContext(context);
  const every = new RegExp(expression.source, `${expression.flags}g`);
  const script = new Script(`{
    const found = [];
    for (const match of text.matchAll(${every})) {
      if (found.push([match.index, ...match]) >= most) break;
    }
    JSON.stringify(found);
  }`);
  return (flow, most) => {
    Object.assign(context, { text: flow.text, most });
    let found: string;
    try {
      found = script.runInContext(context, { timeout: REGEX_LIMIT_MS });
    } catch (cause) {
      throw new StepError(
        'slow-regex',
        `the regular expression ${expression} takes longer than ${REGEX_LIMIT_MS} ms on this screen`,
        { hint: 'avoid repeating what repeats itself, such as (a+)+', cause },
      );
    }
    const matches: [number, string, ...(string | null)[]][] = JSON.parse(found);
    return matches.map(([index, ...parts]) => describeMatch(flow, index, parts));
  };
}

function describeMatch(
  flow: TextFlow,
  index: number,
  [text, ...groups]: readonly (string | null | undefined)[],
): TextMatch {
  const end = index + (text ?? '').length;
  return {
    text: text ?? '',
    groups: groups.map((group) => group ?? undefined),
    start: flow.positionOf(index),
    last: end > index ? flow.positionOf(end - 1) : undefined,
  };
}
