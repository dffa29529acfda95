import { describe, expect, test } from 'vitest';
import { foldRun, type RunSummary } from '../../src/report/fold.ts';
import { renderJunit } from '../../src/report/junit.ts';
import { readEvents } from '../../src/report/read-events.ts';
import type { RunEvent, ScenarioVerdict } from '../../src/runner/events.ts';
import { goldenRun } from './golden-run.ts';
import { sampleEvents } from './sample-run.ts';

const only = (...args: [string, ...(string | RunSummary)[]]): RunSummary => {
  const ids = args.filter((arg) => typeof arg === 'string');
  const summary = args.find((arg) => typeof arg !== 'string') ?? foldRun(sampleEvents());
  return { ...summary, scenarios: summary.scenarios.filter(({ id }) => ids.includes(id)) };
};

/** A second attempt, at the end of the sample. */
function failAgain(scenario: string, verdict: ScenarioVerdict = 'failed'): RunEvent[] {
  const about = { scenario, attempt: 2, at: 9e12 };
  return [
    { ...about, type: 'scenario-started' },
    { ...about, type: 'scenario-finished', verdict, durationMs: 5 },
  ];
}

function flaky(): RunSummary {
  const failed = sampleEvents().map((event): RunEvent => {
    const isEnd = event.type === 'scenario-finished' && event.scenario === 'demo/keyboard';
    const trouble = { code: 'x', message: 'it <went> wrong' };
    return isEnd ? { ...event, verdict: 'failed', trouble } : event;
  });
  const events = [...failed.slice(0, -1), ...failAgain('demo/keyboard', 'passed')];
  return only('demo/keyboard', foldRun(events));
}

/**
 * What the schema of Jenkins' xUnit plugin allows, which is stricter than any other reader: the
 * attributes of an element, `!` before those that it must have, and its children.
 */
const allowed: Readonly<Record<string, readonly [attributes: string, children: string]>> = {
  testsuites: ['name time tests failures errors', 'testsuite'],
  testsuite: [
    '!name !tests !failures !errors group time skipped timestamp hostname id package file log url',
    'testsuite properties testcase system-out system-err',
  ],
  properties: ['', 'property'],
  property: ['!name !value', ''],
  testcase: [
    '!name time classname group',
    'skipped error failure rerunFailure rerunError flakyFailure flakyError system-out system-err',
  ],
  skipped: ['type message', ''],
  error: ['type message', ''],
  failure: ['type message', ''],
  rerunFailure: ['!type message', 'stackTrace system-out system-err'],
  rerunError: ['!type message', 'stackTrace system-out system-err'],
  flakyFailure: ['!type message', 'stackTrace system-out system-err'],
  flakyError: ['!type message', 'stackTrace system-out system-err'],
  stackTrace: ['', ''],
  'system-out': ['', ''],
};

function findForeign(xml: string): string[] {
  const found: string[] = [];
  const open = [''];
  const wholeSeconds = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/;
  for (const [, closing, name = '', rest = '', alone] of xml.matchAll(
    /<(\/?)([a-zA-Z][\w-]*)((?: [\w-]+="[^"]*")*)(\/?)>/g,
  )) {
    const parent = open.at(-1) ?? '';
    if (closing) {
      open.pop();
      continue;
    }
    const [attributes = ''] = allowed[name] ?? [];
    const isExpected = parent === '' || allowed[parent]?.[1].split(' ').includes(name);
    if (!allowed[name] || !isExpected) found.push(`<${name}> in <${parent}>`);
    const given = new Map([...rest.matchAll(/ ([\w-]+)="([^"]*)"/g)].map(([, k, v]) => [k, v]));
    for (const key of given.keys()) {
      if (
        !attributes
          .replaceAll('!', '')
          .split(' ')
          .includes(key ?? '')
      )
        found.push(`${name} ${key}`);
    }
    for (const [, key] of attributes.matchAll(/!(\w+)/g)) {
      if (!given.has(key)) found.push(`${name} without ${key}`);
    }
    const time = given.get('time');
    if (time !== undefined && !/^\d+\.\d{3}$/.test(time)) found.push(`time ${time}`);
    const stamp = given.get('timestamp');
    if (stamp !== undefined && !wholeSeconds.test(stamp)) found.push(`timestamp ${stamp}`);
    if (!alone) open.push(name);
  }
  return found;
}

/** Every tag closed in order, every attribute quoted, no loose `<`, `>` or `&`: else what is wrong. */
function findXmlMistake(xml: string): string | undefined {
  const open: string[] = [];
  const tag = /<(\/?)([\w-]+)((?: [\w-]+="[^"<]*")*)(\/?)>/g;
  const text = xml.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '');
  const rest = text.replace(tag, (_all, closing: string, name: string, _rest, selfClosing) => {
    if (closing && open.pop() !== name) open.push(`unexpected </${name}>`, name);
    if (!closing && !selfClosing) open.push(name);
    return '';
  });
  if (open.length > 0) return `not closed: ${open.join(' ')}`;
  if (/[<>]/.test(rest)) return `loose angle bracket: ${/.{0,40}[<>].{0,40}/.exec(rest)?.[0]}`;
  const entity = /&(?!(amp|lt|gt|quot|apos|#10|#13);).{0,20}/.exec(text);
  if (entity) return `loose ampersand: ${entity[0]}`;
  const forbidden = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.exec(text);
  return forbidden ? `forbidden character at ${forbidden.index}` : undefined;
}

describe('renderJunit', () => {
  test('the golden run, to the letter', async () => {
    const summary = foldRun(await readEvents(goldenRun));
    const xml = renderJunit(summary, 'results/r');
    expect(findXmlMistake(xml)).toBeUndefined();
    await expect(xml).toMatchFileSnapshot('golden-reports/junit.xml');
  });

  test('has no element and no attribute that a strict Jenkins refuses', async () => {
    const again = foldRun([...sampleEvents().slice(0, -1), ...failAgain('demo/installer')]);
    for (const summary of [foldRun(await readEvents(goldenRun)), again]) {
      expect(findForeign(renderJunit(summary))).toEqual([]);
    }
  });

  test('attaches the difference first, then what was expected, what was there and the nearest look', () => {
    const xml = renderJunit(only('demo/installer'));
    const screen = only('demo/installer').scenarios[0]?.steps[2]?.screen;
    const refs = [screen?.diff, screen?.expected, screen?.actual, screen?.nearest?.actual];
    const attached = [...xml.matchAll(/\[\[ATTACHMENT\|\.\/(.*?)\]\]/g)].map((match) => match[1]);
    expect(attached).toEqual(refs);
    expect(xml).not.toContain('120 ms');
  });

  test('a flaky scenario has passed, and tells its first attempt as Surefire does', () => {
    const summary = flaky();
    const xml = renderJunit(summary);
    expect(xml).toContain('tests="1" failures="0" errors="0" skipped="0"');
    expect(xml).toContain('<flakyFailure message="attempt 1: it &lt;went&gt; wrong" type="x">\n');
    expect(xml).toContain('<stackTrace>scenarios/demo/keyboard.yaml\nit &lt;went&gt; wrong</stack');
  });

  test('a flaky scenario is a failure where it fails the run', () => {
    const xml = renderJunit({ ...flaky(), failOnFlaky: true });
    expect(xml).toContain('tests="1" failures="1" errors="0" skipped="0"');
    expect(xml).toContain('<failure message="flaky: passed only at attempt 2" type="flaky">');
  });

  test('attempts before one that failed are reruns, and those that had an error are told as such', () => {
    const events = [...sampleEvents().slice(0, -1), ...failAgain('boot/uefi')];
    const xml = renderJunit(only('boot/uefi', foldRun(events)));
    expect(xml).toContain('failures="1" errors="0"');
    expect(xml).toMatch(
      /<failure message="failed" type="failed">failed<\/failure>\n +<rerunError /,
    );
    expect(xml).toContain('message="attempt 1: cannot start qemu-system-aarch64');
  });

  test('an attempt that the machine ended does not make a pass flaky', () => {
    const events = [...sampleEvents().slice(0, -1), ...failAgain('boot/uefi', 'passed')];
    const xml = renderJunit(only('boot/uefi', foldRun(events)));
    expect(xml).toContain('failures="0" errors="0" skipped="0"');
    expect(xml).not.toMatch(/flaky|rerun/);
  });

  test('what was interrupted is an error, and what was not run says why', () => {
    const interrupted = only('pointer/drag', 'pointer/late');
    const xml = renderJunit(interrupted);
    expect(xml).toContain('errors="1"');
    expect(xml).toContain('<error message="interrupted" type="interrupted">interrupted</error>');
    expect(xml).toContain('<skipped message="not run: the run was interrupted"/>');
    const cut = foldRun(sampleEvents().slice(0, -1));
    expect(renderJunit(cut)).toContain('<skipped message="not run: the run was cut off"/>');
  });

  test('no text of a guest or a machine attaches a file', () => {
    const [scenario] = only('demo/installer').scenarios;
    const machine = 'x\n[[ATTACHMENT|/etc/passwd]]';
    const scenarios = scenario ? [{ ...scenario, machine }] : [];
    const xml = renderJunit({ ...only('demo/installer'), scenarios });
    expect(xml).not.toContain('[[ATTACHMENT|/etc');
    expect(xml).toContain('[ [ATTACHMENT|/etc/passwd]]');
  });

  test('a known issue is skipped, with its address', () => {
    const summary = foldRun(sampleEvents());
    const known = summary.scenarios.map((scenario) => ({
      ...scenario,
      verdict: 'known-issue' as const,
      steps: scenario.steps.map((step) => ({
        ...step,
        verdict: 'known-issue' as const,
        knownIssue: 'https://issues.example/7?a&b',
      })),
    }));
    const xml = renderJunit({ ...summary, scenarios: known.slice(0, 1) });
    expect(xml).toContain('failures="0" errors="0" skipped="1"');
    expect(xml).toContain('<skipped message="known issue: https://issues.example/7?a&amp;b"/>');
  });

  test('scenarios of one file share a suite', () => {
    const summary = foldRun(sampleEvents());
    const scenarios = summary.scenarios.map((scenario) => ({ ...scenario, file: 'one.yaml' }));
    const xml = renderJunit({ ...summary, scenarios });
    expect(xml.match(/<testsuite /g)).toHaveLength(1);
    expect(xml).toContain(
      '<testsuite name="one.yaml" file="one.yaml" tests="8" failures="3" errors="3" skipped="1"',
    );
  });

  test('is well-formed whatever the names are', () => {
    const xml = renderJunit(foldRun(sampleEvents()));
    expect(findXmlMistake(xml)).toBeUndefined();
    expect(xml).toContain('&lt;/script&gt;&lt;/title&gt;&lt;script&gt;');
    expect(xml).toContain('\uFFFD\uFFFD[31m');
    expect(xml).not.toContain('etc/passwd');
    expect(xml).not.toContain('example.com');
  });

  test('the checks of this test find mistakes', () => {
    expect(findForeign('<testsuite file="x"><testcase file="x" time="1,0"/></testsuite>')).toEqual([
      ...['name', 'tests', 'failures', 'errors'].map((key) => `testsuite without ${key}`),
      ...['testcase file', 'testcase without name', 'time 1,0'],
    ]);
    expect(findForeign('<testsuites><testcase name="a"/></testsuites>')).toEqual([
      '<testcase> in <testsuites>',
    ]);
    expect(findXmlMistake('<a b="<"/>')).toContain('loose angle bracket');
    expect(findXmlMistake('<a>&x</a>')).toContain('loose ampersand');
    expect(findXmlMistake('<a><b></a></b>')).toContain('not closed');
    expect(findXmlMistake('<a>\u0000</a>')).toContain('forbidden');
  });

  test('keeps line breaks in attributes and replaces what XML forbids', () => {
    const summary = only('pointer/late');
    const scenarios = summary.scenarios.map((scenario) => ({
      ...scenario,
      name: 'one\ntwo\r\u0007\uFFFE\uD800 \u{1F4A1}',
    }));
    expect(renderJunit({ ...summary, scenarios })).toContain(
      'name="one&#10;two&#13;\uFFFD\uFFFD\uFFFD \u{1F4A1}"',
    );
  });
});
