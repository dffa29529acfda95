import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MachineError } from '../../src/errors.ts';
import { checkMachineFiles, resolveMachineFiles } from '../../src/machine/machine-files.ts';
import { makeTestFolder } from '../support/with-qemu.ts';

test('every file that is not there is found at once, with its place in the description', () => {
  const baseDir = makeTestFolder();
  mkdirSync(join(baseDir, 'folder'));
  writeFileSync(join(baseDir, 'there.img'), '');
  const problems = checkMachineFiles(
    {
      kernel: 'guests/x.elf',
      initrd: '/nowhere/initrd.gz',
      cdrom: 'folder',
      disks: ['there.img', 'gone.img', { file: 'there.img/gone.qcow2' }],
    },
    baseDir,
  );
  expect(problems).toEqual([
    { path: ['kernel'], message: 'kernel guests/x.elf does not exist' },
    { path: ['initrd'], message: 'initrd /nowhere/initrd.gz does not exist' },
    { path: ['cdrom'], message: 'cdrom folder is a folder, not a file' },
    { path: ['disks', 1], message: 'disk gone.img does not exist' },
    { path: ['disks', 2, 'file'], message: 'disk there.img/gone.qcow2 does not exist' },
  ]);
});

test('firmware for an architecture without any is a problem too', () => {
  expect(checkMachineFiles({ arch: 'ppc64', firmware: 'uefi' }, '/')).toEqual([
    {
      path: ['firmware'],
      message: 'firmware uefi is known for x86_64 and aarch64, not for ppc64',
      hint: 'leave firmware out, or name the firmware in extra-args',
    },
  ]);
});

test('a machine of somebody else has no files of ours', () => {
  expect(checkMachineFiles({ attach: 'unix:/nowhere' }, '/')).toEqual([]);
});

test('what is missing is one error that names all of it', () => {
  const baseDir = makeTestFolder();
  const resolveBoth = () => resolveMachineFiles({ kernel: 'k', disks: ['d'] }, baseDir);
  expect(resolveBoth).toThrow(MachineError);
  expect(resolveBoth).toThrow(
    expect.objectContaining({
      code: 'file-missing',
      message: 'kernel k does not exist; disk d does not exist',
      hint: `relative paths count from ${baseDir}`,
    }),
  );
});

test('paths become absolute, and formats are known by the name', () => {
  const baseDir = makeTestFolder();
  for (const file of ['k', 'a.qcow2', 'b.img']) writeFileSync(join(baseDir, file), '');
  const files = resolveMachineFiles(
    { kernel: 'k', disks: ['a.qcow2', { file: 'b.img', keep: true, interface: 'ide' }] },
    baseDir,
  );
  expect(files).toEqual({
    kernel: join(baseDir, 'k'),
    initrd: undefined,
    cdrom: undefined,
    firmware: undefined,
    disks: [
      { file: join(baseDir, 'a.qcow2'), format: 'qcow2', interface: 'virtio', keep: false },
      { file: join(baseDir, 'b.img'), format: 'raw', interface: 'ide', keep: true },
    ],
  });
});
