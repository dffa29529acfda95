import { appendFileSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeReports } from '../../src/report/write-reports.ts';
import { hasChromium } from '../support/chromium.ts';
import { copyGoldenRun } from './golden-run.ts';
import { follow, headingOf, ReportBrowser } from './report-browser.ts';

describe.skipIf(!hasChromium('a report of a broken run'))('a report of a broken run', () => {
  const report = new ReportBrowser();

  test('a picture that is missing says so, and the rest is shown', async () => {
    const folder = copyGoldenRun();
    for (const frame of readdirSync(join(folder, 'frames'))) rmSync(join(folder, 'frames', frame));
    await writeReports(folder);
    const page = await report.open(folder, '#demo/wrong-host-name');
    await page.getByText('picture missing').first().waitFor();
    expect(await page.getByText('167 0.02 %').isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Zoom' }).click();
    await page.getByText('The pixels cannot be read').waitFor();
  });

  test('a run that was cut off is told as such', async () => {
    const folder = copyGoldenRun();
    const events = join(folder, 'events.ndjson');
    truncateSync(events, readFileSync(events).length >> 1);
    await writeReports(folder);
    const page = await report.open(folder);
    await page.getByText('the events end before the run did').waitFor();
    expect(await headingOf(page).textContent()).toBe('unfinished');
  });

  test('a data file that was cut off is told, and the next one opens', async () => {
    const folder = copyGoldenRun();
    await writeReports(folder);
    const file = join(folder, 'report/data/3.js');
    truncateSync(file, 300);
    appendFileSync(file, '\\n');
    const page = await report.open(folder, '#demo/wrong-host-name', { mayComplain: true });
    await page.getByText('data/3.js is missing or broken').waitFor();
    await page.keyboard.press('k');
    await page.keyboard.press('j');
    await follow(page, '#demo/keyboard');
    await page.getByText('wait-for-screen welcome').first().waitFor();
  });
});
