import { closeSync, openSync, writeSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { MachineError } from '../errors.ts';
import type { PrivateFolder } from './runtime-folder.ts';
import type { Undo } from './undo.ts';

export interface SerialLogOptions {
  readonly baseDir: string;
  readonly serialLog: string | undefined;
  /** See `StartOptions`. */
  readonly maskSerialLog?: ((bytes: Buffer) => Buffer) | undefined;
}

/**
 * Where the guest's first serial port is written: what was asked for, its folder made, or a private file.
 * One that is to be masked is private until the guest has ended, then `undo` hands it over.
 */
export async function prepareSerialLog(
  { baseDir, serialLog, maskSerialLog: mask }: SerialLogOptions,
  runtime: PrivateFolder,
  undo: Undo[],
): Promise<string> {
  const own = join(runtime.path, 'serial.log');
  if (serialLog === undefined) return own;
  const file = resolve(baseDir, serialLog);
  try {
    await mkdir(dirname(file), { recursive: true });
    if (!mask) return file;
    await writeFile(file, '');
  } catch (cause) {
    throw new MachineError('folder-failed', `no folder for the serial log: ${String(cause)}`, {
      cause,
    });
  }
  undo.push(async () => writeFile(file, mask(await readFile(own))));
  return own;
}

/**
 * The file that a machine's serial port is written to, each piece as it comes. QEMU's own `logfile` has a byte
 * twice where the socket beside it was full for a moment (chardev/char.c logs it with each try).
 */
export class SerialLogFile {
  #file: number | undefined;

  /** An older one is written over. @throws MachineError `folder-failed` */
  constructor(path: string) {
    try {
      this.#file = openSync(path, 'w');
    } catch (cause) {
      const message = `the serial log cannot be written: ${String(cause)}`;
      throw new MachineError('folder-failed', message, { cause });
    }
  }

  /** Where the disk is full, the log ends: the guest runs on, and the run's own files tell of it. */
  write(bytes: Buffer): void {
    if (this.#file === undefined) return;
    try {
      let written = 0;
      while (written < bytes.length) written += writeSync(this.#file, bytes, written);
    } catch {
      this.close();
    }
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}
