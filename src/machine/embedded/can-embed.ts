import { resolve } from 'node:path';
import type { EmbeddedDescription, QemuDescription } from '../description.ts';
import { isMultiboot } from './kernel.ts';
import { mebibytes } from './memory.ts';

/** v86 counts addresses in 32 bits with sign, and puts its video memory at 3.5 GiB. */
const MAX_MEMORY_MIB = 2047;

export type Embedding =
  | { readonly ok: true; readonly description: EmbeddedDescription }
  | { readonly ok: false; readonly reason: string };

/**
 * The embedded machine that a QEMU description asks for, or why there is none. It reads the start of the
 * kernel, whose path counts from `baseDir`.
 */
export function canEmbed(description: QemuDescription, baseDir: string): Embedding {
  const reason = findObstacle(description, baseDir);
  if (reason !== undefined) return { ok: false, reason };
  const { kernel = '', initrd, append, memory, pointer } = description;
  return {
    ok: true,
    description: {
      driver: 'embedded',
      kernel,
      ...(initrd !== undefined && { initrd }),
      ...(append !== undefined && { append }),
      ...(memory !== undefined && { memory }),
      pointer: pointer === 'vmmouse' ? 'vmmouse' : 'none',
    },
  };
}

function findObstacle(description: QemuDescription, baseDir: string): string | undefined {
  const { arch = 'x86_64', kernel, pointer = 'usb-tablet', keyboard = 'ps2' } = description;
  if (!/^(x86_64|i386)$/.test(arch)) return `its processor is ${arch}`;
  if (kernel === undefined) return 'it has no kernel';
  if (description.disks?.length) return 'it has disks';
  if (description.cdrom !== undefined) return 'it has a CD-ROM';
  if (description.drives?.length) return 'it has drives';
  if (description.firmware === 'uefi') return 'its firmware is UEFI';
  if ((description.network ?? 'none') !== 'none') return 'it has a network';
  if ((description.cpus ?? 1) > 1) return `it has ${description.cpus} processors`;
  if (description.displays) return 'its displays are named';
  if (description.touch) return 'it has a touch screen';
  if (description.vnc) return 'it has a VNC server';
  if (description.spice) return 'it has a SPICE server';
  if ((description.display ?? 'std') !== 'std') return `its display is ${description.display}`;
  if (keyboard !== 'ps2') return `its keyboard is ${keyboard}`;
  if (pointer !== 'vmmouse' && pointer !== 'ps2' && pointer !== 'none')
    return `its pointer is ${pointer}`;
  if (description['extra-args']?.length) return 'it has extra-args for QEMU';
  if (mebibytes(description.memory ?? 64) > MAX_MEMORY_MIB) {
    return `its memory is more than ${MAX_MEMORY_MIB} MiB`;
  }
  return findKernelObstacle(resolve(baseDir, kernel), kernel);
}

function findKernelObstacle(file: string, name: string): string | undefined {
  try {
    return isMultiboot(file) ? undefined : `its kernel ${name} is no multiboot kernel`;
  } catch {
    return `its kernel ${name} cannot be read`;
  }
}
