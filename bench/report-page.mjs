// How large a report may get: writes the run of 1,000 scenarios of 20 frames, opens it from disk, scrubs.
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { writeReports } from '../dist/report/write-reports.js';
import { EVENTS_VERSION } from '../dist/runner/events.js';
import { encodePng } from '../dist/screen/files/png.js';
import { median, printTable } from './report.mjs';

const SCENARIOS = 1000;
const FRAMES = 20;
const RUNS = 5;

const golden = join(import.meta.dirname, '../test/report/golden-run');
const pictures = readdirSync(join(golden, 'frames')).map((name) => `frames/${name}`);
/** @param {number} number */
const picture = (number) => pictures[number % pictures.length] ?? '';

/** What has changed in every second frame. @param {number} number */
const part = (number) => {
  return { x: 177, y: 304, width: 680, height: 52, picture: `frames/ba5e${number % 10}.png` };
};

/** @param {string} folder */
function writeRun(folder) {
  mkdirSync(join(folder, 'trace'), { recursive: true });
  cpSync(join(golden, 'frames'), join(folder, 'frames'), { recursive: true });
  for (let number = 0; number < 10; number += 1) {
    const { width, height, picture: file } = part(number);
    const data = new Uint8Array(width * height * 3).fill(number * 25);
    writeFileSync(join(folder, file), encodePng({ width, height, data }));
  }
  const start = Date.UTC(2026, 10, 23);
  const steps = Array.from({ length: FRAMES }, (_, index) => ({
    title: `press key ${index}`,
    action: 'press',
    line: 4 + index,
    col: 5,
  }));
  const scenarios = Array.from({ length: SCENARIOS }, (_, index) => ({
    id: `bench/scenario-${index}`,
    name: `A scenario with the number ${index}`,
    file: `scenarios/bench/scenario-${index}.yaml`,
    tags: [`tag-${index % 7}`],
    machine: `machine-${index % 3}`,
    steps,
  }));
  const yaml = `name: a\nsteps:\n${steps.map(({ title }) => `  - ${title}\n`).join('')}`;
  const sources = Object.fromEntries(scenarios.map(({ file }) => [file, yaml]));
  /** @type {object[]} */
  const events = [
    {
      at: start,
      type: 'run-started',
      version: EVENTS_VERSION,
      run: 'bench',
      guestwright: '0',
      scenarios,
      sources,
    },
  ];
  for (const [index, { id }] of scenarios.entries()) {
    const about = { scenario: id, attempt: 1 };
    const failed = index % 20 === 0;
    events.push({ at: start, type: 'scenario-started', ...about });
    const trace = steps.flatMap((_, step) => [
      { at: step * 100, type: 'step', step },
      {
        at: step * 100 + 40,
        type: 'frame',
        picture: picture(index + step - (step % 2)),
        ...(step % 2 === 1 && { parts: [part(index + step)] }),
        width: 1024,
        height: 768,
      },
      {
        at: step * 100 + 50,
        type: 'input',
        events: [{ type: 'key', data: { down: true, key: { type: 'qcode', data: 'a' } } }],
      },
      {
        at: step * 100 + 60,
        type: 'qmp',
        execute: 'screendump',
        arguments: { filename: 'a.ppm' },
        ms: 12,
      },
    ]);
    for (const [step] of steps.entries()) {
      events.push({ at: start + step * 100, type: 'step-started', ...about, step });
      const bad = failed && step === FRAMES - 1;
      events.push({
        at: start + step * 100 + 90,
        type: 'step-finished',
        ...about,
        step,
        verdict: bad ? 'failed' : 'passed',
        durationMs: 90,
        picture: picture(index + step),
        times: { guestMs: 30, waitMs: 50, oursMs: 10 },
        ...(bad && {
          trouble: {
            code: 'screen-mismatch',
            message: 'the screen is not "summary" after 4 s: 167 pixels differ',
          },
          screen: {
            name: 'summary',
            baseline: `bench/summary-${index}`,
            expected: picture(index),
            actual: picture(index + step),
            diff: picture(index + 1),
            comparison: {
              kind: 'different',
              diffPixels: 167,
              diffRatio: 0.0002,
              allowedPixels: 0,
              boxes: [],
            },
          },
        }),
      });
    }
    const file = `trace/bench-scenario-${index}-1.ndjson`;
    writeFileSync(join(folder, file), trace.map((line) => `${JSON.stringify(line)}\n`).join(''));
    const verdict = failed ? 'failed' : 'passed';
    events.push({
      at: start + 2000,
      type: 'scenario-finished',
      ...about,
      verdict,
      durationMs: 2000,
      trace: file,
    });
  }
  events.push({ at: start + 2000, type: 'run-finished', verdict: 'failed', durationMs: 2000 });
  writeFileSync(
    join(folder, 'events.ndjson'),
    events.map((event) => `${JSON.stringify(event)}\n`).join(''),
  );
}

/** @param {string} folder @returns {number} */
function sizeOf(folder) {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    return sum + (entry.isDirectory() ? sizeOf(path) : statSync(path).size);
  }, 0);
}

/** The time between frames while the arrow key is held through the film, there and back. */
const scrub = `(async () => {
  const gaps = [];
  let last = performance.now();
  const slider = document.querySelector('.scrubber input');
  for (let count = 0; count < 38; count += 1) {
    const key = count < 19 ? 'ArrowLeft' : 'ArrowRight';
    slider.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    gaps.push(now - last);
    last = now;
  }
  return gaps;
})()`;

const folder = mkdtempSync(join(tmpdir(), 'guestwright-bench-'));
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
try {
  writeRun(folder);
  const writes = [];
  for (let run = 0; run < 3; run += 1) {
    const begun = performance.now();
    await writeReports(folder);
    writes.push(performance.now() - begun);
  }
  const url = pathToFileURL(join(folder, 'report/index.html')).href;
  const opens = [];
  const gaps = [];
  for (let run = 0; run < RUNS; run += 1) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const begun = performance.now();
    await page.goto(url);
    await page.locator('.row').first().waitFor();
    await page.evaluate(
      'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))',
    );
    opens.push(performance.now() - begun);
    await page.goto(`${url}#bench/scenario-${run + 1}`);
    await page.locator('.scrubber input').waitFor();
    gaps.push(.../** @type {number[]} */ (await page.evaluate(scrub)));
    await page.close();
  }
  const row = (
    /** @type {string} */ what,
    /** @type {number[]} */ values,
    /** @type {string} */ unit,
    limit = '',
  ) => ({
    what,
    median: median(values),
    worst: Math.max(...values),
    unit,
    runs: values.length,
    limit,
  });
  const mib = (/** @type {string} */ part) => [sizeOf(join(folder, part)) / 2 ** 20];
  printTable({
    title: 'The report of a large run',
    conditions: {
      scenarios: String(SCENARIOS),
      frames: String(FRAMES),
      chromium: browser.version(),
    },
    rows: [
      row('write', writes, 'ms'),
      row('its folder, without pictures', mib('report'), 'MiB'),
      row('its summary', [statSync(join(folder, 'report/data/summary.js')).size / 2 ** 20], 'MiB'),
      row('open, until the list is there', opens, 'ms', '< 2000'),
      row('scrub, one frame to the next', gaps, 'ms', '< 100'),
    ],
  });
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
