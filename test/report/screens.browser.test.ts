import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { writeReports } from '../../src/report/write-reports.ts';
import { describeComparison } from '../../src/scenario/describe-seen.ts';
import { compareFrames } from '../../src/screen/compare.ts';
import { decodePng, encodePng } from '../../src/screen/files/png.ts';
import { hasChromium } from '../support/chromium.ts';
import { copyGoldenRun } from './golden-run.ts';
import { linkTo, ReportBrowser } from './report-browser.ts';

const baselines = join(import.meta.dirname, 'baselines');

/** Another Chromium may draw an edge another way, but not put a thing elsewhere. */
const rules = { threshold: 0.1, maxDiffRatio: 0.005 };

const settleIn = { timeout: 4_000, interval: 100 };

/** Text stays where it is but is not seen: fonts differ from host to host. */
const quiet = '*:not(.state, .state *) { color: transparent !important }';

describe.skipIf(!hasChromium('how the report looks'))('the report looks as it did', () => {
  const report = new ReportBrowser();

  test.each([
    ['overview', '#', 'light'],
    ['difference', '#demo/wrong-host-name', 'light'],
    ['film', '#demo/keyboard/1/8', 'dark'],
  ] as const)('%s (to be accepted by ACCEPT_SCREENS=1)', async (name, hash, colorScheme) => {
    const folder = copyGoldenRun();
    await writeReports(folder);
    const page = await report.newPage({ colorScheme, bypassCSP: true });
    await page.goto(linkTo(folder, hash));
    await page.addStyleTag({ content: quiet });
    await page
      .locator(name === 'overview' ? '.card img' : '.step')
      .first()
      .waitFor();
    await page.waitForFunction(() => [...document.images].every((image) => image.complete));
    const file = join(baselines, `${name}.png`);
    if (process.env.ACCEPT_SCREENS) {
      mkdirSync(baselines, { recursive: true });
      writeFileSync(file, encodePng(decodePng(await page.screenshot(), name)));
    }
    const baseline = decodePng(readFileSync(file), file);
    // The film's small pictures are drawn once what differs in them is decoded.
    await vi.waitFor(async () => {
      const comparison = compareFrames(baseline, decodePng(await page.screenshot(), name), rules);
      expect(['equal', 'within-tolerance'], describeComparison(comparison)).toContain(
        comparison.kind,
      );
    }, settleIn);
  });
});
