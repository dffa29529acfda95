import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { ScenarioError } from '../errors.ts';
import type { CompareRules, Size } from './compare.ts';
import { describeMisfit, formatRegion } from './regions.ts';
import { compareRuleKeys, rulesFromKeys } from './rule-keys.ts';

/** What may stand in the YAML file beside a baseline's picture. */
const baselineKeys = z.strictObject(
  {
    ...compareRuleKeys,
    comment: z
      .string('expected a text')
      .optional()
      .describe('For people: why the rules are as they are'),
  },
  { error: (issue) => (issue.code === 'invalid_type' ? 'expected keys and values' : undefined) },
);

/**
 * Reads the rules of a baseline of the given size. All mistakes are told at once, one a line, as
 * `file:line:col: message`.
 * @throws ScenarioError `bad-baseline-rules`
 */
export function parseRules(text: string, file: string, size: Size): CompareRules {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  if (document.errors.length > 0) {
    throw badRules(document.errors.map((error) => `${place(error.pos[0])}: ${error.message}`));
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
  return rules;
}

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

function badRules(lines: readonly string[]): ScenarioError {
  return new ScenarioError('bad-baseline-rules', lines.join('\n'), {
    hint: `known keys: ${Object.keys(baselineKeys.shape).join(', ')}`,
  });
}
