import { describe, expect, test } from 'vitest';
import { hasChromium } from '../support/chromium.ts';
import { follow, ReportBrowser } from './report-browser.ts';

describe.skipIf(!hasChromium('the views of a step'))('the views of a step', () => {
  const report = new ReportBrowser();

  test('opens every view of a difference, and tells the values of a pixel', async () => {
    const page = await report.openGolden('#demo/wrong-host-name');
    const view = (name: string) => page.getByRole('button', { name, exact: true }).click();
    const sees = (name: string) => page.getByRole('img', { name }).waitFor();
    for (const name of ['Expected', 'Actual']) {
      await view(name);
      await sees(`${name}: summary`);
    }
    await view('Side by side');
    await page.locator('.side-by-side').waitFor();
    await Promise.all(['Expected: summary', 'Actual: summary'].map(sees));
    await view('Slider');
    await page.getByRole('slider', { name: 'Where expected ends' }).fill('25');
    expect(await page.locator('.over-top').getAttribute('style')).toContain('75%');
    await view('Blink');
    await page.locator('.controls').getByRole('button', { name: 'Actual' }).click();
    expect(await page.locator('.over-top').getAttribute('class')).toContain('is-actual');
    await view('Zoom');
    const values = page.locator('.pixel-values');
    await expect.poll(() => values.textContent()).toContain('394, 324');
    const loupe = page.getByRole('img', { name: /Expected around/ });
    await loupe.focus();
    await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.press('ArrowUp');
    expect(await values.textContent()).toMatch(/378, 323.*#[0-9a-f]{6} \(\d+, \d+, \d+\)/);
    await page.keyboard.press('d');
    expect(await values.textContent()).toContain('394, 324');
    await view('Diff');
    await page.getByRole('button', { name: 'Zoom to pixels' }).click({ position: { x: 5, y: 5 } });
    await expect.poll(() => values.textContent()).toMatch(/Pixel\d, \d/);
    await view('Diff');
    await page.getByRole('checkbox', { name: 'Boxes' }).uncheck();
    await expect.poll(() => page.locator('.stage .outlines .box').count()).toBe(0);
  });

  test('scrubs through every frame, with keys, clicks, YAML, serial log and QMP of that time', async () => {
    const page = await report.openGolden('#demo/keyboard/1/8');
    const frame = page.locator('.clock b');
    await expect.poll(() => frame.textContent()).toBe('5');
    expect(await page.getByRole('list', { name: 'Keys pressed' }).textContent()).toBe('guest-01');
    await page.getByRole('slider', { name: 'Frame' }).focus();
    for (let count = 5; count < 13; count += 1) await page.keyboard.press('ArrowRight');
    expect(await frame.textContent()).toBe('13');
    for (let count = 13; count > 1; count -= 1) await page.keyboard.press('ArrowLeft');
    expect(await frame.textContent()).toBe('1');
    await page.locator('.strip-frame').nth(2).click();
    await expect.poll(() => page.url()).toContain('at=');
    expect(await frame.textContent()).toBe('3');
    await page.getByRole('tab', { name: 'YAML' }).click();
    expect(await page.locator('.source [aria-current]').textContent()).toContain(
      'wait-for-screen: licence',
    );
    await page.getByRole('tab', { name: 'Serial' }).click();
    expect(await page.locator('.serial [aria-current]').textContent()).toContain('screen welcome');
    await page.getByRole('tab', { name: 'QMP' }).click();
    expect(await page.locator('.qmp').textContent()).toContain('screendump');
    await follow(page, '#demo/pointer/2/2?at=400');
    await expect.poll(() => page.locator('.click circle').count()).toBeGreaterThan(0);
  });
});
