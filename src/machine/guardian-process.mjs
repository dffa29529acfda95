// The program of the guardian: a plain JavaScript file, since it also runs straight from the sources.
// Reads `guard process PID`, `guard folder PATH`, `guard held {address, arguments}` and the same with `release`;
// acts at the end of its stdin.

import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';

const PREFIX = 'guestwright-';
const RELEASE_MS = 3_000;
const DEATH_MS = 5_000;

/** Tells a process from a later one with the same number; undefined where it is gone. @param {number} pid */
function startOf(pid) {
  try {
    if (process.platform !== 'linux') {
      return execFileSync('ps', ['-o', 'lstart=', '-p', `${pid}`], { encoding: 'utf8' }).trim();
    }
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

/** @type {Map<number, string | undefined>} */
const processes = new Map();
/** @type {Set<string>} */
const folders = new Set();
/** @type {Set<string>} */
const held = new Set();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});

for await (const line of createInterface({ input: process.stdin })) {
  const [, verb, kind, what = ''] = /^(\w+) (\w+) (.+)$/.exec(line) ?? [];
  if (kind === 'process') {
    if (verb === 'guard') processes.set(Number(what), startOf(Number(what)));
    else processes.delete(Number(what));
  }
  if (kind === 'folder') {
    if (verb === 'guard') folders.add(what);
    else folders.delete(what);
  }
  if (kind === 'held') {
    if (verb === 'guard') held.add(what);
    else held.delete(what);
  }
}

/** Lets go what is down in a machine that goes on without us (QMP `input-send-event`). @param {string} what */
async function letGo(what) {
  const { address, arguments: args } = JSON.parse(what);
  const socket = connect(address.kind === 'unix' ? { path: address.path } : address);
  socket.setTimeout(RELEASE_MS, () => socket.destroy());
  const send = (/** @type {object} */ command) => socket.write(`${JSON.stringify(command)}\n`);
  try {
    let step = 0;
    for await (const line of createInterface({ input: socket })) {
      if (line.includes('"event"')) continue;
      step += 1;
      if (step === 1) send({ execute: 'qmp_capabilities' });
      else if (step === 2) send({ execute: 'input-send-event', arguments: args });
      else break;
    }
  } catch {}
  socket.destroy();
}

// One after the other: a monitor has one client at a time.
for (const what of held) await letGo(what);

const left = [...processes].filter(([pid, start]) => start !== undefined && startOf(pid) === start);
for (const [pid] of left) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {}
}
const until = performance.now() + DEATH_MS;
while (left.some(([pid, start]) => startOf(pid) === start) && performance.now() < until) {
  await wait(10);
}
for (const folder of folders) {
  try {
    if (basename(folder).startsWith(PREFIX)) rmSync(folder, { recursive: true, force: true });
  } catch {}
}
