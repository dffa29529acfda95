import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import { MachineError } from '../../errors.ts';
import type { QmpClient } from '../../qmp/client.ts';
import { expectDisplays } from '../check-displays.ts';
import { archOf, type QemuDescription } from '../description.ts';
import { findKeyboards, keyboardAmong, ringsOf } from '../detect-keyboard.ts';
import { displaysOf, isShared, keyboardOf, ownDevicesOf, sharedKeyboardOf } from '../displays.ts';
import type { Machine } from '../machine.ts';
import { type Disk, type MachineFiles, resolveMachineFiles } from '../machine-files.ts';
import {
  makeFramesFolder,
  makeRuntimeFolder,
  type PrivateFolder,
  serialSocketPath,
  socketPath,
  stateSocketPath,
} from '../runtime-folder.ts';
import { disksOfState } from '../saved-state.ts';
import { prepareSerialLog } from '../serial-log-file.ts';
import { SerialPort } from '../serial-port.ts';
import { settledWithin } from '../settled-within.ts';
import { type Undo, undoAll } from '../undo.ts';
import { type Accel, chooseAccel } from './accel.ts';
import { copyVariables } from './firmware.ts';
import { traceKeyboards } from './keyboard-trace.ts';
import type { SocketMigration } from './migrate.ts';
import { overlayDisks } from './overlay.ts';
import { nodeOfDisk, qemuArguments } from './qemu-arguments.ts';
import { connectMonitor, quitQemu } from './qemu-monitor.ts';
import { explainExit, type QemuProcess, spawnQemu, withLastWords } from './qemu-process.ts';
import { QemuSnapshots } from './qemu-snapshots.ts';
import { loadQemuState, saveQemuState, startWithState } from './qemu-state.ts';
import { watchScreens } from './watched-screens.ts';

const EXIT_AFTER_DISCONNECT_MS = 1_000;

export interface QemuOptions {
  readonly baseDir: string;
  readonly serialLog: string | undefined;
  readonly maskSerialLog?: ((bytes: Buffer) => Buffer) | undefined;
  /** A folder of `saveState`, where the guest is not to boot. */
  readonly state: string | undefined;
  /** Whether its screens get VNC servers for people who watch. */
  readonly watch?: boolean | undefined;
  readonly signal: AbortSignal | undefined;
  readonly clock: Clock;
}

/**
 * Starts a QEMU and connects to it. A `MachineError` says which file is missing (`file-missing`, before
 * anything is started), that there is no QEMU (`qemu-missing`), how it ended (`qemu-exited`) or that it
 * does not take that state (`state-unusable`). Leaves nothing behind when it fails or is aborted.
 */
export async function startQemu(
  description: QemuDescription,
  options: QemuOptions,
): Promise<Machine> {
  const { baseDir, state, signal, clock } = options;
  expectDisplays(description);
  const program = `qemu-system-${archOf(description)}`;
  const files = resolveMachineFiles(description, baseDir);
  signal?.throwIfAborted();
  const accel = await chooseAccel(description.accel ?? 'auto', {
    arch: archOf(description),
    signal,
    clock,
  });
  const undo: Undo[] = [];
  try {
    const runtime = makeRuntimeFolder();
    undo.push(() => runtime.remove());
    const frames = makeFramesFolder();
    undo.push(() => frames.remove());
    const serialLog = await prepareSerialLog(options, runtime, undo);
    const serial = await SerialPort.listen(serialSocketPath(runtime), { log: serialLog, clock });
    undo.push(() => serial.close());
    const watched = options.watch ? watchScreens(description, runtime.path) : undefined;
    const own = await privateFiles(files, runtime, options);
    const args = qemuArguments(description, {
      files: own,
      accel,
      socket: socketPath(runtime),
      serialSocket: serialSocketPath(runtime),
      incoming: state !== undefined,
      watched,
    });
    signal?.throwIfAborted();
    const qemu = await startWithState(state, (inherit) =>
      spawnQemu(program, args, { cwd: baseDir, clock, inherit }),
    );
    undo.push(() => qemu.end());
    const client = await connectMonitor(program, qemu, socketPath(runtime), { signal, clock });
    undo.push(() => quitQemu(client, qemu, clock));
    const migration = { client, socket: stateSocketPath(runtime), clock };
    if (state !== undefined) await loadQemuState({ client, clock, signal });
    const keyboards = await watchKeyboards(client, description, runtime);
    const started = { program, accel, client, qemu, frames, serial, serialLog, undo, clock };
    const more = { ...keyboards, ...(watched && { watched }) };
    return {
      ...present(description, started),
      disks: { files: own.disks, folder: runtime.path },
      ...keepStates(own.disks, migration, runtime),
      ...more,
    };
  } catch (error) {
    await undoAll(undo);
    throw error;
  }
}

/** What tells that the guest has read its keys. With devices of their own in `extra-args`, which one gets them. */
async function watchKeyboards(
  client: QmpClient,
  { displays, 'extra-args': args }: QemuDescription,
  runtime: PrivateFolder,
): Promise<Partial<Machine>> {
  const keyboards = await findKeyboards(client);
  const hasUsb = keyboards.some(({ device }) => device === 'usb');
  return {
    virtioKeyboards: ringsOf(keyboards),
    keyboardTrace: hasUsb
      ? await traceKeyboards(client, { folder: runtime.path, args })
      : undefined,
    ...(args && !displays && { keyboard: keyboardAmong(keyboards) }),
  };
}

/** How its states and snapshots are kept. */
function keepStates(
  disks: readonly Disk[],
  migration: SocketMigration,
  runtime: PrivateFolder,
): Pick<Machine, 'saveState' | 'takeSnapshot' | 'restoreSnapshot'> {
  const { client, clock } = migration;
  const file = join(runtime.path, 'snapshots.qcow2');
  const nodes = disks.map((_, index) => nodeOfDisk(index));
  const snapshots = new QemuSnapshots({ client, clock, file, disks: nodes });
  return {
    saveState: (folder, signal) => saveQemuState(folder, disks, { ...migration, signal }),
    takeSnapshot: (name, signal) => snapshots.take(name, signal),
    restoreSnapshot: (name, signal) => snapshots.restore(name, signal),
  };
}

interface Started {
  readonly program: string;
  readonly accel: Accel;
  readonly client: QmpClient;
  readonly qemu: QemuProcess;
  readonly frames: PrivateFolder;
  readonly serial: SerialPort;
  readonly serialLog: string;
  readonly undo: readonly Undo[];
  readonly clock: Clock;
}

function present(description: QemuDescription, started: Started): Machine {
  const { major, minor, micro } = started.client.version;
  let stopped: Promise<void> | undefined;
  let ended: Promise<void> | undefined;
  return {
    driver: 'qemu',
    title: `QEMU ${major}.${minor}.${micro}, ${started.accel}`,
    client: started.client,
    pid: started.qemu.pid,
    keyboard: keyboardOf(description),
    display: displaysOf(description)[0]?.id,
    own: ownDevicesOf(description),
    sharedKeyboard: sharedKeyboardOf(description),
    isShared: isShared(description),
    framesDir: started.frames.path,
    serial: started.serial,
    serialLog: started.serialLog,
    died: new Promise((resolve) => {
      void explainDeath(started).then((error) => {
        if (!stopped && !ended) resolve(error);
      });
    }),
    quit() {
      ended ??= quitQemu(started.client, started.qemu, started.clock);
      return ended.then(() => started.qemu.end());
    },
    stop() {
      stopped ??= undoAll(started.undo);
      return stopped;
    },
  };
}

async function privateFiles(
  files: MachineFiles,
  runtime: PrivateFolder,
  { state, signal }: QemuOptions,
): Promise<MachineFiles> {
  const disks = state === undefined ? files.disks : disksOfState(files.disks, state);
  return {
    ...files,
    disks: await overlayDisks(disks, runtime.path, signal),
    firmware: files.firmware && (await copyVariables(files.firmware, runtime.path)),
  };
}

/** Resolves when the process or its monitor is gone, with how that came. */
async function explainDeath({ program, client, qemu, clock }: Started): Promise<MachineError> {
  const disconnected = await Promise.race([qemu.exited.then(() => undefined), client.closed]);
  if (
    disconnected === undefined ||
    (await settledWithin(qemu.exited, EXIT_AFTER_DISCONNECT_MS, clock))
  ) {
    return explainExit(program, await qemu.exited, qemu.said());
  }
  const message = `${program} runs, but its monitor is gone: ${disconnected.message}`;
  return new MachineError('monitor-lost', withLastWords(message, qemu.said()), {
    cause: disconnected,
  });
}
