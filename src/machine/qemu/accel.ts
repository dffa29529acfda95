import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { hostname, release } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Clock } from '../../clock.ts';
import { MachineError } from '../../errors.ts';
import { isPc } from '../description.ts';
import { settledWithin } from '../settled-within.ts';
import { type KvmMemory, kvmMemory } from './kvm-memory.ts';
import { spawnQemu } from './qemu-process.ts';

export type Accel = 'kvm' | 'tcg';

const PROBE_MS = 10_000;
/** isa-debug-exit ends QEMU with `(value << 1) | 1`; the demo guest writes 0 when it has run to its end. */
const FINISHED = 1;

/** From here it is three folders up to the package, in src as in dist. */
const DEMO = fileURLToPath(new URL('../../../guests/demo/demo.elf', import.meta.url));

export interface AccelOptions {
  readonly arch: string;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  readonly program?: string;
  readonly device?: string;
  readonly guest?: string;
  readonly memory?: KvmMemory;
}

/**
 * `auto` is KVM only where a guest has been seen to run to its end under it, on this host, kernel and
 * QEMU; that is tried once and remembered. A device that opens proves nothing: on a nested host the
 * guest may stand still. `kvm` is taken at its word, if /dev/kvm can be opened: else `kvm-unusable`.
 */
export async function chooseAccel(
  wanted: 'auto' | Accel,
  {
    arch,
    clock,
    signal,
    program = `qemu-system-${arch}`,
    device = '/dev/kvm',
    guest = DEMO,
    memory = kvmMemory(),
  }: AccelOptions,
): Promise<Accel> {
  if (wanted === 'tcg') return 'tcg';
  const trouble = troubleWith(device);
  if (wanted === 'kvm') {
    if (trouble === undefined) return 'kvm';
    throw new MachineError('kvm-unusable', `accel is kvm, but ${device} ${trouble}`, {
      hint: 'join the group kvm, or take accel: auto or tcg',
    });
  }
  if (trouble !== undefined || !runsHere(arch)) return 'tcg';
  const host = await describeHost(program);
  if (host === undefined) return 'tcg';
  const works = await memory.recall(host);
  if (works !== undefined) return works ? 'kvm' : 'tcg';
  if (!existsSync(guest)) return 'tcg';
  const seen = await seesGuestFinish(program, guest, clock, signal);
  await memory.remember(host, seen);
  return seen ? 'kvm' : 'tcg';
}

function troubleWith(device: string): string | undefined {
  if (process.platform !== 'linux') return 'is a thing of Linux hosts';
  try {
    accessSync(device, constants.R_OK | constants.W_OK);
    return undefined;
  } catch {
    return existsSync(device) ? 'is not open to you' : 'does not exist';
  }
}

function runsHere(arch: string): boolean {
  return process.arch === 'x64' && isPc(arch);
}

async function describeHost(program: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(program, ['--version']);
    const [, version] = /version (\S+)/.exec(stdout) ?? [];
    return `${hostname()} ${release()} qemu-${version ?? 'unknown'}`;
  } catch {
    return undefined;
  }
}

async function seesGuestFinish(
  program: string,
  guest: string,
  clock: Clock,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const qemu = await spawnQemu(program, probeArguments(guest), { cwd: '/', clock });
  try {
    if (!(await settledWithin(qemu.exited, PROBE_MS, clock, signal))) return false;
    return (await qemu.exited).code === FINISHED && !complained(qemu.said());
  } finally {
    await qemu.end();
  }
}

/** A QEMU that cannot start ends with the same code, but not without a word. */
function complained(said: string): boolean {
  return said.split('\n').some((line) => line.trim() !== '' && !line.includes('warning:'));
}

function probeArguments(guest: string): readonly string[] {
  return [
    ...['-no-user-config', '-nodefaults', '-machine', 'pc', '-accel', 'kvm', '-m', '64M'],
    ...['-display', 'none', '-device', 'VGA', '-nic', 'none'],
    ...['-device', 'isa-debug-exit,iobase=0xf4,iosize=0x04', '-kernel', guest, '-append', 'probe'],
  ];
}
