import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { foldRun, type RunSummary } from '../../src/report/fold.ts';
import { readEvents } from '../../src/report/read-events.ts';
import { renderTap } from '../../src/report/tap.ts';
import { goldenRun } from './golden-run.ts';
import { sampleEvents } from './sample-run.ts';

interface Point {
  readonly ok: boolean;
  readonly description: string;
  readonly directive: string;
  readonly diagnostics: unknown;
}

/** What TAP 13 and 14 allow of what we write, and nothing else; throws at the first line that is not that. */
function parseTap(text: string): { readonly points: Point[]; readonly bail: string | undefined } {
  const lines = text.split('\n');
  expect(lines.shift()).toBe('TAP version 13');
  const plan = Number(/^1\.\.(\d+)( # SKIP .+)?$/.exec(lines.shift() ?? '')?.[1]);
  expect(lines.pop()).toBe('');
  const bail = lines.at(-1)?.startsWith('Bail out!') ? lines.pop() : undefined;
  const points: Point[] = [];
  while (lines.length > 0) {
    const line = lines.shift() ?? '';
    if (line.startsWith('#')) continue;
    const [, not, number, description = '', directive = ''] =
      /^(not )?ok (\d+) - ((?:[^\\#]|\\[\\#])*?)(?: # ((?:TODO|SKIP) .+))?$/.exec(line) ?? [];
    if (number === undefined) throw new Error(`no line of TAP: ${line}`);
    expect(Number(number)).toBe(points.length + 1);
    const end = lines[0] === '  ---' ? lines.indexOf('  ...') : -1;
    const block = end < 0 ? [] : lines.splice(0, end + 1).slice(1, -1);
    if (block.some((each) => !each.startsWith('  ')))
      throw new Error('a block that is not indented');
    const diagnostics = parse(block.map((each) => each.slice(2)).join('\n'), { strict: true });
    const plain = description.replace(/\\(.)/g, '$1');
    points.push({ ok: !not, description: plain, directive, diagnostics });
  }
  expect(points).toHaveLength(plan);
  return { points, bail };
}

const golden = async (): Promise<RunSummary> => foldRun(await readEvents(goldenRun));
const cut = (count: number) => foldRun(sampleEvents().slice(0, count));

describe('renderTap', () => {
  test('the golden run, to the letter', async () => {
    await expect(renderTap(await golden())).toMatchFileSnapshot('golden-reports/run.tap');
  });

  test('a known issue may fail, what was not run is skipped, a flaky one has passed', async () => {
    const { points, bail } = parseTap(renderTap(await golden()));
    expect(bail).toBeUndefined();
    const told = points.map(({ ok, directive }) => `${ok} ${directive}`.trim());
    expect(told).toEqual([
      ...['true', 'true', 'false', 'false TODO known issue https://example.com/issues/7', 'false'],
      ...['true', 'false', 'false', 'true SKIP not run'],
    ]);
    expect(points[1]?.diagnostics).toMatchObject({
      verdict: 'flaky',
      troubles: [{ attempt: 1, at: { file: 'scenarios/demo/pointer.yaml', line: 10, column: 5 } }],
    });
  });

  test('a flaky scenario fails where it fails the run', async () => {
    const { points } = parseTap(renderTap({ ...(await golden()), failOnFlaky: true }));
    expect(points[1]?.ok).toBe(false);
  });

  test('stays TAP whatever the names are', () => {
    const summary = foldRun(sampleEvents());
    const scenarios = summary.scenarios.map((scenario) => ({
      ...scenario,
      name: 'not ok 9\nBail out! \\ # SKIP # TODO\u202E\u0007 \\# "\n  ---',
    }));
    const { points } = parseTap(renderTap({ ...summary, scenarios }));
    expect(points[0]?.description).toBe(
      'demo/keyboard: not ok 9 Bail out! \\ # SKIP # TODO\uFFFD\uFFFD \\# " ---',
    );
    expect(points[0]?.directive).toBe('');
    expect(JSON.stringify(points[5]?.diagnostics)).toContain('<img src=x onerror=');
  });

  test.each([1, 2, 9, 30])('says that a run was cut off after %d events', (count) => {
    const { points, bail } = parseTap(renderTap(cut(count)));
    expect(points).toHaveLength(8);
    expect(bail).toBe('Bail out! The run was cut off');
    expect(points.at(-1)?.directive).toBe('SKIP not run: the run was cut off');
  });

  test('says that a run was interrupted, and that nothing was to be run', () => {
    const { points, bail } = parseTap(renderTap(foldRun(sampleEvents())));
    expect(bail).toBe('Bail out! The run was interrupted');
    expect(points.map(({ ok }) => ok)).toEqual([true, ...Array(6).fill(false), true]);
    const [start] = sampleEvents();
    if (start?.type !== 'run-started') throw new Error('no start');
    const end = { at: start.at, type: 'run-finished', verdict: 'passed', durationMs: 1 } as const;
    const nothing = foldRun([{ ...start, scenarios: [] }, end]);
    expect(parseTap(renderTap(nothing)).points).toEqual([]);
  });
});

const hasParser = spawnSync('perl', ['-MTAP::Parser', '-e', '1']).status === 0;
if (!hasParser) console.warn("SKIPPED: TAP is not read by Perl's TAP::Parser, which is missing");

test.skipIf(!hasParser)("Perl's TAP::Parser finds no mistake, and judges as we do", async () => {
  const judge = `my $p = TAP::Parser->new({ tap => join('', <STDIN>) });
    my ($yaml, $unknown, $said) = (0, 0, '');
    while (my $r = $p->next) {
      $unknown++ if $r->is_unknown;
      next unless $r->is_yaml;
      $yaml++;
      $said ||= $r->data->{troubles} && $r->data->{troubles}[0]{message};
    }
    print join "\\n", $p->tests_planned, scalar($p->failed), scalar($p->todo), scalar($p->skipped),
      $yaml, $unknown, $said, $p->parse_errors;`;
  const input = renderTap(await golden());
  const said = execFileSync('perl', ['-MTAP::Parser', '-e', judge], { input, encoding: 'utf8' });
  expect(said.split('\n')).toEqual([
    ...['9', '4', '1', '1', '8', '0'],
    'the screen is not "hostname" after 4 s: 167 pixels differ, at 370,319 (48x10)',
  ]);
});
