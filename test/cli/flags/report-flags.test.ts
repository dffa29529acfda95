import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readReportFlags, usualForRun } from '../../../src/cli/flags/report-flags.ts';
import { describeFailure } from '../../screen/frames.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'guestwright-flags-'));
  mkdirSync(join(folder, 'folder'));
  writeFileSync(join(folder, 'file'), '');
});
afterAll(() => rmSync(folder, { recursive: true }));

function refusal(reporter: string): string {
  try {
    readReportFlags({ reporter: reporter.replaceAll('@', folder) });
  } catch (error) {
    return describeFailure(error).replaceAll(folder, '@');
  }
  throw new Error(`${reporter} is accepted`);
}

describe('--reporter', () => {
  test('takes several, each with its own place', () => {
    const { reporters } = readReportFlags({ reporter: 'terminal, junit=out/a=b.xml,html,json=-x' });
    expect(reporters).toEqual([
      ...[{ name: 'terminal' }, { name: 'junit', to: 'out/a=b.xml' }, { name: 'html' }],
      { name: 'json', to: '-x' },
    ]);
  });

  test.each([
    ['jnit', /expected terminal, .* or github, got "jnit"\. Did you mean "junit"\?/],
    ['', /got ""\.$/],
    ['html,', /got ""\.$/],
    ['JSON', /got "JSON"\. Did you mean "json"\?/],
    ['junit,html,junit=x.xml', /junit is named twice/],
    ['junit=@/x,json=@/folder/../x', /junit and json both write to @\/folder\/\.\.\/x/],
    ['terminal,tap', /terminal and tap both write to standard output .*such as tap=FILE/],
    ['json=-,junit=-', /json and junit both write to standard output/],
    ['terminal=x', /terminal writes to standard output and nowhere else/],
    ['html=x', /html stands in the run's folder, with its pictures, and nowhere else/],
    ['tap=', /tap= names no file/],
    ['github=-', /github=FILE names the file of the summary/],
    ['json=@/folder', /@\/folder is a folder; json writes a file/],
    ['json=@/file/deep/x', /@\/file\/deep\/x cannot be written: @\/file is no folder/],
    ['json=@/events.ndjson', /would take the place of a run's events/],
  ])('refuses %j', (reporter, message) => {
    expect(refusal(reporter)).toMatch(/^ScenarioError bad-flag: --reporter: /);
    expect(refusal(reporter)).toMatch(message);
  });

  test('is terminal, junit and html for a run, and github where that runs it', () => {
    const names = (env: NodeJS.ProcessEnv) => usualForRun(env).map(({ name }) => name);
    expect(names({})).toEqual(['terminal', 'junit', 'html']);
    expect(names({ GITHUB_ACTIONS: 'true' })).toEqual(['terminal', 'junit', 'html', 'github']);
    const told = readReportFlags({}, undefined, { GITHUB_STEP_SUMMARY: '/s' });
    expect(told).toMatchObject({ reporters: [{ name: 'junit' }, { name: 'html' }] });
    expect(told.stepSummary).toBe('/s');
  });
});

describe('--report-url', () => {
  const read = (reportUrl: string) => readReportFlags({ reportUrl }).url;

  test('is an address without its last slash', () => {
    expect(read('https://ci.example/results/')).toBe('https://ci.example/results');
    expect(read('http://ci.example/a (b)"<c>')).toBe('http://ci.example/a%20%28b%29%22%3Cc%3E');
  });

  test.each(['results', 'javascript:alert(1)', 'https://a:b@c/', 'https://a/?x', 'file:///etc'])(
    'refuses %j',
    (text) => {
      expect(() => read(text)).toThrow(/^--report-url: expected the address of the results folder/);
    },
  );
});
