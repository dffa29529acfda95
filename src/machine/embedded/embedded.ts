import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { Clock } from '../../clock.ts';
import { MachineError } from '../../errors.ts';
import { QmpClient } from '../../qmp/client.ts';
import { QmpCommandError } from '../../qmp/errors.ts';
import type { EmbeddedDescription } from '../description.ts';
import type { Machine } from '../machine.ts';
import { expectMachineFiles } from '../machine-files.ts';
import {
  makeFramesFolder,
  makeRuntimeFolder,
  type PrivateFolder,
  serialSocketPath,
  socketPath,
} from '../runtime-folder.ts';
import {
  memoryFileOf,
  noSnapshot,
  notRunning,
  stateNotWritten,
  stateUnusable,
} from '../saved-state.ts';
import { prepareSerialLog } from '../serial-log-file.ts';
import { SerialPort } from '../serial-port.ts';
import { settledWithin } from '../settled-within.ts';
import { type Undo, undoAll } from '../undo.ts';
import { type EmulatorProcess, spawnEmulator } from './emulator-process.ts';
import { expectMultiboot } from './kernel.ts';
import { mebibytes } from './memory.ts';
import type { ProcessOptions } from './process-options.ts';

const QUIT_MS = 3_000;
/** The process may still be there a moment after its socket is closed. */
const EXIT_MS = 1_000;

export interface EmbeddedOptions {
  readonly baseDir: string;
  readonly serialLog: string | undefined;
  readonly maskSerialLog?: ((bytes: Buffer) => Buffer) | undefined;
  readonly state: string | undefined;
  readonly signal: AbortSignal | undefined;
  readonly clock: Clock;
}

/**
 * Starts a PC in a process of Node's own and connects to it. A `MachineError` says that the kernel is
 * missing (`file-missing`) or none for it (`not-embeddable`), or how the process ended. Leaves nothing
 * behind when it fails or is aborted.
 */
export async function startEmbedded(
  description: EmbeddedDescription,
  options: EmbeddedOptions,
): Promise<Machine> {
  const { baseDir, signal, clock } = options;
  const kernel = resolve(baseDir, description.kernel);
  expectMachineFiles(description, baseDir);
  expectMultiboot(kernel, description.kernel);
  signal?.throwIfAborted();
  const undo: Undo[] = [];
  try {
    const runtime = makeRuntimeFolder();
    undo.push(() => runtime.remove());
    const frames = makeFramesFolder();
    undo.push(() => frames.remove());
    const machine: ProcessOptions = {
      kernel,
      initrd: description.initrd === undefined ? undefined : resolve(baseDir, description.initrd),
      // As QEMU's boot loader writes it: the kernel is the first word.
      commandLine: `${kernel} ${description.append ?? ''}`,
      memoryMiB: mebibytes(description.memory ?? 64),
      vmmouse: description.pointer !== 'none',
      socket: pipePath(socketPath(runtime)),
      serialLog: await prepareSerialLog(options, runtime, undo),
      serialSocket: pipePath(serialSocketPath(runtime)),
      state: options.state === undefined ? undefined : memoryFileOf(options.state),
    };
    const serial = await SerialPort.listen(machine.serialSocket);
    undo.push(() => serial.close());
    const emulator = await spawnEmulator(machine, { signal, clock }).catch((error) => {
      throw explainState(error, machine.state);
    });
    undo.push(() => emulator.end());
    const client = await QmpClient.connect(
      { kind: 'unix', path: machine.socket },
      { signal, clock },
    );
    undo.push(() => quit(client, emulator, clock));
    const { serialLog } = machine;
    const started = { client, emulator, frames, serial, serialLog, undo, clock };
    return { ...present(started), ...keepStates(client, runtime) };
  } catch (error) {
    await undoAll(undo);
    throw error;
  }
}

interface Started {
  readonly serial: SerialPort;
  readonly client: QmpClient;
  readonly emulator: EmulatorProcess;
  readonly frames: PrivateFolder;
  readonly serialLog: string;
  readonly undo: readonly Undo[];
  readonly clock: Clock;
}

function present(started: Started): Machine {
  const { client } = started;
  let stopped: Promise<void> | undefined;
  return {
    driver: 'embedded',
    title: `${client.version.package.replace('guestwright embedded, ', '')}, embedded`,
    client,
    keyboard: 'ps2',
    display: undefined,
    framesDir: started.frames.path,
    serial: started.serial,
    serialLog: started.serialLog,
    died: new Promise((resolve) => {
      void explainDeath(started).then((error) => {
        if (!stopped) resolve(error);
      });
    }),
    stop() {
      stopped ??= undoAll(started.undo);
      return stopped;
    },
  };
}

/** How its states and snapshots are kept: a file for each. */
function keepStates(
  client: QmpClient,
  runtime: PrivateFolder,
): Pick<Machine, 'saveState' | 'takeSnapshot' | 'restoreSnapshot'> {
  const snapshots = new Map<string, string>();
  const save = async (filename: string, signal?: AbortSignal) => {
    try {
      await client.execute('x-guestwright-snapshot', { filename }, { signal });
    } catch (error) {
      throw error instanceof QmpCommandError ? stateNotWritten(error) : error;
    }
  };
  return {
    async saveState(folder, signal) {
      const { running, status } = await client.execute('query-status', {}, { signal });
      if (!running) throw notRunning(status);
      await save(memoryFileOf(folder), signal);
    },
    async takeSnapshot(name, signal) {
      const file = snapshots.get(name) ?? join(runtime.path, `snapshot${snapshots.size}`);
      await save(file, signal);
      snapshots.set(name, file);
    },
    async restoreSnapshot(name, signal) {
      const filename = snapshots.get(name);
      if (filename === undefined) throw noSnapshot(name, snapshots.keys());
      await client.execute('x-guestwright-restore', { filename }, { signal });
    },
  };
}

/** Node's pipes on Windows have names of their own, anywhere else they are files. */
function pipePath(path: string): string {
  if (process.platform !== 'win32') return path;
  return `\\\\.\\pipe\\guestwright-${process.pid}-${randomBytes(8).toString('hex')}`;
}

async function explainDeath({ client, emulator, clock }: Started): Promise<MachineError> {
  const lost = await Promise.race([emulator.exited.then(() => undefined), client.closed]);
  if (lost === undefined || (await settledWithin(emulator.exited, EXIT_MS, clock))) {
    return emulator.exited;
  }
  const message = `the embedded machine's process runs, but its monitor is gone: ${lost.message}`;
  return new MachineError('monitor-lost', message, { cause: lost });
}

/** An emulator that ends before it listens, and was given a state, could not take it. */
function explainState(error: unknown, state: string | undefined): unknown {
  const hasEnded = error instanceof MachineError && error.code === 'emulator-exited';
  if (!hasEnded || state === undefined) return error;
  return stateUnusable('the embedded machine', error);
}

async function quit(client: QmpClient, emulator: EmulatorProcess, clock: Clock): Promise<void> {
  const agreed = client.execute('quit', {}, { timeoutMs: QUIT_MS }).then(
    () => true,
    () => false,
  );
  if (await agreed) await settledWithin(emulator.exited, EXIT_MS, clock);
  await client.close();
}
