import { describe, expect, test } from 'vitest';
import { hasChromium } from '../support/chromium.ts';
import { findSerious } from './axe.ts';
import { ReportBrowser } from './report-browser.ts';

describe.skipIf(!hasChromium('the report for everyone'))('the report for everyone', () => {
  const report = new ReportBrowser();

  describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
    test.each([
      ['#', 'Slowest'],
      ['#demo/wrong-host-name/1/13?view=diff', 'Differing pixels'],
      ['#demo/wrong-host-name/1/13?view=side', 'Differing pixels'],
      ['#demo/wrong-host-name/1/13?view=zoom', 'Next difference'],
      ['#demo/keyboard/1/8', 'Frame 5'],
      ['#demo/about/1/4', 'The nearest place'],
      ['#demo/blocks', 'Output'],
      ['#boot/uefi', 'it is not installed'],
    ])('axe finds nothing serious at %s', async (hash, text) => {
      const page = await report.openGolden(hash, { colorScheme, bypassCSP: true });
      await page.getByText(text).first().waitFor();
      expect(await findSerious(page)).toEqual([]);
    });
  });

  test('at 200 % nothing leaves the page, and nothing moves once it is there', async () => {
    const page = await report.openGolden('#demo/wrong-host-name', {
      viewport: { width: 720, height: 450 },
      deviceScaleFactor: 2,
    });
    await page.getByText('Differing pixels').waitFor();
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(720);
    const shifts = await page.evaluate(async () => {
      const entries: PerformanceEntry[] = [];
      const observer = new PerformanceObserver((list) => entries.push(...list.getEntries()));
      observer.observe({ type: 'layout-shift', buffered: true });
      for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
      entries.push(...observer.takeRecords());
      return entries.reduce((sum, each) => sum + ('value' in each ? Number(each.value) : 0), 0);
    });
    expect(shifts).toBeLessThan(0.1);
  });
});
