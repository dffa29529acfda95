import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { decodePng } from '../../src/screen/files/png.ts';
import { headingOf, ReportBrowser } from '../report/report-browser.ts';
import { hasChromium } from '../support/chromium.ts';
import { testWithDemoGuest } from '../support/needs-qemu.ts';
import { demoElf, demoMachine, TestProject } from '../support/project.ts';
import { canvasOf, currentStep, openLive, startLive } from './live-run.ts';

const qemuTest = testWithDemoGuest(import.meta.filename);

/** It waits until somebody does something to the guest. */
function projectThatWaits(machine = demoMachine()): TestProject {
  const project = new TestProject(machine);
  project.write(
    'scenarios/door.yaml',
    [
      'name: Wait for somebody',
      'machine: demo',
      'steps:',
      '  - wait-until-still: 500ms',
      '  - screenshot: before',
      '  - wait-for-change: previous-step',
      '    timeout: 90s',
      '  - screenshot: after',
    ].join('\n'),
  );
  return project;
}

/** What the canvas shows, and what the step before saw by screendump, as pixels. */
async function lookAtBoth(page: Page, project: TestProject) {
  const url = await canvasOf(page).evaluate((canvas) =>
    (canvas as HTMLCanvasElement).toDataURL('image/png'),
  );
  const { picture = '' } = project.finishedSteps.at(-1) ?? {};
  return {
    live: decodePng(Buffer.from(url.split(',')[1] ?? '', 'base64'), 'the canvas'),
    seen: decodePng(readFileSync(join(project.runFolder, picture)), picture),
  };
}

async function untilWaiting(page: Page): Promise<void> {
  await currentStep(page).filter({ hasText: 'change' }).waitFor();
  await canvasOf(page).waitFor();
}

/** Says by a WebSocket of its own what a viewer with a will of its own could say. */
function typeBehindThePage(page: Page): Promise<void> {
  return page.evaluate(async () => {
    const { href } = new URL('screens/guest1-0', location.href.replace(/^http/, 'ws'));
    const socket = new WebSocket(href);
    socket.binaryType = 'arraybuffer';
    let bytes = 0;
    let more = () => {};
    socket.onmessage = ({ data }) => {
      bytes += data.byteLength;
      more();
    };
    const untilSaid = async (count: number) => {
      while (bytes < count) {
        await new Promise<void>((resolve) => {
          more = resolve;
        });
      }
      bytes -= count;
    };
    const SERVER_INIT = 24 + 'QEMU'.length;
    await untilSaid(12);
    socket.send(new TextEncoder().encode('RFB 003.008\n'));
    await untilSaid(2);
    socket.send(Uint8Array.of(1));
    await untilSaid(4);
    socket.send(Uint8Array.of(1));
    await untilSaid(SERVER_INIT);
    const TAB = 0x09;
    const key = (down: number) => Uint8Array.of(4, down, 0, 0, 0, 0, 0xff, TAB);
    const click = Uint8Array.of(5, 1, 3, 0x2c, 2, 0x64);
    const look = Uint8Array.of(3, 0, 0, 0, 0, 0, 0, 8, 0, 8);
    for (const message of [key(1), key(0), click, look]) socket.send(message);
    // It is asked for last, so all the others were heard by then.
    const RAW_UPDATE = 4 + 12 + 8 * 8 * 4;
    await untilSaid(RAW_UPDATE);
    socket.close();
  });
}

/** What the guest has heard of keys and of the pointer. */
const heard = (project: TestProject) =>
  project
    .serialLog('door')
    .split('\n')
    .filter((line) => /^(scan|mouse) /.test(line));

describe.skipIf(!hasChromium('the live page'))('the live page', () => {
  const browser = new ReportBrowser();

  qemuTest('shows the guest, and lets nobody type who may only look', async () => {
    const project = projectThatWaits();
    const { run, url } = await startLive(project, '--live');
    const page = await openLive(browser, url);
    const another = await openLive(browser, url, { bypassCSP: true });
    await untilWaiting(page);
    await untilWaiting(another);
    const { live, seen } = await lookAtBoth(page, project);
    expect(live).toMatchObject({ width: 1024, height: 768 });
    expect(Buffer.compare(live.data, seen.data)).toBe(0);

    expect(await page.getByText('View only').isVisible()).toBe(true);
    expect(await page.getByRole('button').count()).toBe(0);
    await canvasOf(page).click();
    await page.keyboard.press('Tab');
    await typeBehindThePage(page);
    expect(heard(project)).toEqual([]);
    expect(await page.locator('.live-step').allTextContents()).toEqual([
      expect.stringMatching(/^passed.*still/),
      expect.stringMatching(/^passed.*screenshot before/),
      expect.stringMatching(/^running.*change/),
      expect.stringMatching(/^to come.*screenshot after/),
    ]);
    expect(await findSerious(another)).toEqual([]);

    run.kill('SIGINT');
    await page.getByRole('heading', { name: 'The run is over: interrupted' }).waitFor();
    expect((await run.outcome).exitCode).toBe(130);
    const kept = page.locator('.screen canvas');
    expect(await kept.evaluate((canvas) => (canvas as HTMLCanvasElement).width)).toBe(1024);
    await another.getByText('The run is over').waitFor();
    expect(await findSerious(another)).toEqual([]);
    await another.emulateMedia({ colorScheme: 'dark' });
    expect(await findSerious(another)).toEqual([]);
  });

  qemuTest('lets people type with control, which the report tells', async () => {
    const project = projectThatWaits(demoMachine('vnc: {}'));
    const { run, url } = await startLive(project, '--live=control');
    const page = await openLive(browser, url);
    await untilWaiting(page);
    await page.getByRole('button', { name: 'Type into the guest' }).click();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'The run is over: passed' }).waitFor();
    expect(await page.getByText('1 passed in').isVisible()).toBe(true);
    expect(await page.getByText(/results\/.*\/report\/index\.html/).isVisible()).toBe(true);
    const { exitCode, stdout } = await run.outcome;
    expect(exitCode).toBe(0);
    expect(stdout).toContain('whoever opens it may type and point');
    expect(heard(project)).toEqual(expect.arrayContaining(['scan 1c', 'scan 9c']));
    const notes = project.finishedSteps.map(({ note }) => note);
    expect(notes[0]).toContain('people may type and point in the guest (--live=control)');
    expect(notes[2]).toContain('somebody used the keyboard of the guest by the live page');
  });

  test('shows pictures of machines without a VNC server, a guest for each worker', async () => {
    const project = new TestProject(
      ['driver: embedded', `kernel: ${demoElf}`, 'pointer: vmmouse'].join('\n'),
    );
    for (const name of ['one', 'two']) {
      project.write(
        `scenarios/${name}.yaml`,
        `name: Guest ${name}\nmachine: demo\nsteps:\n  - wait-for-change: now\n    timeout: 90s\n`,
      );
    }
    const { run, url } = await startLive(project, '--live', '--workers', '2');
    const page = await openLive(browser, url, { mayComplain: true });
    for (const name of ['one', 'two']) {
      const picture = page.getByRole('img', { name: `What Guest ${name} shows` });
      await picture.waitFor();
      expect(await picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(
        1024,
      );
    }
    expect(await page.getByText('this machine has no VNC server').count()).toBe(2);
    expect(await headingOf(page).textContent()).toContain('Run 20');

    run.kill('SIGKILL');
    await page.getByText('The run does not answer any more').waitFor();
  });
});

async function findSerious(page: Page): Promise<readonly string[]> {
  await page.evaluate(
    readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8'),
  );
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<AxeResult> } };
    const { violations } = await axe.run({ preload: false });
    return violations.flatMap(({ id, impact, nodes }) =>
      impact === 'serious' || impact === 'critical'
        ? [`${id}: ${nodes.map(({ html }) => html).join(' ')}`]
        : [],
    );
  });
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}
