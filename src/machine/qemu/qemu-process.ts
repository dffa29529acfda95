import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Readable } from 'node:stream';
import type { Clock } from '../../clock.ts';
import { MachineError } from '../../errors.ts';
import { guard } from '../guardian.ts';
import { settledWithin } from '../settled-within.ts';

const TAIL_BYTES = 4096;
/** A process started by QEMU may hold its stderr open for ever. */
const LAST_WORDS_MS = 200;
const TERM_MS = 1_000;
const KILL_MS = 5_000;

/** The number that a file has in a QEMU that inherits it: the first behind stdin, stdout and stderr. */
export const INHERITED_FD = 3;

/** A QEMU of ours, killed with us whatever happens. */
export interface QemuProcess {
  readonly pid: number;
  /** Resolves when the process is gone. Never rejects. */
  readonly exited: Promise<QemuExit>;
  /** The end of what it said on stderr and stdout. */
  said(): string;
  /** SIGTERM, then SIGKILL. Resolves when the process is gone. Never throws, can be called twice. */
  end(): Promise<void>;
}

export interface QemuExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

interface SpawnOptions {
  readonly cwd: string;
  readonly clock: Clock;
  /** A file of ours, open, that it gets as `INHERITED_FD`. */
  readonly inherit?: number | undefined;
}

/**
 * Starts a program of QEMU's without a shell and away from our terminal, so that Ctrl-C reaches only
 * us. A `MachineError` `qemu-missing` where there is no such program.
 */
export async function spawnQemu(
  program: string,
  args: readonly string[],
  { cwd, clock, inherit }: SpawnOptions,
): Promise<QemuProcess> {
  const files = inherit === undefined ? [] : [inherit];
  const stdio: StdioOptions = ['ignore', 'pipe', 'pipe', ...files];
  const child = spawn(program, args, { cwd, stdio, detached: true });
  const closed = new Promise((resolve) => child.once('close', resolve));
  const exited = new Promise<QemuExit>((resolve) => {
    child.once('exit', async (code, signal) => {
      await settledWithin(closed, LAST_WORDS_MS, clock);
      resolve({ code, signal });
    });
  });
  const stderr = keepTail(child.stderr);
  const stdout = keepTail(child.stdout);
  const { pid } = child;
  if (pid === undefined) throw await explainSpawnFailure(program, cwd, child);
  const release = guard('process', pid);
  void exited.then(release);
  return {
    pid,
    exited,
    said: () => [stderr(), stdout()].filter((text) => text !== '').join('\n'),
    async end() {
      child.kill('SIGTERM');
      if (await settledWithin(exited, TERM_MS, clock)) return;
      child.kill('SIGKILL');
      await settledWithin(exited, KILL_MS, clock);
    },
  };
}

/** `qemu-system-x86_64 exited with code 1: <what it said>` */
export function explainExit(program: string, exit: QemuExit, said: string): MachineError {
  const how = exit.signal ? `was killed by ${exit.signal}` : `exited with code ${exit.code}`;
  return new MachineError('qemu-exited', withLastWords(`${program} ${how}`, said));
}

export function withLastWords(message: string, said: string): string {
  return said === '' ? message : `${message}: ${said}`;
}

function keepTail(stream: Readable | null): () => string {
  let tail = Buffer.alloc(0);
  stream?.on('data', (chunk: Buffer) => {
    tail = Buffer.concat([tail, chunk]).subarray(-TAIL_BYTES);
  });
  return () => tail.toString('utf8').trim();
}

async function explainSpawnFailure(
  program: string,
  cwd: string,
  child: ChildProcess,
): Promise<MachineError> {
  const cause = await new Promise<NodeJS.ErrnoException>((resolve) => child.once('error', resolve));
  if (!existsSync(cwd)) {
    return new MachineError('folder-failed', `the folder ${cwd} does not exist`, { cause });
  }
  if (cause.code !== 'ENOENT') {
    return new MachineError('qemu-missing', `cannot start ${program}: ${cause.message}`, { cause });
  }
  return new MachineError('qemu-missing', `${program} is not installed`, {
    hint: `run npm run setup, or on Debian and Ubuntu: apt-get install ${debianPackage(program)}`,
    cause,
  });
}

function debianPackage(program: string): string {
  if (/x86_64|i386/.test(program)) return 'qemu-system-x86';
  return /aarch64|arm/.test(program) ? 'qemu-system-arm' : 'qemu-system';
}
