import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { MachineError } from '../errors.ts';
import type { PrivateFolder } from './runtime-folder.ts';

/** Where the guest's first serial port is written: what was asked for, its folder made, or a private file. */
export async function prepareSerialLog(
  { baseDir, serialLog }: { readonly baseDir: string; readonly serialLog: string | undefined },
  runtime: PrivateFolder,
): Promise<string> {
  if (serialLog === undefined) return join(runtime.path, 'serial.log');
  const file = resolve(baseDir, serialLog);
  try {
    await mkdir(dirname(file), { recursive: true });
  } catch (cause) {
    throw new MachineError('folder-failed', `no folder for the serial log: ${String(cause)}`, {
      cause,
    });
  }
  return file;
}
