import { type ChildProcess, fork } from 'node:child_process';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../../clock.ts';
import { MachineError } from '../../errors.ts';
import { guard } from '../guardian.ts';
import { settledWithin } from '../settled-within.ts';
import { LISTENING, type ProcessOptions } from './process-options.ts';

/**
 * The built program, from the sources too: it needs much of the project, and Node 20 runs no TypeScript.
 * The same URL leads there from `src` and from `dist`.
 */
const PROGRAM = fileURLToPath(
  new URL('../../../dist/machine/embedded/process.js', import.meta.url),
);
const TAIL_BYTES = 4096;
const LISTEN_MS = 30_000;
const TERM_MS = 1_000;
const KILL_MS = 5_000;

/** A process that holds one emulated PC, killed with us whatever happens. */
export interface EmulatorProcess {
  readonly pid: number;
  /** Resolves when the process is gone, with how it went. Never rejects. */
  readonly exited: Promise<MachineError>;
  /** SIGTERM, then SIGKILL. Resolves when the process is gone. Never throws, can be called twice. */
  end(): Promise<void>;
}

/**
 * Starts the emulator and waits until it listens for QMP. A `MachineError` `emulator-exited` says what
 * it said last, `emulator-silent` that it did not listen within 30 s.
 */
export async function spawnEmulator(
  options: ProcessOptions,
  { signal, clock }: { readonly signal: AbortSignal | undefined; readonly clock: Clock },
): Promise<EmulatorProcess> {
  const child = fork(PROGRAM, [JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: [],
    detached: true,
  });
  const emulator = await watch(child, clock);
  const listening = new Promise<true>((resolve) => {
    child.once('message', (message) => {
      if (message === LISTENING) resolve(true);
    });
  });
  try {
    const settled = Promise.race([listening, emulator.exited]);
    if (!(await settledWithin(settled, LISTEN_MS, clock, signal))) {
      throw new MachineError('emulator-silent', `the emulator did not listen in ${LISTEN_MS} ms`, {
        hint: 'is the host overloaded?',
      });
    }
    const outcome = await settled;
    if (outcome !== true) throw outcome;
    return emulator;
  } catch (error) {
    await emulator.end();
    throw error;
  }
}

async function watch(child: ChildProcess, clock: Clock): Promise<EmulatorProcess> {
  const stderr = keepTail(child.stderr);
  const stdout = keepTail(child.stdout);
  const exited = new Promise<MachineError>((resolve) => {
    child.once('close', (code, signal) => resolve(explainExit(code, signal, stderr() || stdout())));
  });
  const { pid } = child;
  if (pid === undefined) {
    const cause = await new Promise<Error>((resolve) => child.once('error', resolve));
    throw new MachineError('emulator-exited', `cannot start Node: ${cause.message}`, { cause });
  }
  child.on('error', () => {});
  const release = guard('process', pid);
  void exited.then(release);
  return {
    pid,
    exited,
    async end() {
      child.kill('SIGTERM');
      if (await settledWithin(exited, TERM_MS, clock)) return;
      child.kill('SIGKILL');
      await settledWithin(exited, KILL_MS, clock);
    },
  };
}

function explainExit(
  code: number | null,
  signal: NodeJS.Signals | null,
  said: string,
): MachineError {
  const how = signal ? `was killed by ${signal}` : `exited with code ${code}`;
  const message = `the embedded machine's process ${how}`;
  return new MachineError('emulator-exited', said === '' ? message : `${message}: ${said}`);
}

function keepTail(stream: Readable | null): () => string {
  let tail = Buffer.alloc(0);
  stream?.on('data', (chunk: Buffer) => {
    tail = Buffer.concat([tail, chunk]).subarray(-TAIL_BYTES);
  });
  return () => tail.toString('utf8').trim();
}
