import type { AttemptSummary, RunSummary, ScenarioSummary } from './fold.ts';
import {
  describeNotRun,
  describePlace,
  listKnownIssues,
  listTroublePictures,
  listTroubles,
  type PlacedTrouble,
} from './troubles.ts';
import { element, textElement } from './xml.ts';

/**
 * The run as JUnit XML, within what Jenkins' xUnit plugin allows, which is less than GitLab and GitHub
 * tools do: a suite for each file, a case for each scenario. Earlier attempts are told as Surefire tells
 * them. Pictures are attached as `<picturesBase>/frames/<hash>.png`.
 */
export function renderJunit(summary: RunSummary, picturesBase = '.'): string {
  const files = [...new Set(summary.scenarios.map((scenario) => scenario.file))];
  const suites = files.flatMap((file) => drawSuite(file, summary, picturesBase));
  const { skipped, ...totals } = count(summary, summary.scenarios);
  const root = { name: summary.run, ...totals, time: seconds(summary.durationMs) };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', root, suites).join('\n')}\n`;
}

function drawSuite(file: string, summary: RunSummary, picturesBase: string): string[] {
  const scenarios = summary.scenarios.filter((scenario) => scenario.file === file);
  const ran = scenarios.flatMap(({ startedAt }) => startedAt ?? []);
  const first = ran.length > 0 ? Math.min(...ran) : summary.startedAt;
  const took = scenarios.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const totals = { ...count(summary, scenarios), time: seconds(took), timestamp: timestamp(first) };
  return element('testsuite', { name: file, file, ...totals }, [
    ...drawProperties(summary, scenarios),
    ...scenarios.flatMap((scenario) => drawCase(scenario, summary, picturesBase)),
  ]);
}

/** What the suite was run with. */
function drawProperties(summary: RunSummary, scenarios: readonly ScenarioSummary[]): string[] {
  const list = (values: readonly string[]) => [...new Set(values)].join(', ');
  const properties = {
    run: summary.run,
    guestwright: summary.guestwright,
    machines: list(scenarios.map(({ machineName }) => machineName)),
    tags: list(scenarios.flatMap(({ tags }) => tags)),
    ...(summary.shard && { shard: `${summary.shard.index}/${summary.shard.total}` }),
  };
  const told = Object.entries(properties).filter(([, value]) => value !== '');
  const lines = told.flatMap(([name, value]) => element('property', { name, value }, []));
  return element('properties', {}, lines);
}

type Result = 'passed' | 'failure' | 'error' | 'skipped';

function resultOf({ verdict }: ScenarioSummary, { failOnFlaky }: RunSummary): Result {
  switch (verdict) {
    case 'passed':
      return 'passed';
    case 'flaky':
      return failOnFlaky ? 'failure' : 'passed';
    case 'failed':
      return 'failure';
    case 'error':
    case 'interrupted':
      return 'error';
    case 'known-issue':
    case 'not-run':
      return 'skipped';
    default:
      return verdict satisfies never;
  }
}

function count(summary: RunSummary, scenarios: readonly ScenarioSummary[]) {
  const results = scenarios.map((scenario) => resultOf(scenario, summary));
  const having = (result: Result) => results.filter((each) => each === result).length;
  return {
    tests: scenarios.length,
    failures: having('failure'),
    errors: having('error'),
    skipped: having('skipped'),
  };
}

function drawCase(scenario: ScenarioSummary, summary: RunSummary, base: string): string[] {
  const { name, id, durationMs } = scenario;
  return element('testcase', { name, classname: id, time: seconds(durationMs) }, [
    ...drawResult(scenario, summary),
    ...drawEarlierAttempts(scenario),
    ...drawOutput(scenario, base),
  ]);
}

function drawResult(scenario: ScenarioSummary, summary: RunSummary): string[] {
  const result = resultOf(scenario, summary);
  if (result === 'passed') return [];
  if (result === 'skipped') {
    const isKnown = scenario.verdict === 'known-issue';
    const issues = `known issue: ${listKnownIssues(scenario).join(', ')}`;
    return element('skipped', { message: isKnown ? issues : describeNotRun(summary) }, []);
  }
  const { file, verdict, attempt } = scenario;
  const fallback = verdict === 'flaky' ? `flaky: passed only at attempt ${attempt}` : verdict;
  return [drawTroubles(result, listTroubles(file, scenario), fallback, verdict)];
}

function drawTroubles(
  tag: 'failure' | 'error',
  troubles: readonly PlacedTrouble[],
  fallback: string,
  type: string,
): string {
  const first = troubles[0]?.trouble;
  const attributes = { message: first?.message ?? fallback, type: first?.code ?? type };
  return textElement(tag, attributes, troubles.map(describe).join('\n\n') || fallback);
}

function describe(placed: PlacedTrouble): string {
  const { message, hint } = placed.trouble;
  const { number, step } = placed;
  return [
    describePlace(placed),
    ...(step ? [`step ${number}: ${step.title}`] : []),
    message,
    ...(hint === undefined ? [] : [`hint: ${hint}`]),
  ].join('\n');
}

/** A scenario that passed after errors of the machine alone is not flaky, and has none. */
function drawEarlierAttempts({ file, verdict, attempts }: ScenarioSummary): string[] {
  if (verdict === 'passed') return [];
  const prefix = verdict === 'flaky' ? 'flaky' : 'rerun';
  return attempts.slice(0, -1).flatMap((attempt) => drawEarlierAttempt(prefix, attempt, file));
}

function drawEarlierAttempt(prefix: string, attempt: AttemptSummary, file: string): string[] {
  const troubles = listTroubles(file, attempt);
  const first = troubles[0]?.trouble;
  const why = first?.message ?? attempt.verdict;
  const attributes = {
    message: `attempt ${attempt.attempt}: ${why}`,
    type: first?.code ?? attempt.verdict,
  };
  const text = troubles.map(describe).join('\n\n') || why;
  const tag = `${prefix}${attempt.verdict === 'failed' ? 'Failure' : 'Error'}`;
  return element(tag, attributes, [textElement('stackTrace', {}, text)]);
}

/** GitLab shows the first attachment of a case, and reads no more than one `system-out`. */
function drawOutput(scenario: ScenarioSummary, base: string): string[] {
  const { machine, serialLog, attempts } = scenario;
  const pictures = new Set(
    attempts.toReversed().flatMap(({ steps }) => listTroublePictures(steps)),
  );
  const told = [
    ...(machine === undefined ? [] : [`machine: ${machine}`]),
    ...(serialLog === undefined ? [] : [`serial log: ${serialLog}`]),
  ];
  const lines = [
    ...told.map(withoutAttachments),
    ...[...pictures].map((picture) => `[[ATTACHMENT|${base}/${picture}]]`),
  ];
  return lines.length === 0 ? [] : [textElement('system-out', {}, lines.join('\n'))];
}

/** Jenkins publishes any file that is named so. */
function withoutAttachments(line: string): string {
  return line.replaceAll('[[', '[ [');
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

/** UTC without its Z, which strict importers refuse. */
function timestamp(at: number): string {
  return new Date(at).toISOString().slice(0, 19);
}
