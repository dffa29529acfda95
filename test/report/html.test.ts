import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { foldRun, type RunSummary } from '../../src/report/fold.ts';
import { clientScript } from '../../src/report/html/client.ts';
import { html, trust, words } from '../../src/report/html/markup.ts';
import { renderHtml } from '../../src/report/html/render.ts';
import { style } from '../../src/report/html/style.ts';
import { sampleEvents } from './sample-run.ts';

const summary = foldRun(sampleEvents());
const page = renderHtml(summary);
const only = (id: string): RunSummary => ({
  ...summary,
  scenarios: summary.scenarios.filter((scenario) => scenario.id === id),
});
/** Our own script and style are text between tags, not tags. */
const markup = page.replace(clientScript, '').replace(style, '');
const attributes = [...markup.matchAll(/<[a-z][^>]*>/g)].flatMap(([tag]) => [
  ...tag.matchAll(/ ([\w-]+)="([^"]*)"/g),
]);

describe('html', () => {
  test.each([
    [
      'text',
      html`<p>${`<b>"it's" & more</b>`}</p>`,
      '<p>&lt;b&gt;&quot;it&#39;s&quot; &amp; more&lt;/b&gt;</p>',
    ],
    ['an attribute', html`<p title="${'" onclick="x'}">`, '<p title="&quot; onclick=&quot;x">'],
    ['control characters', html`${'a\u0000\u001b\u0085\tb'}`, 'a\uFFFD\uFFFD\uFFFD\tb'],
    [
      'markup and lists of it',
      html`${[html`<i>${1}</i>`, html`<i>${'<'}</i>`]}`,
      '<i>1</i><i>&lt;</i>',
    ],
    ['nothing', html`[${false}${undefined}${''}${0}]`, '[0]'],
    ['trusted text', html`${trust('<br>')}`, '<br>'],
    ['words', words('\u202E<'), '<bdi>\u202E&lt;</bdi>'],
  ])('writes %s', (_what, written, expected) => {
    expect(String(written)).toBe(expected);
  });

  test('what looks like markup in data is not markup', () => {
    const forged = JSON.parse('{"toString":"x","markup":"<b>"}');
    expect(() => String(html`${forged}`)).toThrow();
  });
});

describe('renderHtml', () => {
  test('has no tag, handler or address that came from the run', () => {
    const tags = new Set([...markup.matchAll(/<\/?([a-z0-9]+)/gi)].map((match) => match[1]));
    for (const tag of ['b', 'img', 'script', 'title']) tags.delete(tag);
    expect([...tags].sort()).toEqual(
      'a bdi body button circle code dd details dialog div dl dt figcaption figure form h1 h2 head header html input kbd label li main meta ol output p path rect small span strong style summary svg symbol time ul use'.split(
        ' ',
      ),
    );
    expect(markup.match(/<script/g)).toHaveLength(1);
    expect(markup.match(/<title/g)).toHaveLength(1);
    expect(markup.match(/<b>/g)).toHaveLength(5);
    expect(attributes.filter(([, name = '']) => name.startsWith('on') || name === 'style')).toEqual(
      [],
    );
  });

  test('points only at its own icons and steps, at pictures, and at serial logs', () => {
    const addresses = attributes.flatMap(([, name = '', value = '']) =>
      ['href', 'src', 'action', 'srcset', 'data'].includes(name) ? [value] : [],
    );
    expect(addresses.length).toBeGreaterThan(50);
    const known = /^(#i-[a-z-]+|#s\d+-\d+|\.\.\/frames\/[0-9a-f]+\.png|\.\.\/serial\/[\w.%-]+)$/;
    expect(addresses.filter((address) => !known.test(address))).toEqual([]);
    expect(markup).not.toContain('example.com');
    expect(markup).not.toContain('passwd');
  });

  test.each([
    'javascript:alert(1)',
    'serial/../../x',
    'serial/..',
    'serial/a\\..\\b',
    '/etc/passwd',
    'serial/\uD800',
  ])('does not link %j as a serial log', (serialLog) => {
    const scenarios = only('demo/keyboard').scenarios.map((each) => ({ ...each, serialLog }));
    expect(renderHtml({ ...summary, scenarios })).not.toContain('Serial log');
  });

  test('names of serial logs are written as an address', () => {
    const scenarios = only('demo/keyboard').scenarios.map((each) => ({
      ...each,
      serialLog: 'serial/50% "a" #1.log',
    }));
    expect(renderHtml({ ...summary, scenarios })).toContain(
      'href="../serial/50%25%20%22a%22%20%231.log"',
    );
  });

  test('its policy allows its own script and style by their hashes and nothing else', () => {
    const hash = (text: string) =>
      `&#39;sha256-${createHash('sha256').update(text).digest('base64')}&#39;`;
    const script = /<script type="module">([\s\S]*?)<\/script>/.exec(page)?.[1] ?? '';
    const css = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? '';
    expect(script).toBe(clientScript);
    expect(css).toBe(style);
    expect(css).not.toMatch(/url\(|@import/);
    expect(page).toContain(
      `content="default-src &#39;none&#39;; script-src ${hash(script)}; style-src ${hash(css)}; img-src &#39;self&#39; file:; base-uri &#39;none&#39;; form-action &#39;none&#39;; require-trusted-types-for &#39;script&#39;"`,
    );
  });

  test('the worst comes first and open, what passed is closed', () => {
    const cards = [...markup.matchAll(/<details class="scenario is-([\w-]+)"[^>]*?( open)?>\n/g)];
    expect(cards.map(([, verdict, open]) => [verdict, open !== undefined])).toEqual([
      ['failed', true],
      ['failed', true],
      ['failed', true],
      ['error', true],
      ['error', true],
      ['interrupted', true],
      ['passed', false],
      ['not-run', false],
    ]);
  });

  test('a mismatch shows three pictures, the count, the places and the nearest look', () => {
    const mismatch = renderHtml(only('demo/installer'), new Map());
    expect(mismatch).toContain('<dd>4,100 <small>1.34 %</small></dd>');
    expect(mismatch).toContain('<code>[430, 330, 90, 30]</code>');
    expect(mismatch.match(/picture missing/g)).toHaveLength(3 + 3 + 4);
    const shown = renderHtml(only('demo/installer'));
    const kinds = [...shown.matchAll(/data-kind="(\w+)"/g)].map((match) => match[1]);
    expect(kinds).toEqual(['expected', 'actual', 'diff', 'nearest']);
    expect(shown).toContain('In it, 120 pixels differ, at 150,196 (12x10).');
  });

  test('outlines are drawn in the size of the picture', () => {
    const [screen] = only('demo/installer').scenarios.flatMap((scenario) =>
      scenario.steps.flatMap((step) => step.screen ?? []),
    );
    const sizes = new Map([[screen?.actual ?? '', { width: 640, height: 480 }]]);
    const shown = renderHtml(only('demo/installer'), sizes);
    expect(shown).toContain('width="640" height="480" alt="Actual: hostname"');
    expect(shown).toContain('viewBox="0 0 640 480"');
    expect(shown).toContain('<rect x="426" y="326" width="98" height="38" rx="4"/>');
  });

  test('commands to copy name nothing that a shell could run', () => {
    const commands = attributes.flatMap(([, name, value]) => (name === 'data-copy' ? [value] : []));
    expect(commands).toEqual([
      'npx guestwright approve 2026-11-23T05-54-52-a1b2',
      'npx guestwright approve 2026-11-23T05-54-52-a1b2 --only demo/installer/hostname',
      'npx guestwright approve 2026-11-23T05-54-52-a1b2 --only demo/first-look/summary',
      'npx guestwright approve 2026-11-23T05-54-52-a1b2',
    ]);
    expect(renderHtml({ ...summary, run: '$(reboot)' })).toContain(
      'data-copy="npx guestwright approve"',
    );
  });

  test('a run of nothing, and one that did not end', () => {
    expect(renderHtml({ ...summary, scenarios: [] })).not.toContain('class="proportions"');
    expect(renderHtml({ ...summary, verdict: 'unfinished' })).toContain(
      'the events end before the run did',
    );
  });
});

describe('the script of the page', () => {
  const folder = mkdtempSync(join(tmpdir(), 'guestwright-lint-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const biome = fileURLToPath(new URL('../../node_modules/.bin/biome', import.meta.url));
  const correctness = { noUndeclaredVariables: 'error', noUnusedVariables: 'error' };
  const rules = { preset: 'recommended', correctness, style: { useTemplate: 'off' } };

  const lint = (script: string) => {
    writeFileSync(join(folder, 'biome.json'), JSON.stringify({ root: true, linter: { rules } }));
    writeFileSync(join(folder, 'page.js'), script);
    execFileSync(biome, ['lint', '--error-on-warnings', '.'], {
      cwd: folder,
      timeout: 20_000,
      stdio: 'pipe',
    });
  };

  test('passes the linter', () => {
    lint(clientScript);
  });

  test.each(['const unused = 1;', 'unknown();', 'let'])('the linter finds %s', (mistake) => {
    expect(() => lint(`${clientScript}\n${mistake}\n`)).toThrow('Command failed');
  });

  test('makes nothing from text', () => {
    expect(clientScript).not.toMatch(
      /<\/script|innerHTML|outerHTML|insertAdjacent|eval\(|Function\(/,
    );
  });
});
