// Round trip of a command on an idle machine, by the client and by a bare socket that writes and reads the
// same bytes, turn by turn on two monitors of one QEMU.
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMachine } from '../dist/index.js';
import { median, printTable } from './report.mjs';

const ROUNDS = 40;
const CALLS = 50;
const WARM_UP = 3;

/** A short reply, a longer one, a command with arguments. */
const commands = /** @type {const} */ ([
  ['query-status', {}],
  ['query-mice', {}],
  ['human-monitor-command', { 'command-line': 'info name' }],
]);

/**
 * One line out, one line in.
 * @param {string} path
 */
async function openBare(path) {
  const socket = connect(path);
  /** @type {(line: string) => void} */
  let receive = () => {};
  let held = '';
  socket.setEncoding('utf8');
  socket.on('data', (/** @type {string} */ text) => {
    held += text;
    const end = held.indexOf('\n');
    if (end === -1) return;
    const line = held.slice(0, end);
    held = held.slice(end + 1);
    receive(line);
  });
  const next = () =>
    new Promise((resolve) => {
      receive = resolve;
    });
  await next();
  const exchange = (/** @type {string} */ line) => {
    const reply = next();
    socket.write(line);
    return reply;
  };
  await exchange('{"execute":"qmp_capabilities"}\n');
  return { exchange, close: () => socket.destroy() };
}

/** @param {() => Promise<unknown>} call */
async function timeCalls(call) {
  const startedMs = performance.now();
  for (let i = 0; i < CALLS; i += 1) await call();
  return ((performance.now() - startedMs) / CALLS) * 1000;
}

/**
 * @param {string} what
 * @param {readonly number[]} values
 * @param {string} unit
 * @returns {import('./report.mjs').Row}
 */
const row = (what, values, unit) => ({
  what,
  median: median(values),
  worst: Math.max(...values),
  unit,
  runs: values.length,
});

const folder = mkdtempSync(join(tmpdir(), 'guestwright-bench-'));
const second = join(folder, 'qmp');
const machine = await startMachine(
  {
    ...{ kernel: 'guests/demo/demo.elf', memory: '64M', accel: 'tcg', pointer: 'vmmouse' },
    'extra-args': ['-qmp', `unix:${second},server=on,wait=off`],
  },
  { baseDir: join(import.meta.dirname, '..'), driver: 'qemu' },
);
try {
  const bare = await openBare(second);
  /** @type {import('./report.mjs').Row[]} */
  const rows = [];
  for (const [command, args] of commands) {
    const given = Object.keys(args).length > 0 ? { arguments: args } : {};
    const line = `${JSON.stringify({ execute: command, ...given, id: 'xxxx1234' })}\n`;
    /** @type {number[]} */
    const client = [];
    /** @type {number[]} */
    const socket = [];
    for (let round = 0; round < ROUNDS + WARM_UP; round += 1) {
      const ours = await timeCalls(() => machine.client.execute(command, args));
      const theirs = await timeCalls(() => bare.exchange(line));
      if (round < WARM_UP) continue;
      client.push(ours);
      socket.push(theirs);
    }
    const ratios = client.map((time, round) => time / (socket[round] ?? Number.NaN));
    rows.push(
      row(`${command}, the client`, client, 'µs'),
      row(`${command}, a bare socket`, socket, 'µs'),
      { ...row(`${command}, the one by the other`, ratios, 'x'), limit: 'at most 1.2 x' },
    );
  }
  bare.close();
  printTable({
    title: 'QMP round trip',
    conditions: { machine: machine.title, calls: `${CALLS} a run, turn by turn` },
    rows,
  });
} finally {
  await machine.stop();
  rmSync(folder, { recursive: true });
}
