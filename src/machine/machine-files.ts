import { accessSync, constants, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { MachineError } from '../errors.ts';
import { archOf, type MachineDescription, type QemuDescription } from './description.ts';
import { type Firmware, findFirmware } from './qemu/firmware.ts';

/** Something a description names that is not there. `path` leads to it in the YAML mapping. */
export interface FileProblem {
  readonly path: readonly (string | number)[];
  /** `kernel guests/x.elf does not exist` */
  readonly message: string;
  readonly hint?: string;
}

export interface Disk {
  readonly file: string;
  readonly format: 'qcow2' | 'raw';
  readonly interface: 'virtio' | 'ide' | 'nvme';
  /** Whether the guest's writes stay in `file`. */
  readonly keep: boolean;
}

/** The files of a machine, by absolute paths. */
export interface MachineFiles {
  readonly kernel: string | undefined;
  readonly initrd: string | undefined;
  readonly cdrom: string | undefined;
  readonly disks: readonly Disk[];
  readonly firmware: Firmware | undefined;
}

/**
 * Finds every file that a description needs and the host does not have, without starting anything.
 * Relative paths count from `baseDir`.
 */
export function checkMachineFiles(
  description: MachineDescription,
  baseDir: string,
): readonly FileProblem[] {
  if ('attach' in description) return [];
  const problems: FileProblem[] = [];
  const expectFile = (path: readonly (string | number)[], what: string, file: string) => {
    const trouble = troubleWith(resolve(baseDir, file));
    if (trouble) problems.push({ path, message: `${what} ${file} ${trouble}` });
  };
  for (const key of ['kernel', 'initrd'] as const) {
    const file = description[key];
    if (file !== undefined) expectFile([key], key, file);
  }
  if (description.driver === 'embedded') return problems;
  if (description.cdrom !== undefined) expectFile(['cdrom'], 'cdrom', description.cdrom);
  description.disks?.forEach((disk, index) => {
    if (typeof disk === 'string') expectFile(['disks', index], 'disk', disk);
    else expectFile(['disks', index, 'file'], 'disk', disk.file);
  });
  if (description.firmware === 'uefi') {
    const found = findFirmware(archOf(description));
    if (!found.ok) problems.push({ path: ['firmware'], message: found.message, hint: found.hint });
  }
  return problems;
}

/** A `MachineError` `file-missing` names all files of the machine that are not there. */
export function expectMachineFiles(description: MachineDescription, baseDir: string): void {
  const problems = checkMachineFiles(description, baseDir);
  if (problems.length === 0) return;
  const hint =
    problems.find((problem) => problem.hint)?.hint ?? `relative paths count from ${baseDir}`;
  throw new MachineError('file-missing', problems.map(({ message }) => message).join('; '), {
    hint,
  });
}

/** The files of a machine. A `MachineError` `file-missing` names all that are not there. */
export function resolveMachineFiles(description: QemuDescription, baseDir: string): MachineFiles {
  expectMachineFiles(description, baseDir);
  const absolute = (file: string | undefined) =>
    file === undefined ? undefined : resolve(baseDir, file);
  const firmware = description.firmware === 'uefi' ? findFirmware(archOf(description)) : undefined;
  return {
    kernel: absolute(description.kernel),
    initrd: absolute(description.initrd),
    cdrom: absolute(description.cdrom),
    disks: (description.disks ?? []).map((disk) => resolveDisk(disk, baseDir)),
    firmware: firmware?.ok ? firmware.firmware : undefined,
  };
}

function resolveDisk(disk: NonNullable<QemuDescription['disks']>[number], baseDir: string): Disk {
  const written = typeof disk === 'string' ? { file: disk } : disk;
  return {
    file: resolve(baseDir, written.file),
    format: written.format ?? (written.file.endsWith('.qcow2') ? 'qcow2' : 'raw'),
    interface: written.interface ?? 'virtio',
    keep: written.keep ?? false,
  };
}

/** Why a file cannot be read, or written to as well; undefined where it can. */
export function troubleWith(file: string, { writes = false } = {}): string | undefined {
  try {
    if (statSync(file).isDirectory()) return 'is a folder, not a file';
    accessSync(file, writes ? constants.R_OK | constants.W_OK : constants.R_OK);
    return undefined;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'does not exist';
    return `cannot be ${writes ? 'written to' : 'read'} (${code})`;
  }
}
