import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { explain, MachineError } from '../errors.ts';

/** Writes a file whole or not at all. @throws MachineError `report-not-writable` */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<string> {
  const draft = `${file}.${randomUUID()}.tmp`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(draft, content);
    await rename(draft, file);
    return file;
  } catch (cause) {
    await rm(draft, { force: true }).catch(() => undefined);
    return cannotWrite(cause);
  }
}

export function cannotWrite(cause: unknown): never {
  if (cause instanceof MachineError) throw cause;
  throw new MachineError('report-not-writable', `cannot write the report: ${explain(cause)}`, {
    cause,
  });
}
