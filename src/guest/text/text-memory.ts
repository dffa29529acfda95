import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Machine } from '../../machine/machine.ts';
import { QmpCommandError } from '../../qmp/errors.ts';

let saves = 0;

/** So many bytes of the guest's physical memory, or undefined where the machine does not give them. */
export async function saveMemory(
  machine: Machine,
  range: { readonly address: number; readonly size: number },
  signal?: AbortSignal,
): Promise<Buffer | undefined> {
  const filename = join(machine.framesDir, `memory-${++saves}`);
  try {
    await machine.client.execute(
      'pmemsave',
      { val: range.address, size: range.size, filename },
      signal && { signal },
    );
    // A small file in memory: quicker at once than by way of another thread.
    return readFileSync(filename);
  } catch (error) {
    if (error instanceof QmpCommandError || isMissing(error)) return undefined;
    throw error;
  } finally {
    rmSync(filename, { force: true });
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
