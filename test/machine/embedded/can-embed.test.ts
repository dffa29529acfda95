import { expect, test } from 'vitest';
import { MachineError } from '../../../src/errors.ts';
import type { QemuDescription } from '../../../src/machine/description.ts';
import { canEmbed } from '../../../src/machine/embedded/can-embed.ts';
import { chooseMachine, hasQemu } from '../../../src/machine/start.ts';
import { demoElf, repository } from '../../support/needs-qemu.ts';
import { makeTestFolder } from '../../support/with-qemu.ts';

const demo: QemuDescription = { kernel: demoElf, pointer: 'vmmouse' };

test('a multiboot kernel with the devices of an old PC can be embedded', () => {
  const whole: QemuDescription = {
    ...{ driver: 'qemu', arch: 'i386', kernel: demoElf, append: 'screen=done', memory: '64M' },
    ...{ keyboard: 'ps2', pointer: 'none', cpus: 1, network: 'none', display: 'std', accel: 'tcg' },
  };
  expect(canEmbed(whole, repository)).toEqual({
    ok: true,
    description: {
      ...{ driver: 'embedded', kernel: demoElf, append: 'screen=done', memory: '64M' },
      pointer: 'none',
    },
  });
});

test.each<[QemuDescription, string]>([
  [{ arch: 'aarch64' }, 'its processor is aarch64'],
  [{ kernel: undefined }, 'it has no kernel'],
  [{ kernel: 'package.json' }, 'its kernel package.json is no multiboot kernel'],
  [{ kernel: 'no.elf' }, 'its kernel no.elf cannot be read'],
  [{ disks: ['a.qcow2'] }, 'it has disks'],
  [{ cdrom: 'a.iso' }, 'it has a CD-ROM'],
  [{ drives: ['cdrom'] }, 'it has drives'],
  [{ firmware: 'uefi' }, 'its firmware is UEFI'],
  [{ network: 'user' }, 'it has a network'],
  [{ cpus: 2 }, 'it has 2 processors'],
  [{ display: 'virtio' }, 'its display is virtio'],
  [{ keyboard: 'usb' }, 'its keyboard is usb'],
  [{ pointer: undefined }, 'its pointer is usb-tablet'],
  [{ pointer: 'virtio-tablet' }, 'its pointer is virtio-tablet'],
  [{ memory: '2G' }, 'its memory is more than 2047 MiB'],
  [{ 'extra-args': ['-S'] }, 'it has extra-args for QEMU'],
])('%o cannot: %s', (part, reason) => {
  expect(canEmbed({ ...demo, ...part }, repository)).toEqual({ ok: false, reason });
});

function choose(description: QemuDescription, driver: 'auto' | 'qemu' | 'embedded') {
  return chooseMachine(description, { driver, baseDir: repository }).driver ?? 'qemu';
}

test('auto takes QEMU where it is, and the embedded machine where it is not and can do', () => {
  const path = process.env.PATH;
  try {
    process.env.PATH = makeTestFolder();
    expect(hasQemu('x86_64')).toBe(false);
    expect(choose(demo, 'auto')).toBe('embedded');
    expect(choose({ ...demo, cpus: 2 }, 'auto')).toBe('qemu');
    expect(choose({ ...demo, driver: 'qemu' }, 'auto')).toBe('qemu');
    expect(choose(demo, 'qemu')).toBe('qemu');
  } finally {
    process.env.PATH = path;
  }
  expect(choose(demo, 'auto')).toBe(hasQemu('x86_64') ? 'qemu' : 'embedded');
});

test('who insists on the embedded machine is told why not', () => {
  expect(choose(demo, 'embedded')).toBe('embedded');
  const insist = () => choose({ ...demo, disks: ['a.img'] }, 'embedded');
  expect(insist).toThrow('the embedded machine cannot run this guest: it has disks');
  expect(insist).toThrow(MachineError);
});
