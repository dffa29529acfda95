import { expect, test } from 'vitest';
import type { QemuDescription } from '../../../src/machine/description.ts';
import type { MachineFiles } from '../../../src/machine/machine-files.ts';
import { qemuArguments } from '../../../src/machine/qemu/qemu-arguments.ts';

const noFiles: MachineFiles = {
  kernel: undefined,
  initrd: undefined,
  cdrom: undefined,
  disks: [],
  firmware: undefined,
};

/** One option a line, its value behind it. */
function commandLine(description: QemuDescription, files: Partial<MachineFiles> = {}): string {
  const args = qemuArguments(description, {
    files: { ...noFiles, ...files },
    accel: 'tcg',
    socket: '/run/gw/qmp',
    serialSocket: '/run/gw/tty',
  });
  return args.join('\n').replaceAll(/\n(?!-)/g, ' ');
}

const devices = (description: QemuDescription) =>
  commandLine(description)
    .split('\n')
    .filter((line) => line.startsWith('-device '))
    .map((line) => line.slice('-device '.length));

test('a machine of which nothing is said', () => {
  expect(commandLine({})).toMatchInlineSnapshot(`
    "-no-user-config
    -nodefaults
    -no-shutdown
    -machine pc,vmport=off
    -accel tcg
    -m 512M
    -smp 1
    -boot menu=off
    -display none
    -vga none
    -device VGA,id=video0
    -device qemu-xhci,id=usb0
    -device usb-tablet,id=pointer0,bus=usb0.0
    -nic none
    -chardev socket,id=serial0,path=/run/gw/tty
    -serial chardev:serial0
    -chardev socket,id=qmp0,path=/run/gw/qmp,server=on,wait=off
    -mon chardev=qmp0,mode=control"
  `);
});

test('the Debian installer: kernel, initrd, 2 GB, usb-tablet', () => {
  expect(
    commandLine(
      { memory: '2G', append: 'vga=788 --- quiet', display: 'std', pointer: 'usb-tablet' },
      { kernel: '/d/linux', initrd: '/d/initrd.gz' },
    ),
  ).toMatchInlineSnapshot(`
    "-no-user-config
    -nodefaults
    -no-shutdown
    -machine pc,vmport=off
    -accel tcg
    -m 2G
    -smp 1
    -boot menu=off
    -kernel /d/linux
    -initrd /d/initrd.gz
    -append vga=788 --- quiet
    -display none
    -vga none
    -device VGA,id=video0
    -device qemu-xhci,id=usb0
    -device usb-tablet,id=pointer0,bus=usb0.0
    -nic none
    -chardev socket,id=serial0,path=/run/gw/tty
    -serial chardev:serial0
    -chardev socket,id=qmp0,path=/run/gw/qmp,server=on,wait=off
    -mon chardev=qmp0,mode=control"
  `);
});

test('disks in boot order, then the CD-ROM', () => {
  expect(
    commandLine(
      { network: 'user', cpus: 2, memory: 96 },
      {
        disks: [
          { file: '/run/gw/disk0.qcow2', format: 'qcow2', interface: 'virtio', keep: false },
          { file: '/d/b.img', format: 'raw', interface: 'ide', keep: true },
          { file: '/d/c.img', format: 'raw', interface: 'nvme', keep: true },
        ],
        cdrom: '/d/cd.iso',
      },
    ),
  ).toMatchInlineSnapshot(`
    "-no-user-config
    -nodefaults
    -no-shutdown
    -machine pc,vmport=off
    -accel tcg
    -m 96M
    -smp 2
    -boot menu=off
    -display none
    -vga none
    -device VGA,id=video0
    -device qemu-xhci,id=usb0
    -device usb-tablet,id=pointer0,bus=usb0.0
    -blockdev driver=qcow2,node-name=disk0,file.driver=file,file.filename=/run/gw/disk0.qcow2,discard=unmap,cache.no-flush=on
    -device virtio-blk-pci,id=disk0,drive=disk0,bootindex=1
    -blockdev driver=raw,node-name=disk1,file.driver=file,file.filename=/d/b.img,discard=unmap
    -device ide-hd,id=disk1,drive=disk1,bootindex=2
    -blockdev driver=raw,node-name=disk2,file.driver=file,file.filename=/d/c.img,discard=unmap
    -device nvme,serial=disk2,id=disk2,drive=disk2,bootindex=3
    -blockdev driver=raw,node-name=cdrom0,file.driver=file,file.filename=/d/cd.iso,read-only=on
    -device ide-cd,id=cdrom0,drive=cdrom0,bootindex=4
    -nic user
    -chardev socket,id=serial0,path=/run/gw/tty
    -serial chardev:serial0
    -chardev socket,id=qmp0,path=/run/gw/qmp,server=on,wait=off
    -mon chardev=qmp0,mode=control"
  `);
});

test('UEFI in two flash chips', () => {
  const firmware = { code: '/fw/code.fd', variables: '/run/gw/variables.fd' };
  expect(commandLine({ firmware: 'uefi' }, { firmware })).toMatchInlineSnapshot(`
    "-no-user-config
    -nodefaults
    -no-shutdown
    -machine pc,vmport=off,pflash0=firmware0,pflash1=variables0
    -accel tcg
    -m 512M
    -smp 1
    -boot menu=off
    -blockdev driver=raw,node-name=firmware0,file.driver=file,file.filename=/fw/code.fd,read-only=on
    -blockdev driver=raw,node-name=variables0,file.driver=file,file.filename=/run/gw/variables.fd
    -display none
    -vga none
    -device VGA,id=video0
    -device qemu-xhci,id=usb0
    -device usb-tablet,id=pointer0,bus=usb0.0
    -nic none
    -chardev socket,id=serial0,path=/run/gw/tty
    -serial chardev:serial0
    -chardev socket,id=qmp0,path=/run/gw/qmp,server=on,wait=off
    -mon chardev=qmp0,mode=control"
  `);
});

test('a board without a PC', () => {
  expect(
    commandLine({ arch: 'aarch64', display: 'virtio' }, { cdrom: '/d/cd.iso' }),
  ).toMatchInlineSnapshot(`
    "-no-user-config
    -nodefaults
    -no-shutdown
    -machine virt
    -cpu max
    -accel tcg
    -m 512M
    -smp 1
    -boot menu=off
    -display none
    -vga none
    -device virtio-gpu-pci,id=video0
    -device qemu-xhci,id=usb0
    -device usb-kbd,id=keyboard0,bus=usb0.0
    -device usb-tablet,id=pointer0,bus=usb0.0
    -blockdev driver=raw,node-name=cdrom0,file.driver=file,file.filename=/d/cd.iso,read-only=on
    -device virtio-scsi-pci
    -device scsi-cd,id=cdrom0,drive=cdrom0,bootindex=1
    -nic none
    -chardev socket,id=serial0,path=/run/gw/tty
    -serial chardev:serial0
    -chardev socket,id=qmp0,path=/run/gw/qmp,server=on,wait=off
    -mon chardev=qmp0,mode=control"
  `);
});

test.each([
  ['std', 'VGA,id=video0'],
  ['virtio', 'virtio-vga,id=video0'],
  ['qxl', 'qxl-vga,id=video0'],
  ['cirrus', 'cirrus-vga,id=video0'],
  ['vmware', 'vmware-svga,id=video0'],
] as const)('display %s is %s', (display, device) => {
  expect(devices({ display, pointer: 'none' })).toEqual([device]);
});

test.each([
  ['ps2', 'none', []],
  ['ps2', 'usb-tablet', ['qemu-xhci,id=usb0', 'usb-tablet,id=pointer0,bus=usb0.0']],
  ['usb', 'none', ['qemu-xhci,id=usb0', 'usb-kbd,id=keyboard0,bus=usb0.0']],
  [
    'usb',
    'usb-tablet',
    ['qemu-xhci,id=usb0', 'usb-kbd,id=keyboard0,bus=usb0.0', 'usb-tablet,id=pointer0,bus=usb0.0'],
  ],
  [
    'virtio',
    'virtio-tablet',
    ['virtio-keyboard-pci,id=keyboard0', 'virtio-tablet-pci,id=pointer0'],
  ],
  ['ps2', 'vmmouse', []],
] as const)(
  'a %s keyboard and the pointer %s come after the display',
  (keyboard, pointer, rest) => {
    expect(devices({ keyboard, pointer })).toEqual(['VGA,id=video0', ...rest]);
  },
);

test.each([
  ['vmmouse', 'on'],
  ['usb-tablet', 'off'],
] as const)('with the pointer %s the VMware port is %s', (pointer, vmport) => {
  expect(commandLine({ pointer })).toContain(`-machine pc,vmport=${vmport}\n`);
});

test('a comma in a path is doubled in option syntax only', () => {
  const disk = { file: '/a,b.img', format: 'raw', interface: 'virtio', keep: true } as const;
  const line = commandLine({}, { kernel: '/k,1', disks: [disk] });
  expect(line).toContain('file.filename=/a,,b.img,');
  expect(line).toContain('-kernel /k,1\n');
});

test('extra-args come last, as they are', () => {
  const args = commandLine({ 'extra-args': ['-S', '-name', 'a, b'] });
  expect(args.endsWith('\n-S\n-name a, b')).toBe(true);
});

test('several displays: each with what is bound to it, and nothing that would go unused', () => {
  expect(
    devices({
      displays: [
        { id: 'left', keyboard: 'usb', pointer: 'usb-tablet' },
        { id: 'right', keyboard: 'usb', pointer: 'virtio-tablet' },
      ],
    }),
  ).toEqual([
    'VGA,id=left',
    'secondary-vga,id=right',
    'qemu-xhci,id=usb0',
    'usb-kbd,id=left-keyboard0,serial=left.0,display=left,bus=usb0.0',
    'usb-tablet,id=left-pointer0,serial=left.0,display=left,head=0,bus=usb0.0',
    'usb-kbd,id=right-keyboard0,serial=right.0,display=right,bus=usb0.0',
    'virtio-tablet-pci,id=right-pointer0,serial=right.0,display=right,head=0',
  ]);
});

test('a display without a pointer of its own shares the one of the machine', () => {
  expect(devices({ displays: [{ id: 'a' }, { id: 'b', type: 'qxl' }] })).toEqual([
    'VGA,id=a',
    'qxl,id=b',
    'qemu-xhci,id=usb0',
    'usb-tablet,id=pointer0,bus=usb0.0',
  ]);
});

test('a card with two heads', () => {
  const wide = { id: 'wide', type: 'virtio', heads: 2, keyboard: 'virtio', touch: true } as const;
  expect(devices({ displays: [wide], pointer: 'none' })).toEqual([
    'virtio-vga,id=wide,max_outputs=2',
    'virtio-keyboard-pci,id=wide-keyboard0,serial=wide.0,display=wide,head=0',
    'virtio-multitouch-pci,id=wide-touch0,serial=wide.0,display=wide,head=0',
    'virtio-keyboard-pci,id=wide-keyboard1,serial=wide.1,display=wide,head=1',
    'virtio-multitouch-pci,id=wide-touch1,serial=wide.1,display=wide,head=1',
  ]);
});

test.each([
  ['usb-mouse', ['qemu-xhci,id=usb0', 'usb-mouse,id=pointer0,bus=usb0.0']],
  ['virtio-mouse', ['virtio-mouse-pci,id=pointer0']],
  ['ps2', []],
] as const)('the pointer %s', (pointer, rest) => {
  expect(devices({ pointer })).toEqual(['VGA,id=video0', ...rest]);
});

test('empty drives stand behind the one that has a medium, and a floppy starts nothing', () => {
  const description: QemuDescription = { drives: ['cdrom', 'floppy', 'cdrom'] };
  const drives = (lines: string) =>
    lines.split('\n').filter((line) => /ide-cd|scsi-cd|floppy/.test(line));
  expect(drives(commandLine(description, { cdrom: '/d/cd.iso' }))).toEqual([
    '-device ide-cd,id=cdrom0,drive=cdrom0,bootindex=1',
    '-device ide-cd,id=cdrom1,bootindex=2',
    '-device floppy,id=floppy0',
    '-device ide-cd,id=cdrom2,bootindex=4',
  ]);
  expect(drives(commandLine({ arch: 'aarch64', drives: ['cdrom'] }))).toEqual([
    '-device scsi-cd,id=cdrom0,bootindex=1',
  ]);
});
