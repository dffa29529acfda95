import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { ScenarioError } from '../../errors.ts';
import type { CompareRules, Size } from '../compare.ts';
import { describeMisfit, formatRegion } from '../regions.ts';
import { compareRuleKeys, isIssueAddress, rulesFromKeys } from './rule-keys.ts';

/** What may stand in the YAML file beside a baseline's picture. */
const baselineKeys = z.strictObject(
  {
    ...compareRuleKeys,
    'known-issue': z
      .string('expected a text')
      .refine(isIssueAddress, 'expected the address of an issue: https://...')
      .optional()
      .describe('The issue that explains why a screen differs, which then does not fail the run'),
    comment: z
      .string('expected a text')
      .optional()
      .describe('For people: why the rules are as they are'),
  },
  { error: (issue) => (issue.code === 'invalid_type' ? 'expected keys and values' : undefined) },
);

/** What the YAML file beside a baseline's picture says. */
export interface BaselineRules {
  readonly rules: CompareRules;
  /** The address of the issue that explains why a screen differs. */
  readonly knownIssue: string | undefined;
}

/**
 * Reads the rules of a baseline of the given size. All mistakes are told at once, one a line, as
 * `file:line:col: message`.
 * @throws ScenarioError `bad-baseline-rules`
 */
export function parseRules(text: string, file: string, size: Size): BaselineRules {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  if (document.errors.length > 0) {
    throw badRules(
      document.errors.map((error) => `${place(error.pos[0])}: ${describeSyntax(error.message)}`),
    );
  }
  const parsed = baselineKeys.safeParse(readValue(document, file) ?? {}, { reportInput: true });
  const rules = parsed.success ? rulesFromKeys(parsed.data) : {};
  const mistakes = parsed.success
    ? findMisfits(rules, document, size)
    : parsed.error.issues.flatMap((issue) => listMistakes(issue, []));
  if (mistakes.length > 0) {
    throw badRules(
      mistakes.map((mistake) => `${place(findOffset(document, mistake))}: ${mistake.message}`),
    );
  }
  return { rules, knownIssue: parsed.data?.['known-issue'] };
}

/** More help nobody. */
const SHOWN_MISTAKES = 20;

type Path = readonly PropertyKey[];

interface Mistake {
  readonly path: Path;
  readonly message: string;
  /** The key itself is wrong, not its value. */
  readonly atKey?: boolean;
}

function readValue(document: Document, file: string): unknown {
  try {
    return document.toJS();
  } catch (cause) {
    // Only here does the yaml package refuse a bomb of aliases.
    throw badRules([`${file}:1:1: ${cause instanceof Error ? cause.message : String(cause)}`]);
  }
}

function listMistakes(issue: z.core.$ZodIssue, above: Path): Mistake[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: `unknown key "${key}"`,
      atKey: true,
    }));
  }
  if (issue.code === 'invalid_union' && Array.isArray(issue.input)) {
    const [oneArea = [], listOfAreas = []] = issue.errors;
    const meant = Array.isArray(issue.input[0]) ? listOfAreas : oneArea;
    return meant.flatMap((inner) => listMistakes(inner, path));
  }
  return [
    { path, message: path.length > 0 ? `${formatPath(path)}: ${issue.message}` : issue.message },
  ];
}

function findMisfits(rules: CompareRules, document: Document, size: Size): Mistake[] {
  const mistakes: Mistake[] = [];
  for (const [key, regions = []] of [
    ['mask', rules.masks],
    ['region', rules.regions],
  ] as const) {
    const single = typeof document.getIn([key, 0]) === 'number';
    for (const [i, region] of regions.entries()) {
      const misfit = describeMisfit(region, size.width, size.height);
      const path = single ? [key] : [key, i];
      if (misfit) mistakes.push({ path, message: `${key} ${formatRegion(region)} ${misfit}` });
    }
  }
  return mistakes;
}

function formatPath([first = '', ...rest]: Path): string {
  return String(first) + rest.map((key) => `[${String(key)}]`).join('');
}

function findOffset(document: Document, { path, atKey = false }: Mistake): number {
  const parent = document.getIn(path.slice(0, -1), true);
  if (atKey && isMap(parent)) {
    const names = parent.items.map((pair) => pair.key).filter((key) => isScalar(key));
    return names.find((key) => String(key.value) === path.at(-1))?.range?.[0] ?? 0;
  }
  const node = document.getIn(path, true);
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}

/** Where nesting is the mistake, the yaml package runs out of its stack and says only that. */
function describeSyntax(message: string): string {
  return message.startsWith('Maximum call stack') ? 'it is nested too deeply' : message;
}

function badRules(lines: readonly string[]): ScenarioError {
  const shown = lines.slice(0, SHOWN_MISTAKES);
  const [place] = /^.*?:\d+:\d+: /.exec(lines[SHOWN_MISTAKES] ?? '') ?? [];
  const told = place ? [...shown, `${place}${lines.length - shown.length} more mistakes`] : shown;
  return new ScenarioError('bad-baseline-rules', told.join('\n'), {
    hint: `known keys: ${Object.keys(baselineKeys.shape).join(', ')}`,
  });
}
