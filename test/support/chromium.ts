import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where Debian's package puts it. */
const executablePath = '/usr/bin/chromium';

/** Whether pages can be looked at here; says aloud what is skipped when not. */
export function hasChromium(what: string): boolean {
  const present = existsSync(executablePath);
  if (!present) console.warn(`SKIPPED: ${what}: ${executablePath} is not installed`);
  return present;
}

/** Debian's Chromium without a window, without a network, always with the same fonts' rendering. */
export function startChromium(): Promise<Browser> {
  const args = ['--no-sandbox', '--font-render-hinting=none', '--disable-lcd-text'];
  return chromium.launch({ executablePath, args });
}
