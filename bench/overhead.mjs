// What the runner adds to a scenario beyond the guest's own time, on scenarios/demo/keyboard.yaml.
// The guest's own time: until it has shown what is waited for (it says so on its serial port; where it
// says nothing, all of the wait counts as ours), and the holds that the scenario asks for.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadProject, parseScenario, runScenarios } from '../dist/index.js';
import { expectSteps } from '../dist/scenario/check/check-steps.js';
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

/**
 * @param {string} resultsDir
 * @param {'off' | 'on-failure' | 'on'} trace
 */
async function measure(resultsDir, trace) {
  const sums = { total: 0, guest: 0, looks: 0, input: 0 };
  /** @type {ReturnType<typeof followSerial> | undefined} */
  let serial;
  let startedMs = 0;
  const { verdict } = await runScenarios([scenario], {
    project,
    resultsDir,
    trace,
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

/** @typedef {Awaited<ReturnType<typeof measure>>} Measured */
/** @type {{ off: Measured; onFailure: Measured; on: Measured }[]} */
const rounds = [];
const resultsDir = mkdtempSync(join(tmpdir(), 'guestwright-bench-'));
try {
  // In turn, so that what the host does meanwhile befalls all alike.
  for (let run = 0; run < RUNS; run += 1) {
    rounds.push({
      off: await measure(resultsDir, 'off'),
      onFailure: await measure(resultsDir, 'on-failure'),
      on: await measure(resultsDir, 'on'),
    });
  }
} finally {
  rmSync(resultsDir, { recursive: true });
}

/** @type {(what: string, key: 'total' | 'guest' | 'looks' | 'input' | 'around' | 'ours') => import('./report.mjs').Row} */
const row = (what, key) => {
  const values = rounds.map(({ off }) => off[key]);
  return { what, median: median(values), worst: Math.max(...values), unit: 'ms', runs: RUNS };
};
const looking = scenario.steps.filter(({ action }) => action.waits).length;
const { length } = scenario.steps;
const counts = { ours: length, looks: looking, input: length - looking, around: 1 };
/** @type {(what: string, mode: 'onFailure' | 'on', key: 'looks' | 'input' | 'around' | 'ours') => import('./report.mjs').Row} */
const more = (what, mode, key) => {
  const per = counts[key];
  const values = rounds.map((round) => (round[mode][key] - round.off[key]) / per);
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
    more('more by --trace on-failure that passes, a step', 'onFailure', 'ours'),
    more('more by --trace on, a step', 'on', 'ours'),
    more('  of a step that looks', 'on', 'looks'),
    more('  of a step that acts', 'on', 'input'),
    more('  around them, once an attempt: writing it', 'on', 'around'),
  ],
});
