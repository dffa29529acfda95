// What a command in the guest's shell costs: `shell: true` on the probe guest, beside the same line written
// and waited for by hand on the same serial console, which is what the guest itself takes.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../dist/clock.js';
import { runInShell } from '../dist/guest/shell.js';
import { Guest, startMachine } from '../dist/index.js';
import { createPattern } from '../dist/screen/text/text-pattern.js';
import { isProbeBuilt, probeMachine } from '../guests/probe/probe.mjs';
import { median, printTable } from './report.mjs';

const COMMANDS = 100;
const folder = mkdtempSync(join(tmpdir(), 'guestwright-bench-'));

/** A marked line and the answer to it, with nothing in between but the port. */
async function byHand(/** @type {import('../dist/machine/serial-port.js').SerialPort} */ port) {
  const word = randomBytes(6).toString('hex');
  const from = port.length;
  const line = `printf '\\036%s<\\036' ${word}; command eval "$(printf %b 'true')" </dev/null; printf '\\036%s>%d\\036\\n' ${word} "$?"\r`;
  await port.write(line);
  const signal = AbortSignal.timeout(10_000);
  while (!port.textFrom(from).includes(`\u001e${word}>0\u001e`)) await port.change(signal);
}

/** @param {() => Promise<unknown>} work */
async function time(work) {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

/**
 * @param {string} what
 * @param {readonly number[]} values
 * @param {string} unit
 * @param {string} [limit]
 * @returns {import('./report.mjs').Row}
 */
function row(what, values, unit, limit) {
  const worst = Math.max(...values);
  return {
    what,
    median: median(values),
    worst,
    unit,
    runs: values.length,
    ...(limit && { limit }),
  };
}

async function measure(/** @type {'port' | 'virtio'} */ serial) {
  const reportFile = join(folder, `report-${serial}`);
  const described = probeMachine({ keyboard: 'ps2', pointer: 'none', reportFile });
  const append = `${described.append} probe.shell=${serial === 'port' ? 'ttyS0' : 'hvc0'}`;
  const machine = await startMachine({ ...described, append, serial }, { baseDir: folder });
  try {
    const guest = new Guest(machine);
    const { serial: port } = machine;
    if (!port) throw new Error('a machine of ours has a serial port');
    await guest.serial.expect(createPattern('/[#$] $/'));
    const options = { clock: systemClock, timeoutMs: 10_000 };
    /** @type {number[]} */
    const ours = [];
    /** @type {number[]} */
    const bare = [];
    for (let index = 0; index < COMMANDS; index += 1) {
      bare.push(await time(() => byHand(port)));
      ours.push(await time(() => runInShell(guest.serial, 'true', options)));
    }
    return { ours, bare };
  } finally {
    await machine.stop();
  }
}

try {
  if (!isProbeBuilt()) throw new Error('no probe guest: sh guests/probe/build.sh makes it');
  const rows = [];
  for (const serial of /** @type {const} */ (['port', 'virtio'])) {
    const { ours, bare } = await measure(serial);
    const name = serial === 'port' ? 'serial port' : 'virtio console';
    rows.push(
      row(`${name}: shell: true`, ours, 'ms'),
      row(`${name}: the same line by hand`, bare, 'ms'),
      row('  of which is ours', [median(ours) - median(bare)], 'ms', '< 50 ms'),
      row('  as long as by hand', [median(ours) / median(bare)], 'x'),
    );
  }
  printTable({
    title: 'What a command in the guest takes',
    conditions: { guest: 'Linux 6.1, busybox', commands: `${COMMANDS} of each, in turn` },
    rows,
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
