import { execFile } from 'node:child_process';
import { open, readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Clock } from '../clock.ts';
import { MachineError } from '../errors.ts';
import {
  archOf,
  type EmbeddedDescription,
  type MachineDescription,
  type QemuDescription,
} from './description.ts';
import { readV86Version } from './embedded/v86-version.ts';
import { resolveMachineFiles } from './machine-files.ts';
import { chooseAccel } from './qemu/accel.ts';
import { qemuArguments } from './qemu/qemu-arguments.ts';
import { chooseMachine, type Driver } from './start.ts';

/** What a saved state of a machine depends on, beside the guest's own doings. */
export interface StateIdentity {
  /** Plain data: whatever differs in it makes another machine. */
  readonly machine: unknown;
  /** What the guest can read: absolute paths of files whose content counts. */
  readonly files: readonly string[];
}

interface IdentityOptions {
  readonly baseDir: string;
  readonly driver: Driver;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Tells one machine from every other whose state it could not go on from: the program and its version, every
 * device, the files. A `MachineError` where one of them is missing.
 */
export async function identifyMachine(
  description: Exclude<MachineDescription, { readonly attach: string }>,
  options: IdentityOptions,
): Promise<StateIdentity> {
  const chosen = chooseMachine(description, options);
  return chosen.driver === 'embedded'
    ? identifyEmbedded(chosen, options)
    : identifyQemu(chosen, options);
}

function identifyEmbedded(
  description: EmbeddedDescription,
  { baseDir }: IdentityOptions,
): StateIdentity {
  const files = [description.kernel, description.initrd].flatMap((file) =>
    file === undefined ? [] : resolve(baseDir, file),
  );
  return { machine: { version: `v86 ${readV86Version()}`, description }, files };
}

async function identifyQemu(
  description: QemuDescription,
  { baseDir, clock, signal }: IdentityOptions,
): Promise<StateIdentity> {
  const arch = archOf(description);
  const files = resolveMachineFiles(description, baseDir);
  const accel = await chooseAccel(description.accel ?? 'auto', { arch, clock, signal });
  const runtime = { files, accel, socket: 'qmp', serialLog: 'log', serialSocket: 'tty' };
  const { firmware, kernel, initrd, cdrom, disks } = files;
  const images = await Promise.all(disks.map(({ file }) => listBackingChain(file)));
  const more = await filesIn(description['extra-args'] ?? [], baseDir);
  const given = [kernel, initrd, cdrom, firmware?.code, firmware?.variables];
  const machine = {
    version: await askVersion(`qemu-system-${arch}`),
    processor: accel === 'kvm' ? await describeProcessor() : undefined,
    arguments: qemuArguments(description, runtime),
  };
  return {
    machine,
    files: [...given.filter((one) => one !== undefined), ...images.flat(), ...more],
  };
}

async function askVersion(program: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(program, ['--version']);
    return stdout.split('\n')[0] ?? '';
  } catch (cause) {
    throw new MachineError('qemu-missing', `${program} does not start: ${String(cause)}`, {
      hint: 'run npm run setup, or on Debian and Ubuntu: apt-get install qemu-system-x86',
      cause,
    });
  }
}

/** Under KVM the guest knows the host's processor, and cannot go on with another. */
async function describeProcessor(): Promise<string> {
  const text = await readFile('/proc/cpuinfo', 'utf8').catch(() => '');
  return /^model name.*$/m.exec(text)?.[0] ?? '';
}

const QCOW2_MAGIC = 0x514649fb;
const LONGEST_BACKING_NAME = 1023;
const DEEPEST_CHAIN = 64;

/** An image and those that it is written over (QEMU docs/interop/qcow2.txt, header bytes 8 to 19). */
async function listBackingChain(image: string): Promise<string[]> {
  const chain = [image];
  for (let file = image; chain.length < DEEPEST_CHAIN; ) {
    const backing = await readBackingName(file);
    if (backing === undefined) break;
    file = resolve(dirname(file), backing);
    chain.push(file);
  }
  return chain;
}

async function readBackingName(image: string): Promise<string | undefined> {
  await using handle = await open(image);
  const header = Buffer.alloc(20);
  const { bytesRead } = await handle.read(header, 0, header.length, 0);
  if (bytesRead < header.length || header.readUInt32BE(0) !== QCOW2_MAGIC) return undefined;
  const length = header.readUInt32BE(16);
  if (length === 0 || length > LONGEST_BACKING_NAME) return undefined;
  const name = Buffer.alloc(length);
  await handle.read(name, 0, length, Number(header.readBigUInt64BE(8)));
  return name.toString('utf8');
}

/** Options that take a file to read, and keys of others that do. */
const readingOption = /^-(kernel|initrd|cdrom|hd[a-d]|fd[ab]|bios|pflash|dtb|sd|mtdblock)$/;
const readingKey = /(?:^|,)(?:file|filename|file\.filename)=([^,]+)/g;

/** Files that arguments of the user's own read, as far as they can be told from those they write. */
async function filesIn(args: readonly string[], baseDir: string): Promise<string[]> {
  const named = args.flatMap((arg, index) => [
    ...(readingOption.test(args[index - 1] ?? '') ? [arg] : []),
    ...[...arg.matchAll(readingKey)].map(([, file = '']) => file),
  ]);
  const files: string[] = [];
  for (const name of new Set(named)) {
    const file = resolve(baseDir, name);
    const info = await stat(file).catch(() => undefined);
    if (info?.isFile()) files.push(file);
  }
  return files;
}
