import { accessSync, chmodSync, constants, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MachineError } from '../errors.ts';
import { guard } from './guardian.ts';

/** The guardian removes only what begins with the first word. */
const PREFIX = `guestwright-${process.pid}-`;
const SOCKET = 'qmp';
/** Not longer than the monitor's. */
const SERIAL = 'tty';
/** Not longer either. */
const STATE = 'mig';
/** The least of all systems (macOS), with the zero at its end. */
const LONGEST_SOCKET_PATH = 103;
const SHARED_MEMORY = '/dev/shm';

/** A folder that goes away with `remove`, or else with this process. */
export interface PrivateFolder {
  readonly path: string;
  /** Removes the folder and all in it. Never throws, can be called twice. */
  remove(): Promise<void>;
}

/**
 * Makes the folder for a machine's socket, overlays and firmware variables: ours alone (0700).
 * A `MachineError` `folder-failed` where the folder for temporary files cannot take it.
 */
export function makeRuntimeFolder(): PrivateFolder {
  const longest = join(tmpdir(), `${PREFIX}XXXXXX`, SOCKET);
  if (Buffer.byteLength(longest) > LONGEST_SOCKET_PATH) {
    throw new MachineError(
      'folder-failed',
      `the path of the monitor's socket is longer than ${LONGEST_SOCKET_PATH} bytes: ${longest}`,
      { hint: 'set TMPDIR to a folder with a shorter name' },
    );
  }
  return makeFolder(tmpdir());
}

/** Where QEMU's monitor listens. */
export function socketPath(folder: PrivateFolder): string {
  return join(folder.path, SOCKET);
}

/** Where the machine's serial port connects to. */
export function serialSocketPath(folder: PrivateFolder): string {
  return join(folder.path, SERIAL);
}

/** Where a saved state goes through, to the machine or from it. */
export function stateSocketPath(folder: PrivateFolder): string {
  return join(folder.path, STATE);
}

/**
 * Makes a folder for frames, in memory where the host has one. Ours alone (0700); with `foreign`, a
 * machine of another user can write into it too, and nobody but us can list it.
 */
export function makeFramesFolder(options: { foreign?: boolean } = {}): PrivateFolder {
  const folder = makeFolder(isWritable(SHARED_MEMORY) ? SHARED_MEMORY : tmpdir());
  if (options.foreign) chmodSync(folder.path, 0o1733);
  return folder;
}

function makeFolder(parent: string): PrivateFolder {
  const path = makeGuarded(parent);
  return {
    path: path.name,
    async remove() {
      await rm(path.name, { recursive: true, force: true, maxRetries: 3 }).then(
        path.release,
        () => {},
      );
    },
  };
}

function makeGuarded(parent: string): { name: string; release: () => void } {
  try {
    const name = mkdtempSync(join(parent, PREFIX));
    return { name, release: guard('folder', name) };
  } catch (cause) {
    throw new MachineError('folder-failed', `cannot make a folder in ${parent}: ${String(cause)}`, {
      hint: 'set TMPDIR to a folder that you may write to',
      cause,
    });
  }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
