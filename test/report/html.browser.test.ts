import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeReports } from '../../src/report/write-reports.ts';
import { writeSampleRun } from './sample-run.ts';

const chromium = '/usr/bin/chromium';
const present = existsSync(chromium);
if (!present) console.warn(`SKIPPED: the report in a browser: ${chromium} is not installed`);

describe.skipIf(!present)('the report in Chromium', () => {
  let folder = '';
  let report = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guestwright-browser-'));
    writeSampleRun(folder);
    report = (await writeReports(folder)).html;
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** The document after its scripts ran, and what the console said. */
  async function open(file: string): Promise<{ readonly dom: string; readonly log: string }> {
    const profile = await mkdtemp(join(folder, 'profile-'));
    const { stdout, stderr } = await promisify(execFile)(
      chromium,
      [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--enable-logging=stderr',
        `--user-data-dir=${profile}`,
        '--virtual-time-budget=3000',
        '--dump-dom',
        pathToFileURL(file).href,
      ],
      { timeout: 30_000, killSignal: 'SIGKILL', maxBuffer: 32 * 1024 * 1024 },
    );
    const log = stderr.split('\n').filter((line) => line.includes('CONSOLE'));
    return { dom: stdout, log: log.join('\n') };
  }

  /** The report with a script of the test's own allowed beside its policy. */
  async function openAnd(script: string): Promise<string> {
    const text = await readFile(report, 'utf8');
    const file = join(folder, 'report', 'driven.html');
    const unguarded = text.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '');
    const wrapped = `<script>addEventListener('load', async () => {
      document.documentElement.dataset.seen = JSON.stringify(await (async () => {${script}})());
    });</script>`;
    await writeFile(
      file,
      unguarded.replace('</body>', () => `${wrapped}</body>`),
    );
    const seen = / data-seen="([^"]*)"/.exec((await open(file)).dom)?.[1];
    return (seen ?? 'the script did not end').replaceAll('&quot;', '"');
  }

  test('its script runs under its policy, the names in the run do not', {
    timeout: 40_000,
  }, async () => {
    const { dom, log } = await open(report);
    expect(dom).toMatch(/<html[^>]* data-ready="true"/);
    expect(dom).not.toMatch(/<html[^>]* data-hacked/);
    expect(log).toBe('');
    expect(dom).toContain('>Side by side</button>');
  });

  test('the policy stops a script that got in', { timeout: 40_000 }, async () => {
    const text = await readFile(report, 'utf8');
    const file = join(folder, 'report', 'hacked.html');
    const attack =
      '<script>document.documentElement.dataset.hacked=1</script><img src="x" onerror="document.documentElement.dataset.hacked=2">';
    await writeFile(file, text.replace('<main>', `<main>${attack}`));
    const { dom, log } = await open(file);
    expect(dom).toMatch(/<html[^>]* data-ready="true"/);
    expect(dom).not.toMatch(/<html[^>]* data-hacked/);
    expect(log).toContain('Content Security Policy');
  });

  test('pictures load; filter, viewer and comparison work', { timeout: 40_000 }, async () => {
    const seen = await openAnd(`
      const all = (selector) => [...document.querySelectorAll(selector)];
      const shown = () => all('details.scenario').filter((each) => !each.hidden).length;
      const press = (key) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
      const click = (text) => all('.views button').find((each) => each.textContent === text).click();
      const seen = {};
      for (const image of all('img')) image.loading = 'eager';
      await Promise.all(all('img').map((image) => image.complete || new Promise((done) => { image.onload = image.onerror = done; })));
      seen.pictures = all('img').every((image) => image.naturalWidth === 640);
      all('[data-filter=error]')[0].click();
      seen.errors = shown();
      all('[data-filter=error]')[0].click();
      const text = all('[data-text]')[0];
      press('/');
      seen.focus = document.activeElement === text;
      text.value = 'FIRMWARE uefi';
      text.dispatchEvent(new Event('input'));
      seen.found = shown();
      text.value = 'nothing of that name';
      text.dispatchEvent(new Event('input'));
      seen.none = [shown(), all('[data-empty]')[0].hidden];
      text.value = '';
      text.dispatchEvent(new Event('input'));
      const viewer = all('dialog')[0];
      const caption = () => viewer.querySelector('bdi').textContent;
      all('.panes .shot')[0].click();
      seen.captions = [caption()];
      for (const key of ['ArrowRight', 'ArrowRight', 'ArrowLeft', 'End', 'ArrowRight']) {
        press(key);
        seen.captions.push(caption());
      }
      seen.open = viewer.open;
      viewer.querySelector('[title^=Close]').click();
      seen.closed = !viewer.open;
      click('Slider');
      const range = all('.stage input')[0];
      range.value = 250;
      range.dispatchEvent(new Event('input'));
      seen.slider = [all('.stage clipPath rect')[0].getAttribute('width'), all('.panes')[0].hidden];
      click('Blink');
      const top = all('.stage image')[1];
      const before = top.getAttribute('visibility');
      all('.stage .controls button')[1].click();
      seen.blink = [before, top.getAttribute('visibility')];
      click('Side by side');
      seen.side = [all('.panes')[0].hidden, all('.stage')[0].hidden];
      all('.tools input')[0].click();
      seen.outlined = getComputedStyle(all('.panes .boxes')[0]).display;
      location.hash = '#s1-2';
      await new Promise((resolve) => setTimeout(resolve, 50));
      seen.linked = all('#s1')[0].open;
      return seen;
    `);
    expect(JSON.parse(seen)).toEqual({
      pictures: true,
      errors: 2,
      focus: true,
      found: 1,
      none: [0, false],
      captions: ['Expected', 'Actual', 'Diff', 'Actual', 'Nearest', 'Nearest'].map(
        (kind) => `${kind}: hostname`,
      ),
      open: true,
      closed: true,
      slider: ['160', true],
      blink: ['hidden', 'visible'],
      side: [false, true],
      outlined: 'none',
      linked: true,
    });
  });
});
