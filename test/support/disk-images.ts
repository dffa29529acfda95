import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

const SECTOR = 512;
const MIB = 2048;

export interface NewPartition {
  /** MiB. */
  readonly start: number;
  readonly size: number;
  /** Of an MBR: its number; of a GPT: its GUID, as it is written. */
  readonly type: number | string;
  readonly name?: string;
  readonly active?: boolean;
  /** An image that is put there. */
  readonly content?: string;
}

function writeAt(file: string, offset: number, bytes: Buffer): void {
  const fd = openSync(file, 'r+');
  writeSync(fd, bytes, 0, bytes.length, offset);
  closeSync(fd);
}

/** An empty image of so many MiB. */
export function makeBlank(folder: string, name: string, mib: number): string {
  const file = join(folder, name);
  writeFileSync(file, '');
  truncateSync(file, mib * 1024 * 1024);
  return file;
}

function fill(file: string, partitions: readonly NewPartition[]): void {
  for (const { start, content } of partitions) {
    if (content) writeAt(file, start * MIB * SECTOR, readFileSync(content));
  }
}

function mbrEntry(start: number, sectors: number, type: number, active = false): Buffer {
  const entry = Buffer.alloc(16);
  entry.writeUInt8(active ? 0x80 : 0, 0);
  entry.writeUInt8(type, 4);
  entry.writeUInt32LE(start, 8);
  entry.writeUInt32LE(sectors, 12);
  return entry;
}

function bootRecord(entries: readonly Buffer[]): Buffer {
  const sector = Buffer.alloc(SECTOR);
  for (const [index, entry] of entries.entries()) entry.copy(sector, 446 + 16 * index);
  sector.writeUInt16LE(0xaa55, 510);
  return sector;
}

/** A disk with an MBR. Logical partitions need a MiB before each, which their records take. */
export function makeMbrDisk(
  file: string,
  primary: readonly NewPartition[],
  logical: readonly NewPartition[] = [],
): void {
  const entries = primary.map(({ start, size, type, active }) =>
    mbrEntry(start * MIB, size * MIB, Number(type), active),
  );
  const [first] = logical;
  const last = logical.at(-1);
  if (first && last) {
    const base = (first.start - 1) * MIB;
    entries.push(mbrEntry(base, (last.start + last.size) * MIB - base, 0x05));
    for (const [index, { start, size, type }] of logical.entries()) {
      const next = logical[index + 1];
      const link = next && mbrEntry((next.start - 1) * MIB - base, (next.size + 1) * MIB, 0x05);
      const own = mbrEntry(MIB, size * MIB, Number(type));
      writeAt(file, (start - 1) * MIB * SECTOR, bootRecord(link ? [own, link] : [own]));
    }
  }
  writeAt(file, 0, bootRecord(entries));
  fill(file, [...primary, ...logical]);
}

function guidBytes(guid: string): Buffer {
  const [a = '', b = '', c = '', d = '', e = ''] = guid.split('-');
  const turned = [a, b, c].map((part) => Buffer.from(part, 'hex').reverse());
  return Buffer.concat([...turned, Buffer.from(d + e, 'hex')]);
}

/** A disk with a GPT at both ends, and the MBR that protects it. */
export function makeGptDisk(file: string, mib: number, partitions: readonly NewPartition[]): void {
  const sectors = mib * MIB;
  const table = Buffer.alloc(128 * 128);
  for (const [index, { start, size, type, name = '' }] of partitions.entries()) {
    const at = index * 128;
    guidBytes(String(type)).copy(table, at);
    Buffer.alloc(16, index + 1).copy(table, at + 16);
    table.writeBigUInt64LE(BigInt(start * MIB), at + 32);
    table.writeBigUInt64LE(BigInt((start + size) * MIB - 1), at + 40);
    table.write(name, at + 56, 'utf16le');
  }
  const header = (own: number, other: number, entries: number) => {
    const bytes = Buffer.alloc(SECTOR);
    bytes.write('EFI PART', 0, 'latin1');
    bytes.writeUInt32LE(0x10000, 8);
    bytes.writeUInt32LE(92, 12);
    for (const [at, lba] of [own, other, 34, sectors - 34].entries()) {
      bytes.writeBigUInt64LE(BigInt(lba), 24 + 8 * at);
    }
    bytes.fill(7, 56, 72);
    bytes.writeBigUInt64LE(BigInt(entries), 72);
    bytes.writeUInt32LE(128, 80);
    bytes.writeUInt32LE(128, 84);
    bytes.writeUInt32LE(crc32(table), 88);
    bytes.writeUInt32LE(crc32(bytes.subarray(0, 92)), 16);
    return bytes;
  };
  writeAt(file, 0, bootRecord([mbrEntry(1, sectors - 1, 0xee)]));
  writeAt(file, SECTOR, header(1, sectors - 1, 2));
  writeAt(file, 2 * SECTOR, table);
  writeAt(file, (sectors - 33) * SECTOR, table);
  writeAt(file, (sectors - 1) * SECTOR, header(sectors - 1, 1, sectors - 33));
  fill(file, partitions);
}

const tools = { env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` } };

/** An ext file system, and what debugfs is to do in it. `$TEXT` is a file that holds a text. */
export function makeExt(
  folder: string,
  name: string,
  {
    kind = 'ext4',
    mib = 16,
    requests = [],
  }: { kind?: string; mib?: number; requests?: string[] } = {},
): string {
  const file = makeBlank(folder, name, mib);
  execFileSync(`mkfs.${kind}`, ['-q', '-F', file], tools);
  const text = join(folder, 'text');
  writeFileSync(text, 'guest-01\nsecond line\n');
  const commands = join(folder, 'requests');
  writeFileSync(commands, requests.map((line) => `${line.replace('$TEXT', text)}\n`).join(''));
  execFileSync('debugfs', ['-w', '-f', commands, file], { ...tools, stdio: 'pipe' });
  return file;
}

/** A FAT file system with files of one text. */
export function makeFat(folder: string, name: string, files: readonly string[]): string {
  const file = makeBlank(folder, name, 8);
  execFileSync('mformat', ['-i', file, '::']);
  const text = join(folder, 'fat-text');
  writeFileSync(text, 'BOOT=1\r\n');
  execFileSync('mmd', ['-i', file, '::/EFI']);
  for (const path of files) execFileSync('mcopy', ['-i', file, text, `::${path}`]);
  return file;
}
