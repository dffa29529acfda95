// Runs os-autoinst's isotovideo on a Linux guest, in a network of its own, and reads what it measured.
// The folder with its test distribution and guest is `../shared/peer-bench`; its README.md says what to install.
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

/**
 * @typedef {{ what: string, chars: number, perSecond: number, received: number, intact: boolean }} Typing
 * @typedef {{ latencies: readonly number[], typing: readonly Typing[] }} PeerResult
 */

const KERNEL = '/usr/lib/debian-installer/images/12/amd64/text/debian-installer/amd64/linux';
const DEADLINE_MS = 900_000;
const run = promisify(execFile);

/** The folder that `--peer [FOLDER]` names; undefined without it. */
export function peerFolder() {
  const at = process.argv.indexOf('--peer');
  if (at < 0) return undefined;
  const given = process.argv[at + 1];
  const named = given !== undefined && !given.startsWith('--');
  return resolve(named ? given : join(import.meta.dirname, '../../shared/peer-bench'));
}

/** @type {Promise<string> | undefined} */
let prepared;

/**
 * One run of isotovideo with these settings, beside TCG. Needs root for a network of its own: it listens on
 * every interface otherwise. Latencies are in milliseconds.
 * @param {string} folder
 * @param {Record<string, string>} [settings]
 * @returns {Promise<PeerResult>}
 */
export async function measurePeer(folder, settings = {}) {
  prepared ??= prepare(folder);
  const bench = await prepared;
  const { log } = await isotovideo(bench, 'pool', { timeout_scale: '3', ...settings });
  const latencies = [...log.matchAll(/^latency n=\d+ idle=\S+ (\S+) s$/gm)].map(
    ([, seconds]) => Number(seconds) * 1000,
  );
  const typing = [
    ...log.matchAll(/^BENCH typing (\w+) chars=(\d+) .*cps=(\S+) received=(-?\d+) (\w+)/gm),
  ].map(([, what = '', chars, perSecond, received, state]) => ({
    what,
    chars: Number(chars),
    perSecond: Number(perSecond),
    received: Number(received),
    intact: state === 'ok',
  }));
  if (latencies.length === 0 && typing.length === 0) throw new Error(`nothing measured:\n${log}`);
  return { latencies, typing };
}

/**
 * A private copy with the guest's initrd and the two needles, cut from screens of this very guest.
 * @param {string} folder
 */
async function prepare(folder) {
  for (const needed of [join(folder, 'run.sh'), KERNEL]) {
    if (!existsSync(needed)) throw new Error(`${needed} is missing`);
  }
  const bench = mkdtempSync(join(tmpdir(), 'guestwright-peer-'));
  process.once('exit', () => rmSync(bench, { recursive: true, force: true }));
  cpSync(folder, bench, { recursive: true });
  await run('sh', [join(bench, 'guest/build-initrd.sh')]);
  await isotovideo(bench, 'pool-capture', { capture: '1', capture_wait: '40' });
  for (const [needle, picture] of [
    ['bench-ready', 'capture-2.png'],
    ['bench-target', 'capture-4.png'],
  ]) {
    const file = join(bench, 'pool-capture/testresults', picture ?? '');
    const area = ['0', '0', '216', '16'];
    await run('sh', [join(bench, 'tools/make-needle.sh'), needle ?? '', file, ...area]);
  }
  return bench;
}

/**
 * @param {string} bench
 * @param {string} pool
 * @param {Record<string, string>} settings
 */
async function isotovideo(bench, pool, settings) {
  const all = Object.entries({ qemu_no_kvm: '1', ...settings }).map((pair) => pair.join('='));
  const inside = 'ip link set lo up && exec bash "$@"';
  const script = [join(bench, 'run.sh'), join(bench, pool), KERNEL, join(bench, 'guest/initrd.gz')];
  const args = ['--net', 'sh', '-c', inside, 'sh', ...script, ...all];
  try {
    const { stdout } = await run('unshare', args, { timeout: DEADLINE_MS, killSignal: 'SIGTERM' });
    return { log: stdout };
  } catch (error) {
    // A module that failed leaves its figures all the same; the log says what else there is.
    const { stdout = '' } = /** @type {{ stdout?: string }} */ (error);
    if (stdout.includes('BENCH')) return { log: stdout };
    const log = join(bench, pool, 'autoinst-log.txt');
    const tail = existsSync(log) ? readFileSync(log, 'utf8').split('\n').slice(-15).join('\n') : '';
    throw new Error(`isotovideo failed: ${String(error)}\n${stdout}\n${tail}`);
  }
}
