import { z } from 'zod';
import type { KeyboardDevice } from './machine.ts';

const megabytes = z
  .union([z.number().int().positive(), z.string().regex(/^\d+[MG]$/, 'a size such as 512M or 2G')])
  .describe('Memory size: a number of MiB, or a text such as 512M or 2G');

const diskDescription = z
  .union([
    z.string(),
    z.strictObject({
      file: z.string().describe('The image, relative to the file that names it'),
      format: z
        .enum(['qcow2', 'raw'])
        .optional()
        .describe('Default: by the name (.qcow2), else raw'),
      keep: z
        .boolean()
        .optional()
        .describe('Write to the image itself. Default: a throw-away overlay takes all writes'),
      interface: z.enum(['virtio', 'ide', 'nvme']).optional().describe('Default: virtio'),
    }),
  ])
  .describe('A disk image');

/** A machine that Guestwright starts: a `qemu-system-*` process. */
export const qemuDescription = z.strictObject({
  driver: z.literal('qemu').optional(),
  arch: z
    .string()
    .regex(/^[a-z0-9_]+$/)
    .optional()
    .describe('qemu-system-<arch>. Default: x86_64'),
  kernel: z.string().optional().describe('A kernel (Linux or multiboot) to start directly'),
  initrd: z.string().optional().describe('Initial RAM disk for the kernel'),
  append: z.string().optional().describe('Kernel command line'),
  disks: z.array(diskDescription).optional(),
  cdrom: z.string().optional().describe('An ISO image'),
  firmware: z
    .enum(['bios', 'uefi'])
    .optional()
    .describe('Default: bios. uefi gets its own copy of the variables'),
  network: z.enum(['none', 'user']).optional().describe('Default: none'),
  memory: megabytes.optional().describe('Default: 512M'),
  cpus: z.number().int().min(1).max(255).optional().describe('Default: 1'),
  display: z
    .enum(['std', 'virtio', 'qxl', 'cirrus', 'vmware'])
    .optional()
    .describe('Display device. Default: std (Bochs VBE)'),
  keyboard: z
    .enum(['ps2', 'usb', 'virtio'])
    .optional()
    .describe('Default: ps2; usb where the machine is no PC'),
  pointer: z
    .enum(['usb-tablet', 'virtio-tablet', 'vmmouse', 'none'])
    .optional()
    .describe('Default: usb-tablet'),
  accel: z
    .enum(['auto', 'kvm', 'tcg'])
    .optional()
    .describe('Default: auto, which takes KVM only where a guest has been seen to finish under it'),
  'extra-args': z
    .array(z.string())
    .optional()
    .describe('Further arguments, handed to QEMU as they are'),
});

/** A machine that runs in Node: v86 in a process of its own, for guests that need no more than a kernel. */
export const embeddedDescription = z.strictObject({
  driver: z.literal('embedded'),
  kernel: z.string().describe('A multiboot kernel to start directly'),
  initrd: z.string().optional().describe('A module for the kernel'),
  append: z.string().optional().describe('Kernel command line'),
  memory: megabytes.optional().describe('Default: 64M'),
  keyboard: z.enum(['ps2']).optional().describe('Default: ps2, the only one'),
  pointer: z.enum(['vmmouse', 'none']).optional().describe('Default: vmmouse'),
});

/** A machine that somebody else runs: Guestwright connects to its monitor. */
export const attachedDescription = z.strictObject({
  driver: z.literal('attached').optional(),
  attach: z.string().describe('Where its QMP monitor listens: unix:/path or tcp:host:port'),
  keyboard: z
    .enum(['ps2', 'usb', 'virtio'])
    .optional()
    .describe('The keyboard that gets its keys. Default: found out'),
  display: z.string().optional().describe('QOM id of the display device to look at'),
});

export type QemuDescription = z.infer<typeof qemuDescription>;
export type AttachedDescription = z.infer<typeof attachedDescription>;
export type EmbeddedDescription = z.infer<typeof embeddedDescription>;
export type MachineDescription = QemuDescription | AttachedDescription | EmbeddedDescription;

/** Whether QEMU emulates a PC, with PS/2, VGA and the VMware port. */
export function isPc(arch: string): boolean {
  return arch === 'x86_64' || arch === 'i386';
}

export function archOf(description: QemuDescription): string {
  return description.arch ?? 'x86_64';
}

/** The keyboard that a machine of this description gets its keys through. */
export function keyboardOf(description: MachineDescription): KeyboardDevice {
  if (description.keyboard) return description.keyboard;
  if (description.driver === 'embedded') return 'ps2';
  return 'attach' in description || isPc(archOf(description)) ? 'ps2' : 'usb';
}
