import { join } from 'node:path';
import { MachineError } from '../../errors.ts';
import type { Disk } from '../machine-files.ts';
import { runTool } from '../run-tool.ts';

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
  const about = { package: 'qemu-utils', without: 'no overlay for a disk', signal };
  const { status, stderr } = await runTool('qemu-img', args, about);
  if (status === 0) return;
  throw new MachineError('overlay-failed', `no overlay for the disk ${disk.file}: ${stderr}`, {
    hint: 'format must name what the image is: qcow2 or raw',
  });
}
