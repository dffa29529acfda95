// How fast text reaches a guest through each keyboard, and whether all of it does: guests/probe says what
// it received. Idle, and again with every processor of the guest busy.
// And how fast os-autoinst types into the same guest, where it is installed (CONTRIBUTING.md).
//   --keys N     keys for each row (10000)
//   --only ps2,usb,virtio,peer      --load idle,busy
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Guest, startMachine } from '../dist/index.js';
import { EV_KEY, EV_SYN, ProbeReport, probeMachine, SYN_DROPPED } from '../guests/probe/probe.mjs';
import { findPeerObstacle } from './peer.mjs';
import { median, printTable } from './report.mjs';
import { typeByPeer } from './typing-peer.mjs';

const RUNS = 10;
const KEYS = Number(option('--keys') ?? 10_000);
const READY_MS = 60_000;
const STRAGGLERS_MS = 1000;
/** The peer is slow: fewer and shorter texts. */
const PEER_RUNS = 5;
const PEER_SHARE = 0.1;

/** @type {{ keyboard: import('../guests/probe/probe.mjs').Keyboard, title: string, wanted: number }[]} */
const devices = [
  { keyboard: 'ps2', title: 'PS/2', wanted: 800 },
  { keyboard: 'usb', title: 'usb-kbd', wanted: 60 },
  { keyboard: 'virtio', title: 'virtio-keyboard', wanted: 500 },
];
const only = option('--only')?.split(',');
const loads = option('--load')?.split(',');

/** Linux's key codes of the letters, and of shift: input-event-codes.h. */
const rows = /** @type {const} */ ([
  [16, 'qwertyuiop'],
  [30, 'asdfghjkl'],
  [44, 'zxcvbnm'],
]);
const codes = new Map(rows.flatMap(([from, keys]) => [...keys].map((key, i) => [key, from + i])));
const SHIFT = 42;

/** The most that shift can cost: it goes down and up for every second letter. */
const manners = [
  { title: 'plain', share: 1, write: letters },
  {
    title: 'every 2nd shifted',
    share: 0.5,
    write: (/** @type {number} */ count) =>
      letters(count).replaceAll(/(.)(.)/g, (_, a, b) => a + b.toUpperCase()),
  },
];

/** @param {string} name */
function option(name) {
  const at = process.argv.indexOf(name);
  return at === -1 ? undefined : process.argv[at + 1];
}

/** Letters in an order without a pattern that a lost key could hide in. @param {number} count */
function letters(count) {
  let state = 7;
  return Array.from({ length: count }, () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return String.fromCharCode(97 + (Math.floor(state / 65536) % 26));
  }).join('');
}

/** What the guest should receive: `30+`, `30-`. @param {string} text */
function edgesOf(text) {
  return [...text].flatMap((character) => {
    const code = codes.get(character.toLowerCase());
    const key = [`${code}+`, `${code}-`];
    return character === character.toLowerCase() ? key : [`${SHIFT}+`, ...key, `${SHIFT}-`];
  });
}

/** @param {readonly import('../guests/probe/probe.mjs').ProbeFrame[]} frames */
function received(frames) {
  const all = frames.flatMap(({ events }) => events);
  const keys = all.filter(({ type }) => type === EV_KEY);
  return {
    edges: keys
      .filter(({ value }) => value < 2)
      .map(({ code, value }) => code + (value ? '+' : '-')),
    repeated: keys.filter(({ value }) => value === 2).length,
    overrun: all.filter(({ type, code }) => type === EV_SYN && code === SYN_DROPPED).length,
  };
}

/**
 * How many edges must be left out and put in to make one list of the other (Myers, 1986).
 * @param {readonly string[]} expected @param {readonly string[]} edges
 */
function distance(expected, edges) {
  const [n, m] = [expected.length, edges.length];
  const furthest = new Map([[1, 0]]);
  for (let d = 0; d <= n + m; d += 1) {
    for (let k = -d; k <= d; k += 2) {
      const [left, right] = [furthest.get(k - 1) ?? -1, furthest.get(k + 1) ?? -1];
      let x = k === -d || (k !== d && left < right) ? right : left + 1;
      while (x < n && x - k < m && expected[x] === edges[x - k]) x += 1;
      furthest.set(k, x);
      if (x >= n && x - k >= m) return d;
    }
  }
  return n + m;
}

/**
 * @param {Guest} guest @param {ProbeReport} report @param {string} kind @param {string} text
 */
async function typeOnce(guest, report, kind, text) {
  const expected = edgesOf(text);
  const before = report.read().framesOf(kind).length;
  const arrived = () => received(report.read().framesOf(kind).slice(before));
  const start = performance.now();
  await guest.keyboard.type(text);
  const typedMs = performance.now() - start;
  while (performance.now() - start < typedMs + STRAGGLERS_MS) {
    if (arrived().edges.length >= expected.length) break;
    await wait(1);
  }
  const ms = performance.now() - start;
  const { edges, repeated, overrun } = arrived();
  return {
    rate: (text.length * 1000) / ms,
    wrong: distance(expected, edges),
    overrun,
    repeated,
  };
}

/** @type {import('./report.mjs').Row[]} */
const table = [];
let title = '';

/** @param {readonly number[]} numbers */
function total(numbers) {
  return numbers.reduce((sum, number) => sum + number, 0);
}

/**
 * Lost: edges of keys that are missing, or there and were not sent. An overrun is the guest's: its ring of
 * 64 events was full before the reader woke up.
 * @param {{ what: string, rates: readonly number[], keys: number, lost: number, repeated: number,
 *   overruns: number, wanted?: string }} measured
 */
function addRow({ what, rates, keys, lost, repeated, overruns, wanted }) {
  table.push({
    ...{
      what,
      median: median(rates),
      worst: Math.min(...rates),
      unit: 'keys/s',
      runs: rates.length,
    },
    counts: { keys, lost, repeated, overruns },
    ...(wanted !== undefined && { limit: wanted }),
  });
  const trouble = `${lost} lost or extra, ${repeated} repeated, ${overruns} overruns`;
  console.error(`${what}: ${Math.round(median(rates))} keys/s, ${trouble}`);
}

/** @param {(typeof devices)[number]} device @param {boolean} busy @param {string} folder */
async function measure({ keyboard, title: name, wanted }, busy, folder) {
  const reportFile = join(folder, `${keyboard}-${busy}`);
  const machine = await startMachine(
    probeMachine({ keyboard, pointer: 'usb-tablet', reportFile, busy }),
    { baseDir: folder },
  );
  try {
    const report = new ProbeReport(reportFile);
    const late = AbortSignal.timeout(READY_MS);
    while (!report.read().ready) await wait(20, undefined, { signal: late });
    if (busy && report.busy === 0) throw new Error('the guest is not busy');
    title = machine.title;
    const guest = new Guest(machine);
    for (const { title: what, share, write } of manners) {
      const text = write(KEYS / RUNS);
      /** @type {Awaited<ReturnType<typeof typeOnce>>[]} */
      const runs = [];
      for (let run = 0; run < RUNS; run += 1) {
        runs.push(await typeOnce(guest, report, `${keyboard}-keyboard`, text));
      }
      addRow({
        what: `${name}, ${what}, ${busy ? 'busy' : 'idle'}`,
        rates: runs.map(({ rate }) => rate),
        keys: text.length * RUNS,
        lost: total(runs.map(({ wrong }) => wrong)),
        repeated: total(runs.map(({ repeated }) => repeated)),
        overruns: total(runs.map(({ overrun }) => overrun)),
        wanted: `>= ${wanted * share}`,
      });
    }
  } finally {
    await machine.stop();
  }
}

/** @param {string} name @param {Record<string, string>} variables @param {string} folder */
async function measurePeer(name, variables, folder) {
  const texts = manners.flatMap(({ write }) =>
    Array.from({ length: PEER_RUNS }, () => write((KEYS * PEER_SHARE) / PEER_RUNS)),
  );
  const reportFile = join(folder, `peer-${Object.keys(variables).join('-')}`);
  const times = await typeByPeer({ texts, reportFile, folder, variables });
  const { edges, repeated, overrun } = received(
    new ProbeReport(reportFile).read().framesOf('ps2-keyboard'),
  );
  for (const [index, { title: what }] of manners.entries()) {
    const mine = texts.slice(index * PEER_RUNS, (index + 1) * PEER_RUNS);
    const rates = mine.map(
      (text, run) => (text.length * 1000) / (times[index * PEER_RUNS + run] ?? Number.NaN),
    );
    const isFirst = index === 0;
    addRow({
      what: `${name}, ${what}, idle`,
      rates,
      keys: total(mine.map(({ length }) => length)),
      // Of both rows: a lost edge does not say which text it is from.
      lost: isFirst ? distance(texts.flatMap(edgesOf), edges) : 0,
      repeated: isFirst ? repeated : 0,
      overruns: isFirst ? overrun : 0,
    });
  }
}

const folder = mkdtempSync(join(tmpdir(), 'guestwright-bench-'));
try {
  for (const device of devices.filter(({ keyboard }) => only?.includes(keyboard) ?? true)) {
    if (loads?.includes('idle') ?? true) await measure(device, false, folder);
    if (loads?.includes('busy') ?? true) await measure(device, true, folder);
  }
  const obstacle = findPeerObstacle();
  if (obstacle) console.error(`os-autoinst is left out: ${obstacle}`);
  else if (only?.includes('peer') ?? true) {
    await measurePeer('os-autoinst, default', {}, folder);
    await measurePeer('os-autoinst, fastest', { TYPING_LIMIT: '100' }, folder);
  }
} finally {
  rmSync(folder, { recursive: true });
}

printTable({
  title: 'Keys that reach a guest',
  conditions: { machine: title, guest: 'guests/probe' },
  rows: table,
});
