import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { writeReports } from '../../src/report/write-reports.ts';
import { startChromium } from '../support/chromium.ts';
import { copyGoldenRun } from './golden-run.ts';

type More = BrowserContextOptions & { readonly mayComplain?: boolean };

/** Opens reports from disk in a browser that lives as long as the tests of the suite that calls it. */
export class ReportBrowser {
  #browser: Browser | undefined;

  constructor() {
    beforeAll(async () => {
      this.#browser = await startChromium();
    });
    afterAll(() => this.#browser?.close());
  }

  async newPage(more: BrowserContextOptions = {}): Promise<Page> {
    if (!this.#browser) throw new Error('the browser has not started');
    const page = await this.#browser.newPage({ viewport: { width: 1440, height: 900 }, ...more });
    page.setDefaultTimeout(10_000);
    onTestFinished(() => page.close());
    return page;
  }

  /** The report of the run at a link. What it complains about, or fetches, fails the test. */
  async open(folder: string, hash = '', { mayComplain, ...more }: More = {}): Promise<Page> {
    const page = await this.newPage(more);
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => {
      if (!/^(file|data):/.test(request.url())) complaints.push(request.url());
    });
    if (!mayComplain) onTestFinished(() => expect(complaints).toEqual([]));
    await page.goto(linkTo(folder, hash));
    return page;
  }

  /** The golden run's report. */
  async openGolden(hash = '', more: More = {}): Promise<Page> {
    const folder = copyGoldenRun();
    await writeReports(folder);
    return this.open(folder, hash, more);
  }
}

export function linkTo(folder: string, hash = ''): string {
  return `${pathToFileURL(join(folder, 'report/index.html')).href}${hash}`;
}

/** Another place of the page that is open, as a link within it leads there. */
export async function follow(page: Page, hash: string): Promise<void> {
  await page.goto(page.url().replace(/#.*|$/, hash));
}

export const headingOf = (page: Page) => page.getByRole('heading', { level: 1 });
export const stepOf = (page: Page) => page.locator('.step[aria-current]');
