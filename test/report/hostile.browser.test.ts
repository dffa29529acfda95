import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeReports } from '../../src/report/write-reports.ts';
import { hasChromium } from '../support/chromium.ts';
import { copyGoldenRun } from './golden-run.ts';
import { follow, ReportBrowser } from './report-browser.ts';

describe.skipIf(!hasChromium('a report of a hostile run'))('a report of a hostile run', () => {
  const report = new ReportBrowser();

  test('nothing that a run says becomes script or markup', async () => {
    const folder = copyGoldenRun();
    const events = join(folder, 'events.ndjson');
    const attack = `"'></script><script>document.documentElement.dataset.hacked=1</script><img src=x onerror="document.documentElement.dataset.hacked=2">\u202E${'long'.repeat(75)}`;
    const hacked = readFileSync(events, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) =>
        JSON.stringify(JSON.parse(line), (key, value) => {
          if (['message', 'hint', 'name', 'title', 'output'].includes(key)) return attack;
          if (key === 'serialLog') return 'javascript:document.documentElement.dataset.hacked=3';
          if (key === 'diff') return 'https://example.com/x.png';
          if (key === 'tags') return [attack];
          return value;
        }),
      );
    writeFileSync(events, `${hacked.join('\n')}\n`);
    await writeReports(folder);
    const page = await report.open(folder);
    await page.locator('.row').first().waitFor();
    for (const hash of ['#demo/wrong-host-name', '#demo/blocks', '#demo/about/1/4']) {
      await follow(page, hash);
      await page.locator('.step').first().waitFor();
      await page.getByRole('tab', { name: 'YAML' }).click();
      await page.getByRole('tab', { name: 'Serial' }).click();
      await page.getByRole('tab', { name: 'Steps' }).click();
    }
    expect(await page.evaluate(() => document.documentElement.dataset.hacked)).toBeUndefined();
    expect(await page.locator('img[src=x], a[href^=javascript]').count()).toBe(0);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(1440);
  });

  test('its policy stops a script that got in all the same', async () => {
    const folder = copyGoldenRun();
    await writeReports(folder);
    const file = join(folder, 'report/index.html');
    const attack =
      '<script>document.documentElement.dataset.hacked=1</script><img src="x" onerror="document.documentElement.dataset.hacked=2">';
    writeFileSync(file, readFileSync(file, 'utf8').replace('<div id="app">', `${attack}$&`));
    const page = await report.open(folder, '', { mayComplain: true });
    await page.locator('.row').first().waitFor();
    expect(await page.evaluate(() => document.documentElement.dataset.hacked)).toBeUndefined();
    const forms = await page.evaluate(() =>
      [
        () => document.body.insertAdjacentHTML('beforeend', '<b>'),
        () => Object.assign(document.createElement('script'), { src: 'https://example.com/x.js' }),
      ].map((attempt) => {
        try {
          attempt();
          return 'allowed';
        } catch (error) {
          return (error as Error).name;
        }
      }),
    );
    expect(forms).toEqual(['TypeError', 'TypeError']);
  });
});
