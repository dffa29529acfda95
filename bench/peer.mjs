// What runs os-autoinst (https://open.qa) beside us: in a network namespace of its own, since its VNC server
// and its command server listen on every interface. CONTRIBUTING.md says how to install it.
import { spawn, spawnSync } from 'node:child_process';

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
 * Runs a program there until it ends; nothing that it has started outlives it. Resolves with how it ended and
 * what it printed.
 * @param {readonly [program: string, ...args: string[]]} command
 * @param {string} cwd
 * @returns {Promise<{ ended: number | string, said: string }>}
 */
export function runPeer(command, cwd) {
  const inside = ['sh', '-c', 'ip link set lo up && exec "$@"', 'sh', ...command];
  const apart = ['--net', '--pid', '--fork', '--mount-proc', '--kill-child', ...inside];
  return new Promise((resolve, reject) => {
    const late = { timeout: LATE_MS, killSignal: /** @type {const} */ ('SIGKILL') };
    const peer = spawn('unshare', apart, { cwd, stdio: ['ignore', 'pipe', 'pipe'], ...late });
    let said = '';
    for (const stream of [peer.stdout, peer.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        said += text;
      });
    }
    peer.once('error', reject);
    peer.once('close', (code, signal) => resolve({ ended: code ?? signal ?? 'unknown', said }));
  });
}
