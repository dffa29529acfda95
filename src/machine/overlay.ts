import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { MachineError } from '../errors.ts';
import type { Disk } from './machine-files.ts';

const run = promisify(execFile);

/**
 * The disks as the guest may write to them: each, unless it is to be kept, behind an empty qcow2
 * overlay in `folder`. The images themselves are only read. A `MachineError` where qemu-img fails.
 */
export async function overlayDisks(
  disks: readonly Disk[],
  folder: string,
  signal?: AbortSignal,
): Promise<readonly Disk[]> {
  return Promise.all(
    disks.map(async (disk, index): Promise<Disk> => {
      if (disk.keep) return disk;
      const file = join(folder, `disk${index}.qcow2`);
      await createOverlay(disk, file, signal);
      return { ...disk, file, format: 'qcow2' };
    }),
  );
}

async function createOverlay(disk: Disk, overlay: string, signal?: AbortSignal): Promise<void> {
  const args = ['create', '-q', '-f', 'qcow2', '-b', disk.file, '-F', disk.format, overlay];
  try {
    await run('qemu-img', args, signal ? { signal } : {});
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new MachineError(
        'qemu-img-missing',
        'qemu-img is not installed: no overlay for a disk',
        {
          hint: 'run npm run setup, or on Debian and Ubuntu: apt-get install qemu-utils',
          cause,
        },
      );
    }
    const said = (cause as { stderr?: string }).stderr?.trim() || String(cause);
    throw new MachineError('overlay-failed', `no overlay for the disk ${disk.file}: ${said}`, {
      hint: 'format must name what the image is: qcow2 or raw',
      cause,
    });
  }
}
