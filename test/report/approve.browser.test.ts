import type { Page } from 'playwright-core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { serveReport } from '../../src/report/serve/serve-report.ts';
import { writeReports } from '../../src/report/write-reports.ts';
import { hasChromium } from '../support/chromium.ts';
import { findSerious } from './axe.ts';
import { GoldenProject, offered } from './golden-project.ts';
import { follow, headingOf, ReportBrowser } from './report-browser.ts';

const [done = '', hostname = '', summary = '', about = ''] = offered;

interface Opening {
  readonly env?: NodeJS.ProcessEnv;
  readonly obsolete?: readonly string[];
  readonly colorScheme?: 'dark';
  readonly bypassCSP?: true;
}

const fileOf = (baseline: string) => `baselines/${baseline}.png`;
const rulesOf = (baseline: string) => `baselines/${baseline}.yaml`;

describe.skipIf(!hasChromium('approving in the report'))('approving in the report', () => {
  const report = new ReportBrowser();

  async function open(
    project: GoldenProject,
    hash = '',
    { env = {}, obsolete = [], ...more }: Opening = {},
  ): Promise<Page> {
    await writeReports(project.runFolder);
    const server = await serveReport(await project.approvals(env), {
      findObsolete: async () => obsolete,
    });
    const page = await report.newPage(more);
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    onTestFinished(async () => {
      await server.close();
      expect(complaints.filter((text) => !text.includes('409 (Conflict)'))).toEqual([]);
    });
    await page.goto(server.address + hash);
    return page;
  }

  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
  const decided = (page: Page) => page.locator('[data-decision]').getAttribute('data-decision');

  test('names what the run had no use for, and the command that removes it', async () => {
    const page = await open(new GoldenProject(), '#', { obsolete: ['demo/old', 'demo/<b>'] });
    const section = page.locator('.group', { hasText: 'Obsolete baselines 2' });
    await section.waitFor();
    expect(await section.getByRole('listitem').allTextContents()).toEqual(['demo/old', 'demo/<b>']);
    expect(await section.locator('code').textContent()).toMatch(
      /^npx guestwright approve \S+ --remove-obsolete$/,
    );
    expect(await findSerious(page)).toEqual([]);
  });

  test('from the failure over its views to a mask, three accepted and one rejected', async () => {
    const project = new GoldenProject();
    const page = await open(project);
    await page.getByRole('link', { name: /the screen is not "summary"/ }).click();
    await expect.poll(() => headingOf(page).textContent()).toContain('Notice a wrong host name');

    for (const [view, shown] of [
      ['Expected', page.getByRole('img', { name: 'Expected: summary' })],
      ['Actual', page.getByRole('img', { name: 'Actual: summary' })],
      ['Side by side', page.locator('.side-by-side')],
      ['Slider', page.getByRole('slider', { name: 'Where expected ends' })],
      ['Blink', page.locator('.blink')],
      ['Zoom', page.getByText('Next difference')],
      ['Diff', page.getByRole('img', { name: 'Difference: summary' })],
    ] as const) {
      await button(page, view).click();
      await shown.waitFor();
    }
    await button(page, 'Film').click();
    const scrubber = page.locator('.scrubber input[type=range]');
    await scrubber.fill('0');
    await expect.poll(() => page.getByText('Frame 1 of').count()).toBe(1);
    await follow(page, '#demo/wrong-host-name/1/13?view=diff');

    await button(page, 'Draw a mask').click();
    const fields = page.locator('.numbers input');
    const drawn = () => Promise.all([0, 1, 2, 3].map((each) => fields.nth(each).inputValue()));
    expect(await drawn()).toEqual(['370', '319', '48', '10']);
    const box = await page.locator('.draw-layer').boundingBox();
    if (!box) throw new Error('nothing to draw on');
    const at = (x: number, y: number): [number, number] => [
      box.x + ((x + 0.5) / 1024) * box.width,
      box.y + ((y + 0.5) / 768) * box.height,
    ];
    await page.mouse.move(...at(369, 318));
    await page.mouse.down();
    await page.mouse.move(...at(418, 329));
    await page.mouse.up();
    await page.mouse.move(...at(400, 320));
    await page.mouse.down();
    await page.mouse.move(...at(401, 321));
    await page.mouse.up();
    expect(await drawn()).toEqual(['370', '319', '50', '12']);
    for (const key of ['ArrowLeft', 'Shift+ArrowUp', 'Shift+ArrowLeft']) {
      await page.keyboard.press(key);
    }
    await page.keyboard.press('Enter');
    await page.getByText('With the rules as they are now: no difference.').waitFor();
    expect(String(project.read(rulesOf(summary)))).toBe(
      '# the version\nmask: [[880, 24, 120, 40], [369, 319, 49, 11]]\n',
    );

    await page.keyboard.press('a');
    await expect.poll(() => headingOf(page).textContent()).toContain('Look at the page about');
    await page.getByText('If this picture is right:').waitFor();
    await page.keyboard.press('r');
    await expect.poll(() => headingOf(page).textContent()).toContain('by keyboard alone');
    await page.getByText('If this picture is right:').waitFor();
    await button(page, 'Accept a').click();
    await expect.poll(() => headingOf(page).textContent()).toContain('by pointer alone');
    await button(page, 'As a variant').click();
    await page.getByRole('textbox', { name: "The variant's word" }).fill('typo');
    await page.keyboard.press('Enter');
    await expect.poll(() => decided(page)).toBe('accepted');

    expect(project.read(fileOf(summary))).toEqual(project.seen(summary));
    expect(project.read(fileOf(done))).toEqual(project.seen(done));
    expect(project.read(fileOf(hostname))).toEqual(project.expected(hostname));
    expect(project.read(fileOf(`${hostname}+typo`))).toEqual(project.seen(hostname));
    expect(project.read(fileOf(about))).toBeUndefined();

    for (const left of ['accepting demo/keyboard/done', 'rejecting', 'accepting', 'the mask of']) {
      await button(page, 'Undo').click();
      await expect.poll(() => button(page, 'Undo').getAttribute('title')).toContain(left);
    }
    await button(page, 'Undo').click();
    await expect.poll(() => button(page, 'Undo').isDisabled()).toBe(true);
    expect(project.read(fileOf(summary))).toEqual(project.expected(summary));
    expect(String(project.read(rulesOf(summary)))).toBe(
      '# the version\nmask: [880, 24, 120, 40]\n',
    );
    expect(project.read(fileOf(done))).toBeUndefined();
    expect(project.read(fileOf(`${hostname}+typo`))).toBeUndefined();
  });

  test('picture by picture in the overview, by keys alone, and the rest at once', async () => {
    const project = new GoldenProject();
    const page = await open(project);
    await page.locator('.thumb a').nth(1).focus();
    await page.keyboard.press('r');
    await expect.poll(() => page.locator('.thumb.is-rejected').count()).toBe(1);
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent))
      .toContain(summary);
    await page.keyboard.press('a');
    await expect.poll(() => page.locator('.thumb.is-accepted').count()).toBe(1);
    await page.keyboard.press('u');
    await expect.poll(() => page.locator('.thumb.is-accepted').count()).toBe(0);
    await button(page, `Accept ${about}`).click();
    await expect.poll(() => page.locator('.thumb.is-accepted').count()).toBe(1);
    await button(page, 'Accept all remaining').click();
    await expect.poll(() => page.locator('.thumb.is-accepted').count()).toBe(3);
    expect(project.read(fileOf(hostname))).toEqual(project.expected(hostname));
    for (const name of [summary, about, done]) {
      expect(project.read(fileOf(name))).toEqual(project.seen(name));
    }
    await page.reload();
    await expect.poll(() => page.locator('.thumb.is-accepted').count()).toBe(3);
  });

  test('what has changed since the run is told, and not among all', async () => {
    const project = new GoldenProject();
    project.write(fileOf(summary), project.seen(about));
    const page = await open(project);
    await page.getByText('changed since the run').waitFor();
    await button(page, 'Accept all remaining').click();
    await expect.poll(() => page.locator('.thumb.is-accepted').count()).toBe(3);
    await follow(page, '#demo/wrong-host-name/1/13?view=diff');
    await page.getByText(/summary\.png has changed since the run looked at it/).waitFor();
    await button(page, 'Accept a').click();
    await page.getByText(/\(run again, or remove the baseline/).waitFor();
    expect(project.read(fileOf(summary))).toEqual(project.seen(about));
  });

  test('a region of a picture that has no baseline yet, by keys', async () => {
    const project = new GoldenProject();
    const page = await open(project, '#demo/about/1/3');
    await button(page, 'Draw a region').click();
    await page.locator('.draw-layer').waitFor();
    await page.keyboard.press('Control+ArrowDown');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.draw-layer').count()).toBe(0);
    expect(String(project.read(rulesOf(about)))).toBe('region: [[448, 376, 129, 48]]\n');
    await expect.poll(() => page.locator('.draw-area .outlines .region').count()).toBe(1);
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent))
      .toBe('Draw a region');
    await page.keyboard.press('Enter');
    await page.locator('.draw-layer').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('.draw-layer').count()).toBe(0);
  });

  test('in CI nothing can be accepted or drawn, and it says why', async () => {
    const page = await open(new GoldenProject(), '#demo/wrong-host-name', { env: { CI: '1' } });
    await page.getByText('baselines are never written in CI').waitFor();
    expect(await button(page, 'Accept a').isDisabled()).toBe(true);
    expect(await button(page, 'Draw a mask').count()).toBe(0);
  });

  test.each([
    ['#', undefined],
    ['#', 'dark'],
    ['#demo/wrong-host-name/1/13?view=diff', undefined],
    ['#demo/wrong-host-name/1/13?view=diff', 'dark'],
  ] as const)('axe finds nothing serious at %s, %s', async (hash, colorScheme) => {
    const project = new GoldenProject();
    project.write(fileOf(hostname), project.seen(about));
    const page = await open(project, hash, {
      bypassCSP: true,
      ...(colorScheme && { colorScheme }),
    });
    if (hash === '#') {
      await button(page, `Accept ${summary}`).click();
      await button(page, `Reject ${about}`).click();
      await page.locator('.thumb.is-rejected').waitFor();
    } else {
      await button(page, 'As a variant').click();
      await button(page, 'Draw a mask').click();
      await page.locator('.draw-layer').waitFor();
    }
    expect(await findSerious(page)).toEqual([]);
  });
});
