import { stringify } from 'yaml';
import type { RunSummary, ScenarioSummary } from './fold.ts';
import { printable } from './printable.ts';
import { describeNotRun, listKnownIssues, listTroubles } from './troubles.ts';

/**
 * The run as TAP: a test point for each scenario, what went wrong as YAML below it. It is both 13 and 14,
 * and says 13, because Perl's readers refuse any later version.
 */
export function renderTap(summary: RunSummary): string {
  const { run, guestwright, verdict, scenarios } = printable(summary);
  const points = scenarios.map((scenario, index) => drawPoint(scenario, index + 1, summary));
  const isCut = verdict === 'interrupted' || verdict === 'unfinished';
  return [
    'TAP version 13',
    `1..${scenarios.length}${scenarios.length === 0 ? ' # SKIP nothing to run' : ''}`,
    `# run ${inOneLine(run)}, guestwright ${inOneLine(guestwright)}`,
    ...points.flat(),
    ...(isCut ? [`Bail out! The run was ${verdict === 'interrupted' ? verdict : 'cut off'}`] : []),
    '',
  ].join('\n');
}

function drawPoint(scenario: ScenarioSummary, number: number, summary: RunSummary): string[] {
  const { id, name } = scenario;
  const { ok, directive } = judge(scenario, summary);
  const title = name === id ? id : `${id}: ${name}`;
  const end = directive ? ` # ${directive}` : '';
  return [
    `${ok ? 'ok' : 'not ok'} ${number} - ${inOneLine(title)}${end}`,
    ...drawDiagnostics(scenario),
  ];
}

/** What TODO marks may fail; what SKIP marks was not run. */
function judge(
  scenario: ScenarioSummary,
  summary: RunSummary,
): { readonly ok: boolean; readonly directive?: string } {
  switch (scenario.verdict) {
    case 'passed':
      return { ok: true };
    case 'flaky':
      return { ok: summary.failOnFlaky !== true };
    case 'failed':
    case 'error':
    case 'interrupted':
      return { ok: false };
    case 'known-issue': {
      const issues = listKnownIssues(scenario).join(', ');
      return { ok: false, directive: `TODO known issue ${inOneLine(issues)}` };
    }
    case 'not-run':
      return { ok: true, directive: `SKIP ${describeNotRun(summary)}` };
    default:
      return scenario.verdict satisfies never;
  }
}

function drawDiagnostics(scenario: ScenarioSummary): string[] {
  const { verdict, file, durationMs, attempts, machine } = scenario;
  if (verdict === 'not-run') return [];
  const told = attempts.flatMap((attempt) =>
    listTroubles(file, attempt).map(({ trouble, step, number, ...place }) => ({
      ...(attempts.length > 1 && { attempt: attempt.attempt }),
      ...trouble,
      ...(step && { step: `${number}: ${step.title}` }),
      at: { file: place.file, ...(step && { line: step.line, column: step.col }) },
    })),
  );
  const diagnostics = {
    verdict,
    duration_ms: durationMs,
    ...(machine !== undefined && { machine }),
    ...(told.length > 0 && { troubles: told }),
  };
  const yaml = stringify(diagnostics, {
    defaultStringType: 'QUOTE_DOUBLE',
    defaultKeyType: 'PLAIN',
    lineWidth: 0,
  });
  return ['---', ...yaml.trimEnd().split('\n'), '...'].map((line) => `  ${line}`);
}

/** In one line, and without what would begin a directive. */
function inOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\#]/g, '\\$&');
}
