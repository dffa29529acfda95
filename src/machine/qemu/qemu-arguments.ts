import { archOf, type DisplayDescription, isPc, type QemuDescription } from '../description.ts';
import { displaysOf, sharedKeyboardOf, sharedPointerOf } from '../displays.ts';
import { driveArguments } from '../drives.ts';
import type { Disk, MachineFiles } from '../machine-files.ts';
import type { Firmware } from './firmware.ts';
import { optionValue as value } from './option-value.ts';
import { remoteDisplayArguments } from './remote-displays.ts';
import { type WatchedScreen, watchArguments } from './watched-screens.ts';

/** What a description does not say: where things are for this one run. */
export interface Runtime {
  /** Disks as overlays where they are, firmware with its own variables. */
  readonly files: MachineFiles;
  readonly accel: 'kvm' | 'tcg';
  /** Where QMP listens. */
  readonly socket: string;
  /** Where we listen for its first serial port. */
  readonly serialSocket: string;
  /** Whether the guest comes from a saved state, and does not boot. Default: false. */
  readonly incoming?: boolean;
  /** Where each of its screens may be watched. Default: nowhere. */
  readonly watched?: readonly WatchedScreen[] | undefined;
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
    remoteDisplayArguments(description, runtime.socket),
    display(description),
    inputs(description),
    runtime.files.disks.flatMap((disk, index) => diskDevice(disk, index)),
    drives(description, runtime.files),
    ['-nic', description.network ?? 'none'],
    serial(description, runtime),
    ['-chardev', `socket,id=qmp0,path=${value(runtime.socket)},server=on,wait=off`],
    ['-mon', 'chardev=qmp0,mode=control'],
    runtime.incoming ? ['-incoming', 'defer'] : [],
    description['extra-args'] ?? [],
    // Behind the user's own: QEMU means the first VNC server when nobody says which.
    watchArguments(runtime.watched ?? []),
  ].flat();
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
  const cards = displaysOf(description).map((display, index) => {
    const heads = display.heads === undefined ? '' : `,max_outputs=${display.heads}`;
    return `${cardOf(display, index === 0, isPc(archOf(description)))},id=${display.id}${heads}`;
  });
  return ['-vga', 'none', ...cards.flatMap((card) => ['-device', card])];
}

/** The first one is the PC's VGA; the others are cards without one. */
function cardOf({ type = 'std' }: DisplayDescription, isFirst: boolean, isPc: boolean): string {
  switch (type) {
    case 'std':
      return isFirst ? 'VGA' : 'secondary-vga';
    case 'virtio':
      return isFirst && isPc ? 'virtio-vga' : 'virtio-gpu-pci';
    case 'qxl':
      return isFirst ? 'qxl-vga' : 'qxl';
    case 'cirrus':
      return 'cirrus-vga';
    case 'vmware':
      return 'vmware-svga';
    default:
      return type satisfies never;
  }
}

/**
 * What is not bound to a display gets what is sent without a device. A USB keyboard takes every key from
 * its creation on, in firmware too (QEMU hw/input/hid.c, hid_init).
 */
function inputs(description: QemuDescription): string[] {
  const devices = [...sharedInputs(description), ...boundInputs(description)];
  const needsUsb = devices.some((device) => device.startsWith('usb-'));
  return (needsUsb ? ['qemu-xhci,id=usb0', ...devices] : devices).flatMap((device) => [
    '-device',
    device,
  ]);
}

function sharedInputs(description: QemuDescription): string[] {
  const { keyboard: wanted, displays = [], touch } = description;
  const everyoneHasOne = displays.length > 0 && displays.every(({ keyboard }) => keyboard);
  const keyboard = everyoneHasOne && !wanted ? 'ps2' : sharedKeyboardOf(description);
  const pointer = sharedPointerOf(description);
  return [
    ...(keyboard === 'ps2' ? [] : [`${keyboardDevices[keyboard]},id=keyboard0`]),
    ...(isDevice(pointer) ? [`${pointerDevices[pointer]},id=pointer0`] : []),
    ...(touch ? [`${TOUCH_DEVICE},id=touch0`] : []),
  ].map(plugIn);
}

/** One of each for each head. The serial is what the guest can tell them apart by. */
function boundInputs({ displays = [] }: QemuDescription): string[] {
  return displays.flatMap(({ id, heads = 1, keyboard, pointer, touch }) =>
    Array.from({ length: heads }, (_, head) => {
      const bind = (device: string, what: string) => {
        // QEMU 7.2: a usb-kbd has no property for it, and means head 0.
        const output = device === keyboardDevices.usb ? '' : `,head=${head}`;
        return plugIn(
          `${device},id=${id}-${what}${head},serial=${id}.${head},display=${id}${output}`,
        );
      };
      return [
        ...(keyboard ? [bind(keyboardDevices[keyboard], 'keyboard')] : []),
        ...(pointer ? [bind(pointerDevices[pointer], 'pointer')] : []),
        ...(touch ? [bind(TOUCH_DEVICE, 'touch')] : []),
      ];
    }).flat(),
  );
}

const keyboardDevices = { usb: 'usb-kbd', virtio: 'virtio-keyboard-pci' } as const;
const pointerDevices = {
  'usb-tablet': 'usb-tablet',
  'usb-mouse': 'usb-mouse',
  'virtio-tablet': 'virtio-tablet-pci',
  'virtio-mouse': 'virtio-mouse-pci',
} as const;
const TOUCH_DEVICE = 'virtio-multitouch-pci';

function isDevice(pointer: string): pointer is keyof typeof pointerDevices {
  return Object.hasOwn(pointerDevices, pointer);
}

function plugIn(device: string): string {
  return device.startsWith('usb-') ? `${device},bus=usb0.0` : device;
}

/** Boot order: a kernel, then the disks in their order, then the CD-ROM, which an empty disk leaves the turn to. */
function diskDevice(disk: Disk, index: number): string[] {
  const id = nodeOfDisk(index);
  const node = `${fileNode(disk.format, id, disk.file)},discard=unmap`;
  const device = { virtio: 'virtio-blk-pci', ide: 'ide-hd', nvme: `nvme,serial=${id}` }[
    disk.interface
  ];
  return [
    ...['-blockdev', disk.keep ? node : `${node},cache.no-flush=on`],
    ...['-device', `${device},id=${id},drive=${id},bootindex=${index + 1}`],
  ];
}

/** The name of its block node, and of its device. */
export function nodeOfDisk(index: number): string {
  return `disk${index}`;
}

function drives(description: QemuDescription, { cdrom, disks }: MachineFiles): string[] {
  const node = cdrom === undefined ? undefined : 'cdrom0';
  const medium = cdrom === undefined ? [] : [`${fileNode('raw', 'cdrom0', cdrom)},read-only=on`];
  return [
    ...medium.flatMap((options) => ['-blockdev', options]),
    ...driveArguments({ ...description, cdrom }, { node, firstBoot: disks.length + 1 }),
  ];
}

/** QEMU keeps the log itself, so that it is whole also when we are busy. */
function serial({ serial }: QemuDescription, { serialSocket }: Runtime): string[] {
  const chardev = `socket,id=serial0,path=${value(serialSocket)}`;
  const console = ['-device', 'virtio-serial-pci,id=console0'];
  const device = ['-device', 'virtconsole,bus=console0.0,chardev=serial0'];
  return [
    ...['-chardev', chardev],
    ...(serial === 'virtio' ? [...console, ...device] : ['-serial', 'chardev:serial0']),
  ];
}

function fileNode(format: string, name: string, file: string): string {
  return `driver=${format},node-name=${name},file.driver=file,file.filename=${value(file)}`;
}
