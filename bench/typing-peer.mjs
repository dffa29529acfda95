// Runs os-autoinst (https://open.qa) on the same probe guest, in a network namespace of its own: its VNC
// server and its command server listen on every interface. CONTRIBUTING.md says how to install it.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { probeMachine } from '../guests/probe/probe.mjs';

const LATE_MS = 300_000;

/** Why it cannot be measured here; undefined: it can. */
export function findPeerObstacle() {
  const has = (/** @type {string} */ command, /** @type {string[]} */ args) =>
    spawnSync(command, args, { stdio: 'ignore' }).status === 0;
  if (!has('isotovideo', ['--version'])) return 'os-autoinst is not installed (CONTRIBUTING.md)';
  if (!has('unshare', ['--net', 'true'])) return 'no right to make a network namespace (unshare)';
  return undefined;
}

/**
 * Has it type texts, one after the other, into a probe guest that writes to `reportFile`. Resolves with how
 * long each took, in milliseconds.
 * @param {{ texts: readonly string[], reportFile: string, folder: string, variables: Record<string, string> }} how
 */
export async function typeByPeer({ texts, reportFile, folder, variables }) {
  const pool = join(folder, `pool-${Object.keys(variables).join('-') || 'default'}`);
  mkdirSync(join(pool, 'needles'), { recursive: true });
  const [textsFile, timesFile] = [join(pool, 'texts'), join(pool, 'times')];
  writeFileSync(textsFile, texts.join('\n'));
  writeFileSync(reportFile, '');
  const guest = probeMachine({ keyboard: 'ps2', pointer: 'none', reportFile });
  const settings = {
    ...{ ARCH: 'x86_64', BACKEND: 'qemu', QEMU: 'x86_64', QEMU_NO_KVM: '1', DISTRI: 'peer' },
    ...{
      NAME: 'peer',
      CASEDIR: join(import.meta.dirname, 'typing-peer'),
      NEEDLES_DIR: join(pool, 'needles'),
    },
    // It puts quotes around what has blanks, which the kernel takes for part of the first and the last word.
    ...{ KERNEL: guest.kernel, INITRD: guest.initrd, APPEND: `x ${guest.append} x` },
    ...{ QEMUCPUS: String(guest.cpus), QEMURAM: String(guest.memory), NUMDISKS: '0' },
    ...{ CDMODEL: 'ide-cd', HDDMODEL: 'ide-hd', QEMU_NO_FDC_SET: '1', VIRTIO_CONSOLE: '0' },
    ...{ OFFLINE_SUT: '1', NOVIDEO: '1', VNC: '91', QEMUPORT: '15222' },
    // The dash of the first word is its own.
    QEMU_APPEND: guest['extra-args'].join(' ').replace(/^-/, ''),
    ...{ REPORT: reportFile, TEXTS: textsFile, TIMES: timesFile },
    ...variables,
  };
  writeFileSync(join(pool, 'vars.json'), JSON.stringify(settings, null, 2));
  await runIn(pool);
  const times = readFileSync(timesFile, 'utf8').trim().split('\n').map(Number);
  if (times.length !== texts.length) throw new Error(`the peer typed ${times.length} texts`);
  return times.map((seconds) => seconds * 1000);
}

/** @param {string} pool */
function runIn(pool) {
  const script = 'ip link set lo up && exec isotovideo -d > log.txt 2>&1';
  return new Promise((resolve, reject) => {
    const peer = spawn(
      'unshare',
      ['--net', '--pid', '--fork', '--kill-child', 'sh', '-c', script],
      {
        cwd: pool,
        stdio: 'ignore',
        timeout: LATE_MS,
        killSignal: 'SIGKILL',
      },
    );
    peer.once('error', reject);
    peer.once('exit', (code, signal) => {
      if (code === 0) return resolve(undefined);
      const log = readFileSync(join(pool, 'log.txt'), 'utf8').slice(-2000);
      reject(new Error(`isotovideo ended with ${code ?? signal}:\n${log}`));
    });
  });
}
