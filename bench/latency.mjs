// From a change of the guest's screen to the step that waited for it having passed, by both ways of
// looking, and what waiting costs. The demo guest fills its screen with another test card 500 ms after F9
// and says so on its serial port. `--peer [FOLDER]` measures os-autoinst in the same table.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Guest, parseChord, startMachine } from '../dist/index.js';
import { words } from '../dist/scenario/words.js';
import { measurePeer, peerFolder } from './latency-peer.mjs';
import { median, printTable } from './report.mjs';
import { followSerial } from './serial-times.mjs';

const CARDS = 26;
const RUNS = 200;
const STILL_MS = 60_000;

const f9 = parseChord('f9');
if (!f9.ok) throw new Error(f9.message);
const { chord } = f9;

/**
 * @typedef {import('../dist/screen/baselines/baselines.js').Baseline} Baseline
 * @typedef {Awaited<ReturnType<typeof startDemo>>} Demo
 */

async function startDemo() {
  const folder = mkdtempSync(join(tmpdir(), 'guestwright-bench-'));
  const serialLog = join(folder, 'serial.log');
  const serial = followSerial(serialLog);
  const machine = await startMachine(
    { kernel: 'guests/demo/demo.elf', memory: '64M', pointer: 'vmmouse', accel: 'tcg' },
    { baseDir: join(import.meta.dirname, '..'), serialLog },
  );
  await serial.next('demo guest ready');
  return {
    machine,
    serial,
    stop: async () => {
      await machine.stop();
      serial.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/**
 * The pictures of all test cards.
 * @param {Demo} demo
 */
async function captureCards({ machine, serial }) {
  const guest = new Guest(machine);
  /** @type {Baseline[]} */
  const cards = [];
  for (let card = 0; card < CARDS; card += 1) {
    const seen = serial.lines.length;
    await guest.keyboard.press(chord);
    await serial.next('card', seen);
    // It is drawn by then, but for what a busy host has left to do.
    const { frame } = await guest.screen.waitUntilStill({ quietMs: 100, timeoutMs: 5_000 });
    cards.push({ name: `card-${card}`, file: '', frame, rules: {} });
  }
  return cards;
}

/** @param {Demo['serial']} serial */
const shownCards = ({ lines }) => lines.filter(({ line }) => line.startsWith('card'));

/**
 * Milliseconds, of each run.
 * @param {Demo} demo
 * @param {readonly Baseline[]} cards
 * @param {'auto' | 'screendump'} capture
 */
async function measureLatency({ machine, serial }, cards, capture) {
  const guest = new Guest(machine, { capture });
  const waitForScreen = words.get('wait-for-screen');
  const latencies = [];
  const first = shownCards(serial).length;
  for (let run = 0; run < RUNS; run += 1) {
    const card = cards[(first + run) % CARDS];
    const step = waitForScreen?.read({ name: card?.name });
    if (!step?.success) throw new Error('the step has a mistake');
    const seen = serial.lines.length;
    await guest.keyboard.press(chord);
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
  const { capturedBy } = guest.screen;
  if (capture === 'auto' && capturedBy.kind !== 'video-memory') throw new Error(capturedBy.why);
  return latencies;
}

/**
 * How much of a core we use while we wait on a still screen. Percent.
 * @param {Demo} demo
 * @param {'auto' | 'screendump'} capture
 */
async function measureWaiting({ machine }, capture) {
  const guest = new Guest(machine, { capture });
  const before = process.cpuUsage();
  const startedMs = performance.now();
  const never = { matches: () => false, compare: () => /** @type {const} */ ({ kind: 'equal' }) };
  await guest.screen.waitFor(never, { timeoutMs: STILL_MS });
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 10 / (performance.now() - startedMs);
}

/**
 * @param {string} what
 * @param {readonly number[]} times
 * @param {string} limit
 * @returns {import('./report.mjs').Row}
 */
const row = (what, times, limit) => ({
  what,
  median: median(times),
  worst: Math.max(...times),
  unit: 'ms',
  runs: times.length,
  limit,
});

/**
 * @param {string} what
 * @param {number} percent
 * @param {string} limit
 * @returns {import('./report.mjs').Row}
 */
const share = (what, percent, limit) => ({
  what,
  median: percent,
  worst: percent,
  unit: '%',
  runs: 1,
  limit,
});

const peer = peerFolder();
const demo = await startDemo();
const rows = [];
try {
  const cards = await captureCards(demo);
  const fast = await measureLatency(demo, cards, 'auto');
  rows.push(row('guest draws -> step has passed', fast, '25 ms, worst 60 ms'));
  const dumps = await measureLatency(demo, cards, 'screendump');
  rows.push(row('  by screendump alone', dumps, '60 ms, worst 150 ms'));
  const waiting = await measureWaiting(demo, 'auto');
  rows.push(share('waiting 60 s on a still screen, of a core', waiting, '5 %'));
  const byDumps = await measureWaiting(demo, 'screendump');
  rows.push(share('  by screendump alone', byDumps, '5 %'));
} finally {
  await demo.stop();
}

if (peer !== undefined) {
  rows.push(row('os-autoinst, as it comes', await measurePeer(peer), ''));
  const best = await measurePeer(peer, { screenshotinterval: '0.1', no_wait: '1' });
  rows.push(row('os-autoinst, at its best', best, ''));
}

printTable({
  title: 'Screen change in the guest -> wait-for-screen passed',
  conditions: { machine: demo.machine.title, guest: 'guests/demo 1024x768x32' },
  rows,
});
