// From a change of the guest's screen to the step that waited for it having passed.
// The demo guest fills its screen with another test card 500 ms after F9 and says so on its serial port.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Guest, parseChord, startMachine } from '../dist/index.js';
import { words } from '../dist/scenario/words.js';
import { median, printTable } from './report.mjs';
import { followSerial } from './serial-times.mjs';

const CARDS = 26;
const RUNS = 200;

const folder = mkdtempSync(join(tmpdir(), 'guestwright-bench-'));
const serialLog = join(folder, 'serial.log');
const serial = followSerial(serialLog);
const machine = await startMachine(
  { kernel: 'guests/demo/demo.elf', memory: '64M', pointer: 'vmmouse', accel: 'tcg' },
  { baseDir: join(import.meta.dirname, '..'), serialLog },
);
const guest = new Guest(machine);
const f9 = parseChord('f9');
if (!f9.ok) throw new Error(f9.message);

/** @type {import('../dist/screen/baselines.js').Baseline[]} */
const cards = [];
const latencies = [];
try {
  await serial.next('demo guest ready');
  for (let card = 0; card < CARDS; card += 1) {
    const seen = serial.lines.length;
    await guest.keyboard.press(f9.chord);
    await serial.next('card', seen);
    const frame = await guest.screen.capture();
    cards.push({ name: `card-${card}`, file: '', frame, rules: {} });
  }
  const waitForScreen = words.get('wait-for-screen');
  for (let run = 0; run < RUNS; run += 1) {
    const card = cards[run % CARDS];
    const step = waitForScreen?.read({ name: card?.name });
    if (!step?.success) throw new Error('the step has a mistake');
    const seen = serial.lines.length;
    await guest.keyboard.press(f9.chord);
    const outcome = await step.data.run({
      guest,
      signal: AbortSignal.timeout(20_000),
      timeoutMs: 10_000,
      settleMs: 0,
      baseline: () => card,
      baselineFile: () => '',
      picture: () => undefined,
    });
    const passedMs = performance.now();
    if (outcome.kind !== 'matched') throw new Error(`card ${run}: ${outcome.kind}`);
    const changed = await serial.next('card', seen);
    latencies.push(Math.max(0, passedMs - changed.atMs));
  }
} finally {
  await machine.stop();
  serial.close();
  rmSync(folder, { recursive: true });
}

printTable({
  title: 'Screen change in the guest -> wait-for-screen passed',
  conditions: { machine: machine.title, guest: 'guests/demo 1024x768x32', capture: 'screendump' },
  rows: [
    {
      what: 'guest draws -> step has passed',
      median: median(latencies),
      worst: Math.max(...latencies),
      unit: 'ms',
      runs: latencies.length,
      limit: 'median < 60 ms',
    },
  ],
});
