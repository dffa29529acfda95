import { describe, expect, test } from 'vitest';
import { hasChromium } from '../support/chromium.ts';
import { follow, headingOf, ReportBrowser, stepOf } from './report-browser.ts';

describe.skipIf(!hasChromium('the report, opened from disk'))(
  'the report, opened from disk',
  () => {
    const report = new ReportBrowser();

    test('leads from the verdict to what went wrong, and shows the difference at once', async () => {
      const page = await report.openGolden();
      await expect.poll(() => headingOf(page).textContent()).toBe('machine error');
      await page.getByRole('link', { name: /the screen is not "summary"/ }).click();
      await expect.poll(() => headingOf(page).textContent()).toContain('Notice a wrong host name');
      expect(await stepOf(page).textContent()).toContain('wait-for-screen summary');
      expect(await page.getByText('167 0.02 %').isVisible()).toBe(true);
      const diff = page.getByRole('img', { name: 'Difference: summary' });
      await expect
        .poll(() => diff.evaluate((img: HTMLImageElement) => img.naturalWidth))
        .toBe(1024);
      expect(await page.locator('.outlines .box').count()).toBeGreaterThan(0);
      expect(await page.locator('.outlines .mask').count()).toBeGreaterThan(0);
      expect(await page.getByText('Looks more like done').isVisible()).toBe(true);
      expect(await page.locator('.command code').textContent()).toBe(
        'npx guestwright approve 2026-11-23T05-54-52-a1b2 --only demo/keyboard/summary',
      );
    });

    test('a link brings back attempt, step and view', async () => {
      const page = await report.openGolden('#demo/pointer/1/7?view=slider');
      await page.getByRole('slider', { name: 'Where expected ends' }).waitFor();
      expect(await page.locator('.attempts [aria-current]').textContent()).toContain('Attempt 1');
      expect(await page.locator('.step[aria-current] .step-number').textContent()).toBe('7');
      await follow(page, '#demo/nowhere/1/1');
      await page.getByText('This run has no scenario demo/nowhere').waitFor();
    });

    test('finds by words, verdict, tag and machine, and keeps that in its address', async () => {
      const page = await report.openGolden();
      const rows = page.locator('.row');
      await expect.poll(() => rows.count()).toBe(9);
      await page.getByRole('searchbox').fill('host name gust');
      await expect.poll(() => rows.count()).toBe(0);
      await page.getByRole('searchbox').fill('SUMMARY');
      await expect.poll(() => rows.count()).toBe(1);
      await page.getByRole('link', { name: 'Show all' }).click();
      await page.getByRole('button', { name: 'machine error' }).click();
      await expect.poll(() => rows.count()).toBe(2);
      await page.getByRole('combobox', { name: 'Machine' }).selectOption('uefi');
      await expect.poll(() => rows.count()).toBe(1);
      expect(page.url()).toContain('verdict=error&machine=uefi');
      await page.reload();
      await expect.poll(() => rows.count()).toBe(1);
      await page.getByRole('combobox', { name: 'Tag' }).selectOption('smoke');
      await expect.poll(() => rows.count()).toBe(0);
    });

    test('works by keyboard alone', async () => {
      const page = await report.openGolden();
      const key = (name: string) => page.keyboard.press(name);
      await headingOf(page).waitFor();
      await key('n');
      await expect.poll(() => headingOf(page).textContent()).toContain('Notice a wrong host name');
      await page.locator('.step').first().waitFor();
      await key('[');
      await expect.poll(() => stepOf(page).textContent()).toContain('press alt-c');
      await key(']');
      await expect.poll(() => stepOf(page).textContent()).toContain('wait-for-screen summary');
      await key('5');
      await expect.poll(() => page.locator('.side-by-side').count()).toBe(1);
      await key('j');
      await expect.poll(() => headingOf(page).textContent()).toContain('Look at the page about');
      await key('?');
      await page.getByRole('dialog').waitFor();
      await key('j');
      await page.getByRole('checkbox', { name: 'Single keys' }).focus();
      await key('Space');
      await key('Escape');
      await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
      await key('j');
      expect(await headingOf(page).textContent()).toContain('Look at the page about');
      await page.locator('.skip').focus();
      await key('Enter');
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    });
  },
);
