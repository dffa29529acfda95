import type { z } from 'zod';
import { didYouMean } from '../../near-name.ts';
import { show } from '../show.ts';
import type { Path } from './yaml-text.ts';

export interface Mistake {
  readonly path: Path;
  /** Set where the mistake is a key of the mapping at `path`. */
  readonly key?: string;
  readonly message: string;
}

type Issue = z.core.$ZodIssue;

/** Stands where a union has no message of its own. */
const NO_BRANCH = 'no form fits';

/** Checks a value; what is wrong is told in the language's own words, never in zod's. */
export function readWith<S extends z.ZodType>(
  schema: S,
  value: unknown,
): z.ZodSafeParseResult<z.output<S>> {
  return schema.safeParse(value, { reportInput: true, error: describeIssue });
}

/**
 * What zod found, as mistakes with a place each, one for a value; `known` are the keys that could
 * have been meant.
 */
export function explainIssues(issues: readonly Issue[], known: readonly string[]): Mistake[] {
  const lastOfValue = new Map(issues.map((issue) => [placeOf(issue), issue]));
  return [...lastOfValue.values()].flatMap((issue) => explainIssue(issue, known));
}

function placeOf({ path, code }: Issue): string {
  return JSON.stringify([path, code === 'unrecognized_keys']);
}

function explainIssue(issue: Issue, known: readonly string[]): Mistake[] {
  const { path, message } = issue;
  const last = path.at(-1);
  if (issue.code === 'unrecognized_keys') {
    const list = path.length === 0 ? ` Known: ${known.join(', ')}` : '';
    return issue.keys.map((key) => {
      const near = path.length === 0 ? didYouMean(key, known) : '';
      return {
        path,
        key,
        message: `unknown key ${show(key)}${near || list ? '.' : ''}${near}${list}`,
      };
    });
  }
  if (issue.input === undefined && typeof last === 'string') {
    return [{ path: path.slice(0, -1), message: `the key "${last}" is missing` }];
  }
  if (issue.code === 'invalid_union') return explainUnion(issue, known);
  const isPhrase = issue.code === 'invalid_format' && !message.startsWith('expected ');
  return [{ path, message: isPhrase ? `expected ${message}, got ${show(issue.input)}` : message }];
}

/** A union's own message, unless one of its forms got far enough to be what the author meant. */
function explainUnion(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  known: readonly string[],
): Mistake[] {
  const { path, input, errors } = issue;
  const nearest = errors.toSorted((a, b) => depthOf(b) - depthOf(a))[0] ?? [];
  const hasMessage = issue.message !== NO_BRANCH;
  if (hasMessage ? depthOf(nearest) <= (Array.isArray(input) ? 1 : 0) : nearest.length === 0) {
    return [{ path, message: issue.message }];
  }
  const types = errors.map(expectedType);
  if (types.every((type) => type !== undefined)) {
    return [{ path, message: `expected ${types.join(' or ')}, got ${show(input)}` }];
  }
  const within = nearest.map((inner) => ({ ...inner, path: [...path, ...inner.path] }));
  return explainIssues(within, known);
}

function depthOf(issues: readonly Issue[]): number {
  return Math.max(0, ...issues.map(({ path, code }) => path.length + (code === 'custom' ? 1 : 0)));
}

/** What a form wanted, where all it says is that the value is of another type. */
function expectedType(issues: readonly Issue[]): string | undefined {
  const [issue, ...others] = issues;
  const isWhole = issue?.code === 'invalid_type' && issue.path.length === 0 && others.length === 0;
  const name = isWhole ? typeNames[issue.expected] : undefined;
  return issue?.message.startsWith(`expected ${name},`) ? name : undefined;
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

/** For issues whose schema has no message of its own. */
function describeIssue(issue: z.core.$ZodRawIssue): string {
  const got = `, got ${show(issue.input)}`;
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${typeNames[issue.expected] ?? issue.expected}${got}`;
    case 'invalid_value':
      return `expected ${issue.values.join(', ').replace(/, ([^,]*)$/, ' or $1')}${got}`;
    case 'too_small':
      return `expected ${extent(issue.origin, issue.inclusive ? 'at least' : 'above', issue.minimum)}${got}`;
    case 'too_big':
      return `expected ${extent(issue.origin, issue.inclusive ? 'at most' : 'below', issue.maximum)}${got}`;
    case 'invalid_format':
      return `expected a text that matches ${issue.pattern ?? issue.format}${got}`;
    case 'invalid_union':
      return NO_BRANCH;
    default:
      return `this cannot be used${got}`;
  }
}

function extent(origin: string, how: string, limit: number | bigint): string {
  if (origin === 'number' || origin === 'int')
    return `a number ${how.replace('at', 'of at')} ${limit}`;
  return `${how} ${limit} ${limit === 1 ? 'entry' : 'entries'}`;
}
