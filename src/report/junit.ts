import type { Trouble } from '../runner/events.ts';
import type { RunSummary, ScenarioState, ScenarioSummary, StepSummary } from './fold.ts';
import { listPictures } from './picture-refs.ts';

/**
 * The run as JUnit XML that Jenkins, GitLab and GitHub accept: a suite for each file, a case for
 * each scenario. Pictures are attached as `<picturesBase>/frames/<hash>.png`.
 */
export function renderJunit(summary: RunSummary, picturesBase = '.'): string {
  const files = [...new Set(summary.scenarios.map((scenario) => scenario.file))];
  const suites = files.map((file) => {
    const scenarios = summary.scenarios.filter((scenario) => scenario.file === file);
    const ran = scenarios.flatMap(({ startedAt }) => startedAt ?? []);
    const first = ran.length > 0 ? Math.min(...ran) : summary.startedAt;
    const totals = { name: file, ...count(scenarios), timestamp: timestamp(first) };
    return element(
      'testsuite',
      totals,
      scenarios.flatMap((scenario) => drawCase(scenario, picturesBase)),
    );
  });
  const totals = { ...count(summary.scenarios), time: seconds(summary.durationMs) };
  const root = { name: summary.run, ...totals, timestamp: timestamp(summary.startedAt) };
  const xml = element('testsuites', root, suites.flat());
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xml.join('\n')}\n`;
}

type Attributes = Readonly<Record<string, string | number>>;

function count(scenarios: readonly ScenarioSummary[]): Attributes {
  const having = (...states: ScenarioState[]) =>
    scenarios.filter(({ verdict }) => states.includes(verdict)).length;
  return {
    tests: scenarios.length,
    failures: having('failed'),
    errors: having('error'),
    skipped: having('not-run', 'interrupted'),
    time: seconds(scenarios.reduce((sum, { durationMs }) => sum + durationMs, 0)),
  };
}

function drawCase(scenario: ScenarioSummary, picturesBase: string): string[] {
  const { name, id, file, durationMs } = scenario;
  const attributes = { name, classname: id, file, time: seconds(durationMs) };
  return element('testcase', attributes, [
    ...drawVerdict(scenario),
    ...drawOutput(scenario, picturesBase),
  ]);
}

function drawVerdict(scenario: ScenarioSummary): string[] {
  switch (scenario.verdict) {
    case 'passed':
      return [];
    case 'failed':
      return [drawTrouble('failure', scenario)];
    case 'error':
      return [drawTrouble('error', scenario)];
    case 'interrupted':
      return [`<skipped${write({ message: 'interrupted' })}/>`];
    case 'not-run':
      return [`<skipped${write({ message: 'not run' })}/>`];
    default:
      return scenario.verdict satisfies never;
  }
}

function drawTrouble(tag: 'failure' | 'error', scenario: ScenarioSummary): string {
  const { trouble, steps, file } = scenario;
  const told = steps.flatMap((step, index) =>
    step.trouble && step.verdict !== 'tolerated'
      ? [{ trouble: step.trouble, where: locate(file, step, index) }]
      : [],
  );
  if (trouble) told.unshift({ trouble, where: file });
  const first = told[0]?.trouble;
  const attributes = { message: first?.message ?? tag, type: first?.code ?? tag };
  const body = told.map((each) => describe(each.trouble, each.where)).join('\n\n');
  return `<${tag}${write(attributes)}>${escapeXml(body)}</${tag}>`;
}

function locate(file: string, { line, col, title }: StepSummary, index: number): string {
  return `${file}:${line}:${col}\nstep ${index + 1}: ${title}`;
}

function describe({ message, hint }: Trouble, where: string): string {
  return [where, message, ...(hint === undefined ? [] : [`hint: ${hint}`])].join('\n');
}

function drawOutput({ machine, serialLog, steps }: ScenarioSummary, base: string): string[] {
  const pictures = new Set(steps.filter(({ trouble }) => trouble).flatMap(listPictures));
  const lines = [
    ...(machine === undefined ? [] : [`machine: ${machine}`]),
    ...(serialLog === undefined ? [] : [`serial log: ${serialLog}`]),
    ...[...pictures].map((picture) => `[[ATTACHMENT|${base}/${picture}]]`),
  ];
  return lines.length === 0 ? [] : [`<system-out>${escapeXml(lines.join('\n'))}</system-out>`];
}

function element(name: string, attributes: Attributes, lines: readonly string[]): string[] {
  if (lines.length === 0) return [`<${name}${write(attributes)}/>`];
  const inner = lines.map((line) => `  ${line}`);
  return [`<${name}${write(attributes)}>`, ...inner, `</${name}>`];
}

function write(attributes: Attributes): string {
  return Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escapeXml(String(value)).replaceAll('\n', '&#10;')}"`)
    .join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\r': '&#13;',
};

/** Also replaces what XML 1.0 has no way to say, such as most control characters. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[&<>"'\r]/g, (character) => entities[character] ?? character);
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

/** UTC without its Z, which strict importers refuse. */
function timestamp(at: number): string {
  return new Date(at).toISOString().slice(0, 19);
}
