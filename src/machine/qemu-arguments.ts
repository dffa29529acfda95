import { archOf, isPc, keyboardOf, type QemuDescription } from './description.ts';
import type { Firmware } from './firmware.ts';
import type { Disk, MachineFiles } from './machine-files.ts';

/** The id of the display device, for `screendump`. */
export const DISPLAY_ID = 'video0';

/** What a description does not say: where things are for this one run. */
export interface Runtime {
  /** Disks as overlays where they are, firmware with its own variables. */
  readonly files: MachineFiles;
  readonly accel: 'kvm' | 'tcg';
  /** Where QMP listens. */
  readonly socket: string;
  readonly serialLog: string;
}

/**
 * The arguments of `qemu-system-*`, for QEMU 6.0 and later. Every device is named here: the machine
 * brings only what its board has (on a PC: PS/2, IDE), and the VMware port only for a vmmouse.
 * A guest that powers itself off leaves its machine there to be looked at.
 */
export function qemuArguments(description: QemuDescription, runtime: Runtime): readonly string[] {
  return [
    ['-no-user-config', '-nodefaults', '-no-shutdown'],
    machine(description, runtime),
    ['-m', memory(description), '-smp', `${description.cpus ?? 1}`],
    ['-boot', 'menu=off'],
    kernel(description, runtime.files),
    runtime.files.firmware ? firmware(runtime.files.firmware) : [],
    ['-display', 'none'],
    display(description),
    inputs(description),
    runtime.files.disks.flatMap((disk, index) => diskDevice(disk, index)),
    runtime.files.cdrom === undefined
      ? []
      : cdrom(description, runtime.files.cdrom, runtime.files.disks.length),
    ['-nic', description.network ?? 'none'],
    ['-chardev', `file,id=serial0,path=${value(runtime.serialLog)}`, '-serial', 'chardev:serial0'],
    ['-chardev', `socket,id=qmp0,path=${value(runtime.socket)},server=on,wait=off`],
    ['-mon', 'chardev=qmp0,mode=control'],
    description['extra-args'] ?? [],
  ].flat();
}

/** In QEMU's option syntax a comma ends a value unless it is doubled. */
function value(text: string): string {
  return text.replaceAll(',', ',,');
}

function machine(description: QemuDescription, { accel, files }: Runtime): string[] {
  const arch = archOf(description);
  const flash = files.firmware ? ',pflash0=firmware0,pflash1=variables0' : '';
  if (isPc(arch)) {
    const vmport = description.pointer === 'vmmouse' ? 'on' : 'off';
    return ['-machine', `pc,vmport=${vmport}${flash}`, '-accel', accel];
  }
  if (!hasVirtBoard(arch)) return ['-accel', accel];
  return ['-machine', `virt${flash}`, '-cpu', 'max', '-accel', accel];
}

function hasVirtBoard(arch: string): boolean {
  return /^(aarch64|arm|riscv32|riscv64|loongarch64)$/.test(arch);
}

function memory({ memory = 512 }: QemuDescription): string {
  return typeof memory === 'number' ? `${memory}M` : memory;
}

function kernel({ append }: QemuDescription, { kernel, initrd }: MachineFiles): string[] {
  return [
    ...(kernel === undefined ? [] : ['-kernel', kernel]),
    ...(initrd === undefined ? [] : ['-initrd', initrd]),
    ...(append === undefined ? [] : ['-append', append]),
  ];
}

function firmware({ code, variables }: Firmware): string[] {
  return [
    ...['-blockdev', `${fileNode('raw', 'firmware0', code)},read-only=on`],
    ...['-blockdev', fileNode('raw', 'variables0', variables)],
  ];
}

function display(description: QemuDescription): string[] {
  const device = {
    std: 'VGA',
    virtio: isPc(archOf(description)) ? 'virtio-vga' : 'virtio-gpu-pci',
    qxl: 'qxl-vga',
    cirrus: 'cirrus-vga',
    vmware: 'vmware-svga',
  }[description.display ?? 'std'];
  return ['-vga', 'none', '-device', `${device},id=${DISPLAY_ID}`];
}

/**
 * Not bound to the display: `input-send-event` without a device reaches only what is unbound. A USB
 * keyboard takes every key from its creation on, in firmware too (QEMU hw/input/hid.c, hid_init).
 */
function inputs(description: QemuDescription): string[] {
  const keyboard = keyboardOf(description);
  const pointer = description.pointer ?? 'usb-tablet';
  const devices: string[] = [];
  if (keyboard === 'usb' || pointer === 'usb-tablet') devices.push('qemu-xhci,id=usb0');
  if (keyboard === 'usb') devices.push('usb-kbd,id=keyboard0,bus=usb0.0');
  if (keyboard === 'virtio') devices.push('virtio-keyboard-pci,id=keyboard0');
  if (pointer === 'usb-tablet') devices.push('usb-tablet,id=pointer0,bus=usb0.0');
  if (pointer === 'virtio-tablet') devices.push('virtio-tablet-pci,id=pointer0');
  return devices.flatMap((device) => ['-device', device]);
}

/** Boot order: a kernel, then the disks in their order, then the CD-ROM, which an empty disk leaves the turn to. */
function diskDevice(disk: Disk, index: number): string[] {
  const id = `disk${index}`;
  const node = `${fileNode(disk.format, id, disk.file)},discard=unmap`;
  const device = { virtio: 'virtio-blk-pci', ide: 'ide-hd', nvme: `nvme,serial=${id}` }[
    disk.interface
  ];
  return [
    ...['-blockdev', disk.keep ? node : `${node},cache.no-flush=on`],
    ...['-device', `${device},id=${id},drive=${id},bootindex=${index + 1}`],
  ];
}

function cdrom(description: QemuDescription, file: string, disks: number): string[] {
  const drive = `id=cdrom0,drive=cdrom0,bootindex=${disks + 1}`;
  return [
    ...['-blockdev', `${fileNode('raw', 'cdrom0', file)},read-only=on`],
    ...(isPc(archOf(description))
      ? ['-device', `ide-cd,${drive}`]
      : ['-device', 'virtio-scsi-pci', '-device', `scsi-cd,${drive}`]),
  ];
}

function fileNode(format: string, name: string, file: string): string {
  return `driver=${format},node-name=${name},file.driver=file,file.filename=${value(file)}`;
}
