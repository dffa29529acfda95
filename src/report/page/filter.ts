import type { PageScenario } from '../html/page-data.ts';

/** Which scenarios the list shows; nothing chosen shows all. */
export interface Filter {
  readonly text: string;
  readonly verdicts: readonly string[];
  readonly tags: readonly string[];
  readonly machines: readonly string[];
}

export const noFilter: Filter = { text: '', verdicts: [], tags: [], machines: [] };

/** Of the verdicts any, of the machines any, all of the tags, all of the words. */
export function matches(scenario: PageScenario, filter: Filter): boolean {
  const { verdicts, machines, tags, text } = filter;
  if (verdicts.length > 0 && !verdicts.includes(scenario.verdict)) return false;
  if (machines.length > 0 && !machines.includes(scenario.machine ?? '')) return false;
  if (!tags.every((tag) => scenario.tags.includes(tag))) return false;
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const { name, id, file, machine = '', trouble } = scenario;
  const said = [name, id, file, machine, ...scenario.tags, trouble?.message ?? '']
    .join('\n')
    .toLowerCase();
  return words.every((word) => said.includes(word));
}

/** The worst first, then in the order of the run: the order in which a reader wants them. */
export const verdictOrder = [
  'failed',
  'error',
  'interrupted',
  'flaky',
  'known-issue',
  'passed',
  'not-run',
] as const satisfies readonly PageScenario['verdict'][];

export function sortByVerdict(scenarios: readonly PageScenario[]): PageScenario[] {
  const rank = (scenario: PageScenario) => verdictOrder.indexOf(scenario.verdict);
  return scenarios.toSorted((a, b) => rank(a) - rank(b));
}

export function isFiltering({ text, verdicts, tags, machines }: Filter): boolean {
  return text.trim() !== '' || verdicts.length + tags.length + machines.length > 0;
}

/** The values with or without one of them. */
export function toggle(values: readonly string[], value: string): string[] {
  return values.includes(value) ? values.filter((each) => each !== value) : [...values, value];
}
