import type { RunSummary, ScenarioSummary } from '../fold.ts';
import { printable } from '../printable.ts';
import { listKnownIssues, listTroubles, type PlacedTrouble } from '../troubles.ts';

/** GitHub shows so many of a kind per step, and hides the others without a word. */
const MOST_OF_A_KIND = 10;

interface Annotation {
  readonly kind: 'error' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
  readonly at?: PlacedTrouble;
}

/**
 * The run as GitHub's workflow commands, one a line: an annotation for each scenario that failed, was
 * flaky or met a known issue, on the line of YAML that says so.
 */
export function renderAnnotations(summary: RunSummary): string {
  const all = printable(summary).scenarios.flatMap((scenario) => annotate(scenario, summary));
  const kinds = (['error', 'warning', 'notice'] as const).map((kind) =>
    limit(all.filter((annotation) => annotation.kind === kind)),
  );
  return kinds.flat().map(writeCommand).join('');
}

function annotate(scenario: ScenarioSummary, { failOnFlaky }: RunSummary): Annotation[] {
  const { id, file, verdict, attempts, attempt } = scenario;
  switch (verdict) {
    case 'passed':
    case 'not-run':
      return [];
    case 'failed':
    case 'error':
    case 'interrupted': {
      const words = { failed: 'failed', error: 'had an error', interrupted: 'was interrupted' };
      return [draw('error', `${id} ${words[verdict]}`, listTroubles(file, scenario), verdict)];
    }
    case 'flaky': {
      const failed = attempts.filter((each) => each.verdict === 'failed');
      const troubles = failed.flatMap((each) => listTroubles(file, each));
      const title = `${id} is flaky: passed at attempt ${attempt}`;
      return [draw(failOnFlaky ? 'error' : 'warning', title, troubles, verdict)];
    }
    case 'known-issue': {
      const title = `${id} met a known issue: ${listKnownIssues(scenario).join(', ')}`;
      return [draw('notice', title, listTroubles(file, scenario), verdict)];
    }
    default:
      return verdict satisfies never;
  }
}

function draw(
  kind: Annotation['kind'],
  title: string,
  troubles: readonly PlacedTrouble[],
  fallback: string,
): Annotation {
  const [at] = troubles;
  const lines = troubles.map(({ trouble, number, step }) => {
    const where = step ? `step ${number}, ${step.title}: ` : '';
    return `${where}${trouble.message}${trouble.hint === undefined ? '' : ` (${trouble.hint})`}`;
  });
  return { kind, title, message: lines.join('\n') || fallback, ...(at && { at }) };
}

function limit(annotations: readonly Annotation[]): readonly Annotation[] {
  const [first] = annotations;
  if (!first || annotations.length <= MOST_OF_A_KIND) return annotations;
  const shown = annotations.slice(0, MOST_OF_A_KIND - 1);
  const more = annotations.slice(MOST_OF_A_KIND - 1).map(({ title }) => title);
  const title = `${more.length} more`;
  return [...shown, { kind: first.kind, title, message: more.join('\n') }];
}

function writeCommand({ kind, title, message, at }: Annotation): string {
  const place = at && {
    file: at.file,
    ...(at.step && { line: String(at.step.line), col: String(at.step.col) }),
  };
  const properties = Object.entries({ ...place, title })
    .map(([key, value]) => `${key}=${escapeProperty(value)}`)
    .join(',');
  return `::${kind} ${properties}::${escapeData(message)}\n`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
