import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { writeReports } from '../../src/report/write-reports.ts';
import { decodePng, encodePng } from '../../src/screen/files/png.ts';
import { fillFrame, pixelAt } from '../screen/frames.ts';
import { hasChromium } from '../support/chromium.ts';
import { copyGoldenRun } from './golden-run.ts';
import { ReportBrowser } from './report-browser.ts';

const red = [200, 0, 0] as const;
const part = { x: 200, y: 200, width: 600, height: 300, picture: 'frames/ba5e.png' };

/** A pixel halfway across what changed, and beside the diagonals of a cross. */
async function middleOf(screen: Locator): Promise<number[]> {
  const seen = decodePng(await screen.screenshot(), 'the screen');
  const [x, y] = [part.x + part.width / 2, part.y + part.height / 4];
  return pixelAt(seen, Math.floor((x / 1024) * seen.width), Math.floor((y / 768) * seen.height));
}

describe.skipIf(!hasChromium('the film of a trace'))('the film of a trace', () => {
  const report = new ReportBrowser();

  test('shows a frame that is told by its changes, large and in the strip, on the way there and back', async () => {
    const folder = copyGoldenRun();
    const frame = { type: 'frame', picture: 'frames/2b01400bb5c177fafda5.png' };
    const size = { width: 1024, height: 768 };
    const lines = [
      { at: 100, ...frame, ...size },
      { at: 200, ...frame, ...size, parts: [part] },
      { at: 300, ...frame, ...size, parts: [{ ...part, x: 1, y: 400 }] },
    ];
    writeFileSync(
      join(folder, 'trace/demo-keyboard-1.ndjson'),
      lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
    );
    writeFileSync(join(folder, part.picture), encodePng(fillFrame(600, 300, red)));
    await writeReports(folder);

    const page = await report.open(folder, '#demo/keyboard/1/1?at=200');
    const film = page.locator('.film');
    const thumbs = page.locator('.strip-frame');
    await expect.poll(() => middleOf(film)).toEqual([...red]);
    await page.getByText('Frame 2 of 3').waitFor();
    expect(await middleOf(thumbs.nth(1))).toEqual([...red]);
    expect(await middleOf(thumbs.nth(0))).not.toEqual([...red]);
    await page.keyboard.press(',');
    await expect.poll(() => middleOf(film)).not.toEqual([...red]);
    await page.keyboard.press('.');
    await expect.poll(() => middleOf(film)).toEqual([...red]);
    await page.keyboard.press('.');
    await expect.poll(() => middleOf(film)).not.toEqual([...red]);

    rmSync(join(folder, part.picture));
    const other = await report.open(folder, '#demo/keyboard/1/1?at=200', { mayComplain: true });
    await expect.poll(() => middleOf(other.locator('.film'))).toEqual([0x77, 0x77, 0x77]);
  });
});
