// What the runner adds to a scenario beyond the guest's own time, on scenarios/demo/keyboard.yaml.
// The guest's own time: until it has shown what is waited for (it says so on its serial port; where it
// says nothing, all of the wait counts as ours), and the holds that the scenario asks for.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadProject, parseScenario, runScenarios } from '../dist/index.js';
import { expectSteps } from '../dist/scenario/check-steps.js';
import { median, printTable } from './report.mjs';
import { followSerial } from './serial-times.mjs';

const RUNS = 7;
const root = join(import.meta.dirname, '..');
const file = join(root, 'scenarios/demo/keyboard.yaml');
const project = await loadProject(root, process.env);
const reading = await parseScenario(file, await readFile(file, 'utf8'), project, process.env);
if (!reading.ok) throw new Error('the scenario has mistakes');
const none = () => {
  throw new Error('a text is at least one scenario');
};
const scenario = reading.scenarios[0] ?? none();
const holdsMs = [...expectSteps(scenario)]
  .flatMap(({ step, expected }) => step.action.plan(expected) ?? [])
  .reduce((sum, batch) => sum + batch.waitMs, 0);

let machine = '';

/** @param {string} resultsDir */
async function measure(resultsDir) {
  const sums = { total: 0, guest: 0, looks: 0, input: 0 };
  /** @type {ReturnType<typeof followSerial> | undefined} */
  let serial;
  let startedMs = 0;
  const { verdict } = await runScenarios([scenario], {
    project,
    resultsDir,
    settleMs: 1000,
    signal: AbortSignal.timeout(120_000),
    listeners: [
      (event) => {
        const nowMs = performance.now();
        if (event.type === 'run-started') {
          const folder = join(resultsDir, event.run, 'serial');
          mkdirSync(folder, { recursive: true });
          serial = followSerial(join(folder, 'demo-keyboard.log'));
        }
        if (event.type === 'machine-started') machine = event.machine;
        if (event.type === 'step-started') startedMs = nowMs;
        if (event.type === 'run-finished') sums.total = event.durationMs;
        if (event.type !== 'step-finished') return;
        if (scenario.steps[event.step]?.action.waits) {
          const shown = serial?.lines.findLast(({ line }) => line.startsWith('screen '));
          const readyMs = Math.max(startedMs, shown?.atMs ?? startedMs);
          sums.guest += readyMs - startedMs;
          sums.looks += nowMs - readyMs;
        } else {
          sums.input += nowMs - startedMs;
        }
      },
    ],
  });
  serial?.close();
  if (verdict !== 'passed') throw new Error(`the scenario ${verdict}`);
  const input = sums.input - holdsMs;
  const around = sums.total - sums.guest - sums.looks - sums.input;
  return { ...sums, input, around, ours: sums.looks + input + around };
}

/** @type {Awaited<ReturnType<typeof measure>>[]} */
const results = [];
const resultsDir = mkdtempSync(join(tmpdir(), 'guestwright-bench-'));
try {
  for (let run = 0; run < RUNS; run += 1) results.push(await measure(resultsDir));
} finally {
  rmSync(resultsDir, { recursive: true });
}

/** @type {(what: string, key: 'total' | 'guest' | 'looks' | 'input' | 'around' | 'ours') => import('./report.mjs').Row} */
const row = (what, key) => {
  const values = results.map((result) => result[key]);
  return { what, median: median(values), worst: Math.max(...values), unit: 'ms', runs: RUNS };
};
printTable({
  title: `What the runner adds to ${scenario.id} (${scenario.steps.length} steps)`,
  conditions: { machine, guest: 'guests/demo 1024x768x32', holds: `${holdsMs} ms` },
  rows: [
    row('the whole run', 'total'),
    row("the guest's own: boot, progress bar, drawing", 'guest'),
    row('ours, in all', 'ours'),
    row('  looking, after the screen was there', 'looks'),
    row('  input, beyond the holds', 'input'),
    row('  starting and stopping QEMU, pictures', 'around'),
  ],
});
