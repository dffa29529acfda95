import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { StoppedDisk } from '../../../src/machine/disk/stopped-disk.ts';
import {
  makeBlank,
  makeExt,
  makeFat,
  makeGptDisk,
  makeMbrDisk,
} from '../../support/disk-images.ts';
import { makeTestFolder, runs } from '../../support/with-qemu.ts';

const missing = [
  ...(runs('qemu-img') ? [] : ['qemu-img']),
  ...(runs('mformat') ? [] : ['mtools']),
  ...(runs('/usr/sbin/debugfs', '-V') || runs('debugfs', '-V') ? [] : ['e2fsprogs']),
];
if (missing.length > 0) console.warn(`SKIPPED stopped-disk.test.ts: no ${missing.join(', ')}`);

const GUID = {
  efi: 'c12a7328-f81f-11d2-ba4b-00a0c93ec93b',
  linux: '0fc63daf-8483-4772-8e79-3d69d8477de4',
  other: '01234567-89ab-cdef-0123-456789abcdef',
};

/** The image behind a qcow2 overlay, as a machine has it. */
function open(file: string, folder: string, { overlay = true } = {}): StoppedDisk {
  const disk = { interface: 'virtio', keep: false } as const;
  const options = { folder, index: 0 };
  if (!overlay) return new StoppedDisk({ ...disk, file, format: 'raw' }, options);
  const qcow2 = `${file}.qcow2`;
  execFileSync('qemu-img', ['create', '-q', '-f', 'qcow2', '-b', file, '-F', 'raw', qcow2]);
  return new StoppedDisk({ ...disk, file: qcow2, format: 'qcow2' }, options);
}

async function find(disk: StoppedDisk, path: string, number?: number) {
  const { partitions } = await disk.read();
  const partition = partitions.find((one) => one.number === (number ?? one.number));
  if (!partition) throw new Error('no such partition');
  const found = await disk.find(partition, path);
  return found.kind === 'file' ? found.content.toString() : found;
}

describe.skipIf(missing.length > 0)('a disk of a machine that is off', () => {
  const etc = ['mkdir etc', 'cd etc', 'write $TEXT hostname', 'cd ..'];

  test('a GPT, its names, and a file in each file system', async () => {
    const folder = makeTestFolder();
    const file = makeBlank(folder, 'a,b.img', 64);
    makeGptDisk(file, 64, [
      {
        start: 1,
        size: 8,
        type: GUID.efi,
        name: 'EFI',
        content: makeFat(folder, 'f', ['/EFI/boot.cfg']),
      },
      { start: 16, size: 16, type: GUID.linux, content: makeExt(folder, 'e', { requests: etc }) },
      { start: 40, size: 4, type: GUID.other, name: 'größe' },
    ]);
    for (const disk of [open(file, folder), open(file, folder, { overlay: false })]) {
      const { table, size, partitions } = await disk.read();
      expect([table, size]).toEqual(['gpt', 64 * 2 ** 20]);
      const MIB = 2 ** 20;
      expect(partitions).toEqual([
        {
          number: 1,
          start: MIB,
          size: 8 * MIB,
          type: 'efi',
          name: 'EFI',
          isBootable: false,
          fileSystem: 'fat',
        },
        {
          number: 2,
          start: 16 * MIB,
          size: 16 * MIB,
          type: 'linux',
          name: '',
          isBootable: false,
          fileSystem: 'ext4',
        },
        {
          number: 3,
          start: 40 * MIB,
          size: 4 * MIB,
          type: GUID.other,
          name: 'größe',
          isBootable: false,
          fileSystem: 'none',
        },
      ]);
      expect(await find(disk, '/efi/BOOT.CFG', 1)).toBe('BOOT=1\r\n');
      expect(await find(disk, '/etc/hostname', 2)).toBe('guest-01\nsecond line\n');
      await expect(find(disk, '/x', 3)).rejects.toMatchObject({ code: 'disk-unreadable-files' });
    }
  });

  test('an MBR with logical partitions', async () => {
    const folder = makeTestFolder();
    const file = makeBlank(folder, 'mbr.img', 64);
    const content = makeExt(folder, 'e', { kind: 'ext2', mib: 4, requests: etc });
    const first = { start: 1, size: 8, type: 0x0c, active: true };
    makeMbrDisk(
      file,
      [first, { start: 60, size: 1, type: 0xa5 }],
      [
        { start: 21, size: 4, type: 0x82 },
        { start: 31, size: 4, type: 0x83, content },
      ],
    );
    const disk = open(file, folder);
    const { table, partitions } = await disk.read();
    const told = partitions.map(({ number, type, start, size, isBootable, fileSystem }) =>
      [number, type, start / 2 ** 20, size / 2 ** 20, isBootable, fileSystem].join(' '),
    );
    expect(table).toBe('mbr');
    expect(told).toEqual([
      '1 fat 1 8 true none',
      '2 0xa5 60 1 false none',
      '3 extended 20 15 false none',
      '5 swap 21 4 false none',
      '6 linux 31 4 false ext2',
    ]);
    expect(await find(disk, '/etc/hostname', 6)).toBe('guest-01\nsecond line\n');
  });

  test('an ext4 without a partition table: directories, links and what is not there', async () => {
    const folder = makeTestFolder();
    const file = makeExt(folder, 'disk', {
      requests: [
        ...etc,
        'mkdir "a b"',
        'symlink "a b/up" ../etc/hostname',
        'symlink var /etc',
        'symlink loop loop',
        'symlink lost nowhere',
        `symlink long ${'./'.repeat(60)}etc/hostname`,
        'mknod pipe p',
      ],
    });
    const disk = open(file, folder);
    const text = 'guest-01\nsecond line\n';
    for (const path of [
      '/etc/hostname',
      '/a b/up',
      '/var/hostname',
      '/long',
      '//etc/../etc/hostname',
    ]) {
      expect(await find(disk, path), path).toBe(text);
    }
    expect(await find(disk, '/')).toEqual({ kind: 'directory' });
    expect(await find(disk, '/var')).toEqual({ kind: 'directory' });
    expect(await find(disk, '/pipe')).toEqual({ kind: 'other', what: 'FIFO' });
    for (const path of ['/etc/host', '/lost', '/etc/hostname/x']) {
      expect(await find(disk, path), path).toEqual({ kind: 'none' });
    }
    await expect(find(disk, '/loop')).rejects.toMatchObject({ code: 'disk-link-loop' });
    await expect(find(disk, '/a"b')).rejects.toMatchObject({ code: 'disk-bad-path' });
  });

  test('FAT: files, directories, and what is not there', async () => {
    const folder = makeTestFolder();
    const name = '/a long [name].txt';
    const disk = open(makeFat(folder, 'fat', [name, '/EFI/x']), folder);
    expect(await find(disk, name)).toBe('BOOT=1\r\n');
    expect(await find(disk, '/EFI')).toEqual({ kind: 'directory' });
    expect(await find(disk, '/')).toEqual({ kind: 'directory' });
    expect(await find(disk, '/EFI/y')).toEqual({ kind: 'none' });
  });

  test('an empty disk has nothing', async () => {
    const folder = makeTestFolder();
    const disk = open(makeBlank(folder, 'blank', 1), folder);
    expect(await disk.read()).toEqual({ table: 'none', size: 2 ** 20, partitions: [] });
  });

  test('a damaged partition table and a damaged image are no table and no image', async () => {
    const folder = makeTestFolder();
    const file = makeBlank(folder, 'gpt', 8);
    makeGptDisk(file, 8, [{ start: 1, size: 1, type: GUID.linux }]);
    const bytes = readFileSync(file);
    bytes.writeUInt8(99, 1024 + 40);
    writeFileSync(file, bytes);
    const damaged = { code: 'damaged-partition-table' };
    await expect(open(file, folder).read()).rejects.toMatchObject(damaged);

    const image = join(folder, 'image.qcow2');
    execFileSync('qemu-img', ['create', '-q', '-f', 'qcow2', image, '8M']);
    execFileSync('qemu-io', ['-f', 'qcow2', '-c', 'write 0 1M', image], { stdio: 'pipe' });
    const broken = readFileSync(image);
    broken.fill(0, 0x20000, 0x30000);
    writeFileSync(image, broken);
    const disk = { file: image, format: 'qcow2', interface: 'virtio', keep: false } as const;
    const corrupt = new StoppedDisk(disk, { folder, index: 3 }).read();
    await expect(corrupt).rejects.toThrow('the image of disk 3 is damaged');
  });
});
