import { describe, expect, test } from 'vitest';
import { foldRun, type RunSummary } from '../../src/report/fold.ts';
import { renderJunit } from '../../src/report/junit.ts';
import type { RunEvent } from '../../src/runner/events.ts';
import { sampleEvents } from './sample-run.ts';

const only = (...ids: string[]): RunSummary => {
  const summary = foldRun(sampleEvents());
  return { ...summary, scenarios: summary.scenarios.filter(({ id }) => ids.includes(id)) };
};

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
  test('a small run, to the letter', () => {
    const summary = only(
      'demo/keyboard',
      'demo/first-look',
      'boot/uefi',
      'pointer/drag',
      'pointer/late',
    );
    const picture = summary.scenarios[1]?.steps[1]?.picture;
    expect(renderJunit(summary, 'results/r')).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="2026-11-23T05-54-52-a1b2" tests="5" failures="1" errors="1" skipped="2" time="30.498" timestamp="2026-11-23T05:54:52">
  <testsuite name="scenarios/demo/keyboard.yaml" tests="1" failures="0" errors="0" skipped="0" time="3.120" timestamp="2026-11-23T05:54:52">
    <testcase name="The keyboard types into the demo" classname="demo/keyboard" file="scenarios/demo/keyboard.yaml" time="3.120">
      <system-out>machine: qemu-system-x86_64 10.0, q35, kvm, std, ps2, usb-tablet
serial log: serial/demo-keyboard.log</system-out>
    </testcase>
  </testsuite>
  <testsuite name="scenarios/demo/first-look.yaml" tests="1" failures="1" errors="0" skipped="0" time="4.700" timestamp="2026-11-23T05:55:10">
    <testcase name="A summary that nobody has accepted yet" classname="demo/first-look" file="scenarios/demo/first-look.yaml" time="4.700">
      <failure message="&quot;summary&quot; has no baseline yet: baselines/demo/first-look/summary.png does not exist" type="missing-baseline">scenarios/demo/first-look.yaml:6:5
step 2: expect &quot;summary&quot;
&quot;summary&quot; has no baseline yet: baselines/demo/first-look/summary.png does not exist
hint: look at the picture in the report; if it is right, accept it with: guestwright approve</failure>
      <system-out>machine: qemu-system-x86_64 10.0, q35, kvm, std, ps2, usb-tablet
serial log: serial/demo-first-look.log
[[ATTACHMENT|results/r/${picture}]]</system-out>
    </testcase>
  </testsuite>
  <testsuite name="scenarios/boot/uefi.yaml" tests="1" failures="0" errors="1" skipped="0" time="0.350" timestamp="2026-11-23T05:55:14">
    <testcase name="UEFI boot menu" classname="boot/uefi" file="scenarios/boot/uefi.yaml" time="0.350">
      <error message="cannot start qemu-system-aarch64: it is not installed" type="qemu-not-found">scenarios/boot/uefi.yaml
cannot start qemu-system-aarch64: it is not installed
hint: apt-get install qemu-system-arm, or set arch: in guestwright.yaml</error>
    </testcase>
  </testsuite>
  <testsuite name="scenarios/pointer/drag.yaml" tests="1" failures="0" errors="0" skipped="1" time="2.700" timestamp="2026-11-23T05:55:20">
    <testcase name="A window follows the pointer" classname="pointer/drag" file="scenarios/pointer/drag.yaml" time="2.700">
      <skipped message="interrupted"/>
      <system-out>machine: qemu-system-x86_64 10.0, q35, kvm, std, ps2, usb-tablet
serial log: serial/pointer-drag.log</system-out>
    </testcase>
  </testsuite>
  <testsuite name="scenarios/pointer/late.yaml" tests="1" failures="0" errors="0" skipped="1" time="0.000" timestamp="2026-11-23T05:54:52">
    <testcase name="The context menu opens" classname="pointer/late" file="scenarios/pointer/late.yaml" time="0.000">
      <skipped message="not run"/>
    </testcase>
  </testsuite>
</testsuites>
`);
  });

  test('attaches what was expected, what was there, the difference and the nearest look', () => {
    const xml = renderJunit(only('demo/installer'));
    const screen = only('demo/installer').scenarios[0]?.steps[2]?.screen;
    const refs = [screen?.expected, screen?.actual, screen?.diff, screen?.nearest?.actual];
    const tolerated = only('demo/installer').scenarios[0]?.steps[1]?.picture;
    const attached = [...xml.matchAll(/\[\[ATTACHMENT\|\.\/(.*?)\]\]/g)].map((match) => match[1]);
    expect(attached).toEqual([tolerated, ...refs]);
    expect(xml).not.toContain('120 ms');
  });

  test('a flaky scenario has passed, and says what its first attempt was', () => {
    const about = { scenario: 'demo/keyboard', attempt: 2, at: 9e12 };
    const failed = sampleEvents().map((event): RunEvent => {
      const isEnd = event.type === 'scenario-finished' && event.scenario === 'demo/keyboard';
      const trouble = { code: 'x', message: 'it <went> wrong' };
      return isEnd ? { ...event, verdict: 'failed', trouble } : event;
    });
    const again: RunEvent[] = [
      { ...about, type: 'scenario-started' },
      { ...about, type: 'scenario-finished', verdict: 'passed', durationMs: 5 },
    ];
    const summary = foldRun([...failed.slice(0, -1), ...again]);
    const [flaky] = summary.scenarios;
    const xml = renderJunit({ ...summary, scenarios: flaky ? [flaky] : [] });
    expect(xml).toContain('tests="1" failures="0" errors="0" skipped="0"');
    expect(xml).toContain('attempt 1: failed: it &lt;went&gt; wrong');
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
      '<testsuite name="one.yaml" tests="8" failures="3" errors="2" skipped="2"',
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

  test('the check of this test finds mistakes', () => {
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
