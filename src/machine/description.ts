import { z } from 'zod';
import { remoteDisplayKeys } from './qemu/remote-displays.ts';

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

const displayType = z.enum(['std', 'virtio', 'qxl', 'cirrus', 'vmware']);

/** One of several displays, with what is bound to it. usb-kbd knows no head, usb-mouse no display (QEMU 7.2). */
const displayDescription = z.strictObject({
  id: z
    .string()
    .regex(/^[A-Za-z][\w-]*$/, 'a name of letters, digits, dashes and underscores')
    .describe('What `device:` in a step calls it'),
  type: displayType.optional().describe('Default: std. cirrus and vmware only as the first one'),
  heads: z.number().int().min(1).max(16).optional().describe('Outputs of a virtio. Default: 1'),
  keyboard: z
    .enum(['usb', 'virtio'])
    .optional()
    .describe("Its own, one for each head. Default: it shares the machine's"),
  pointer: z
    .enum(['usb-tablet', 'virtio-tablet', 'virtio-mouse'])
    .optional()
    .describe("Its own, one for each head. Default: it shares the machine's"),
  touch: z.boolean().optional().describe('Its own touch screen, one for each head. QEMU 8.1'),
});

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
  cdrom: z.string().optional().describe('An ISO image, in the drive cdrom0'),
  drives: z
    .array(z.enum(['cdrom', 'floppy']))
    .optional()
    .describe('Further drives, empty until a `media` step: cdrom0, cdrom1, floppy0, ...'),
  firmware: z
    .enum(['bios', 'uefi'])
    .optional()
    .describe('Default: bios. uefi gets its own copy of the variables'),
  network: z.enum(['none', 'user']).optional().describe('Default: none'),
  memory: megabytes.optional().describe('Default: 512M'),
  cpus: z.number().int().min(1).max(255).optional().describe('Default: 1'),
  display: displayType.optional().describe('Display device. Default: std (Bochs VBE)'),
  displays: z
    .array(displayDescription)
    .min(1)
    .max(8)
    .optional()
    .describe('Several displays, the first one first, in place of display'),
  keyboard: z
    .enum(['ps2', 'usb', 'virtio'])
    .optional()
    .describe('Default: ps2; usb where the machine is no PC'),
  pointer: z
    .enum(['usb-tablet', 'virtio-tablet', 'vmmouse', 'usb-mouse', 'virtio-mouse', 'ps2', 'none'])
    .optional()
    .describe('Default: usb-tablet. A mouse is homed and stepped; on a PC, none is its PS/2 mouse'),
  touch: z.boolean().optional().describe('A touch screen (virtio-multitouch). QEMU 8.1'),
  serial: z
    .enum(['port', 'virtio'])
    .optional()
    .describe(
      'What `serial` and `shell` talk to: the serial port (ttyS0), or a virtio console (hvc0)',
    ),
  accel: z
    .enum(['auto', 'kvm', 'tcg'])
    .optional()
    .describe('Default: auto, which takes KVM only where a guest has been seen to finish under it'),
  ...remoteDisplayKeys,
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
  serial: z
    .string()
    .regex(/^unix:./, 'unix: and a path')
    .optional()
    .describe('Where its serial port listens: unix:/path'),
  display: z.string().optional().describe('QOM id of the display device to look at'),
  'release-modifiers': z
    .boolean()
    .optional()
    .describe('Lets shift, ctrl, alt and meta go first, which somebody may have left down'),
});

export type DisplayDescription = z.infer<typeof displayDescription>;
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
