import { createReadStream, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { json } from 'node:stream/consumers';
import type { Page } from 'playwright-core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { drawIndexPage } from '../../src/report/html/index-page.ts';
import type {
  DecideRequest,
  Decision,
  RulesRequest,
  ServeState,
} from '../../src/report/serve-api.ts';
import { TOKEN_HEADER } from '../../src/report/serve-api.ts';
import { writeReports } from '../../src/report/write-reports.ts';
import { hasChromium } from '../support/chromium.ts';
import { copyGoldenRun } from './golden-run.ts';
import { ReportBrowser } from './report-browser.ts';

const candidates = ['demo/pointer/hostname', 'demo/keyboard/summary', 'demo/about/about'];
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.png': 'image/png',
};

/** Answers as `serve-api.ts` says and remembers what it was asked. */
class FakeServer {
  readonly asked: unknown[] = [];
  readonly decisions = new Map<string, Decision>(candidates.map((id) => [id, 'pending']));
  refusal: string | undefined;
  readonly #undo: (() => void)[] = [];

  async answer(request: IncomingMessage): Promise<object> {
    expect(request.headers[TOKEN_HEADER]).toBe('the-token');
    const path = request.url ?? '';
    if (request.method === 'GET') return this.state();
    const body = await json(request);
    this.asked.push([path, body]);
    if (path === '/api/undo') this.#undo.pop()?.();
    else if (path === '/api/rules') this.#undo.push(() => {});
    else {
      const before = new Map(this.decisions);
      const to = path.endsWith('approve') ? 'accepted' : 'rejected';
      for (const id of (body as DecideRequest).candidates) this.decisions.set(id, to);
      this.#undo.push(() => {
        for (const [id, decision] of before) this.decisions.set(id, decision);
      });
    }
    return this.state();
  }

  state(): ServeState {
    return {
      run: 'run',
      candidates: [...this.decisions].map(([id, decision]) => ({ id, decision })),
      rules: this.asked
        .filter((each) => (each as [string])[0].endsWith('rules'))
        .map((each) => (each as [string, RulesRequest])[1])
        .map(({ baseline, mask = [], region = [] }) => ({ baseline, mask, region })),
      ...(this.#undo.length > 0 && { undo: 'the last decision' }),
      ...(this.refusal !== undefined && { refusal: this.refusal }),
    };
  }
}

describe.skipIf(!hasChromium('the served report'))('the served report', () => {
  const report = new ReportBrowser();

  async function open(hash: string, fake: FakeServer): Promise<Page> {
    const folder = copyGoldenRun();
    await writeReports(folder);
    writeFileSync(join(folder, 'report/index.html'), drawIndexPage({ token: 'the-token' }));
    const server: Server = createServer((request, response) => {
      const path = new URL(request.url ?? '', 'http://localhost').pathname;
      if (path.startsWith('/api/')) {
        void fake.answer(request).then((said) => response.end(JSON.stringify(said)));
        return;
      }
      response.setHeader('content-type', types[extname(path)] ?? 'text/plain');
      createReadStream(join(folder, path))
        .on('error', () => response.end())
        .pipe(response);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const page = await report.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    onTestFinished(() => {
      server.close();
      server.closeAllConnections();
      expect(complaints.filter((text) => !text.includes('favicon'))).toEqual([]);
    });
    const { port } = server.address() as AddressInfo;
    await page.goto(`http://127.0.0.1:${port}/report/index.html${hash}`);
    return page;
  }

  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

  test('one is rejected, one accepted and taken back, the rest accepted at once', async () => {
    const fake = new FakeServer();
    const page = await open('#demo/wrong-host-name', fake);
    await page.getByRole('button', { name: 'Reject r' }).click();
    await expect.poll(() => fake.decisions.get('demo/keyboard/summary')).toBe('rejected');
    await page.goto(page.url().replace(/#.*/, '#demo/about/1/3'));
    await page.getByText('If this picture is right:').waitFor();
    await page.keyboard.press('a');
    await expect.poll(() => fake.decisions.get('demo/about/about')).toBe('accepted');
    await button(page, 'Undo').click();
    await expect.poll(() => fake.decisions.get('demo/about/about')).toBe('pending');
    await page.keyboard.press('o');
    await button(page, 'Accept all remaining').click();
    await expect
      .poll(() => [...fake.decisions.values()])
      .toEqual(['accepted', 'rejected', 'accepted']);
    expect(fake.asked.at(-1)).toEqual([
      '/api/approve',
      { candidates: ['demo/pointer/hostname', 'demo/about/about'] },
    ]);
    expect(await page.locator('.thumb.is-rejected').count()).toBe(1);
  });

  test('a mask is drawn with the mouse, to the pixel', async () => {
    const fake = new FakeServer();
    const page = await open('#demo/wrong-host-name/1/13?view=actual', fake);
    await button(page, 'Draw a mask').click();
    const layer = page.locator('.draw-layer');
    const box = await layer.boundingBox();
    if (!box) throw new Error('nothing to draw on');
    const at = (x: number, y: number): [number, number] => [
      box.x + ((x + 0.5) / 1024) * box.width,
      box.y + ((y + 0.5) / 768) * box.height,
    ];
    await page.mouse.move(...at(500, 300));
    await page.mouse.down();
    await page.mouse.move(...at(600, 340));
    await page.mouse.up();
    const fields = page.locator('.numbers input');
    const drawn = await Promise.all([0, 1, 2, 3].map((each) => fields.nth(each).inputValue()));
    expect(drawn).toEqual(['500', '300', '101', '41']);
    await fields.nth(3).fill('40');
    await button(page, 'Write it to the baseline').click();
    const mask = { x: 500, y: 300, width: 101, height: 40 };
    await expect
      .poll(() => fake.asked)
      .toEqual([['/api/rules', { baseline: 'demo/keyboard/summary', mask: [mask] }]]);
    await expect.poll(() => page.locator('.outlines .mask').count()).toBe(2);
  });

  test('where nothing can be accepted it says why', async () => {
    const fake = new FakeServer();
    fake.refusal = 'baselines are never written in CI';
    const page = await open('#demo/wrong-host-name', fake);
    await page.getByText('baselines are never written in CI').waitFor();
    expect(await page.getByRole('button', { name: 'Accept a' }).isDisabled()).toBe(true);
  });
});
