import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import type { ReportBrowser } from '../report/report-browser.ts';
import type { Running, TestProject } from '../support/project.ts';
import { until } from '../support/with-qemu.ts';

/** A run that people watch, and its page's address. */
export async function startLive(
  project: TestProject,
  ...flags: readonly string[]
): Promise<{ readonly run: Running; readonly url: string }> {
  const run = project.start('run', ...flags);
  const find = () => /^Live: (\S+) /m.exec(run.said())?.[1];
  await until('the page is there', () => find() !== undefined, 20_000);
  return { run, url: find() ?? '' };
}

/** The page in a browser. What it complains about, or fetches from elsewhere, fails the test. */
export async function openLive(
  browser: ReportBrowser,
  url: string,
  { mayComplain, ...more }: BrowserContextOptions & { readonly mayComplain?: boolean } = {},
): Promise<Page> {
  const page = await browser.newPage(more);
  page.setDefaultTimeout(30_000);
  const complaints: string[] = [];
  const { host } = new URL(url);
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    const { protocol, host: asked } = new URL(request.url());
    if (protocol !== 'data:' && asked !== host) complaints.push(request.url());
  });
  if (!mayComplain) onTestFinished(() => expect(complaints).toEqual([]));
  await page.goto(url);
  return page;
}

export const canvasOf = (page: Page) => page.locator('.screen[data-connected=true] canvas');
export const currentStep = (page: Page) => page.locator('.live-step[aria-current=step]');
