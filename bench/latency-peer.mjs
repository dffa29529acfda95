// Measures os-autoinst's latency on a Linux guest of its own. The folder with its test distribution and guest is
// `../shared/peer-bench`; its README.md says what to install.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { findPeerObstacle, runPeer } from './peer.mjs';

const KERNEL = '/usr/lib/debian-installer/images/12/amd64/text/debian-installer/amd64/linux';
/** The needles are cut from the first line of its 720x400 screen: 24 characters. */
const NEEDLES = { 'bench-ready': 'capture-2.png', 'bench-target': 'capture-4.png' };
const LINE = ['0', '0', '216', '16'];

/** The folder that `--peer [FOLDER]` names; undefined without it. Throws where nothing can be measured. */
export function peerFolder() {
  const at = process.argv.indexOf('--peer');
  if (at < 0) return undefined;
  const given = process.argv[at + 1];
  const named = given !== undefined && !given.startsWith('--');
  const folder = resolve(named ? given : join(import.meta.dirname, '../../shared/peer-bench'));
  for (const needed of [join(folder, 'run.sh'), KERNEL]) {
    if (!existsSync(needed)) throw new Error(`${needed} is missing`);
  }
  const obstacle = findPeerObstacle();
  if (obstacle !== undefined) throw new Error(obstacle);
  return folder;
}

/** @type {Promise<string> | undefined} */
let prepared;

/**
 * One run of isotovideo with these settings, beside TCG: from each flash on the screen to the assertion having
 * passed. Milliseconds.
 * @param {string} folder
 * @param {Record<string, string>} [settings]
 * @returns {Promise<readonly number[]>}
 */
export async function measurePeer(folder, settings = {}) {
  prepared ??= prepare(folder);
  const said = await isotovideo(await prepared, 'pool', { type_chars: '20', ...settings });
  const latencies = [...said.matchAll(/^latency n=\d+ idle=\S+ (\S+) s$/gm)].map(
    ([, seconds]) => Number(seconds) * 1000,
  );
  if (latencies.length === 0) throw new Error(`os-autoinst measured nothing:\n${said}`);
  return latencies;
}

/**
 * A private copy with the guest's initrd and the two needles, cut from screens of this very guest.
 * @param {string} folder
 */
async function prepare(folder) {
  const bench = mkdtempSync(join(tmpdir(), 'guestwright-peer-'));
  process.once('exit', () => rmSync(bench, { recursive: true, force: true }));
  cpSync(folder, bench, { recursive: true });
  execFileSync('sh', [join(bench, 'guest/build-initrd.sh')], { stdio: 'ignore' });
  await isotovideo(bench, 'pool-capture', { capture: '1', capture_wait: '40' });
  for (const [needle, picture] of Object.entries(NEEDLES)) {
    const file = join(bench, 'pool-capture/testresults', picture);
    execFileSync('sh', [join(bench, 'tools/make-needle.sh'), needle, file, ...LINE]);
  }
  return bench;
}

/**
 * What its script says; a module that failed leaves its figures all the same.
 * @param {string} bench
 * @param {string} pool
 * @param {Record<string, string>} settings
 */
async function isotovideo(bench, pool, settings) {
  const all = { qemu_no_kvm: '1', timeout_scale: '3', ...settings };
  const variables = Object.entries(all).map((pair) => pair.join('='));
  const files = [join(bench, pool), KERNEL, join(bench, 'guest/initrd.gz')];
  const run = /** @type {const} */ (['bash', join(bench, 'run.sh')]);
  const { ended, said } = await runPeer([...run, ...files, ...variables], bench);
  if (ended === 0 || said.includes('BENCH')) return said;
  const log = join(bench, pool, 'autoinst-log.txt');
  const tail = existsSync(log) ? readFileSync(log, 'utf8').split('\n').slice(-15).join('\n') : '';
  throw new Error(`isotovideo ended with ${ended}:\n${said}\n${tail}`);
}
