import { crc32 } from 'node:zlib';
import { StepError } from '../../errors.ts';
import { nameGuid, nameNumber } from './partition-types.ts';

const SECTOR = 512;
const MOST_ENTRIES = 1024;
const MOST_LOGICAL = 128;

/** Reads so many bytes at a place of the disk; fewer at its end. */
export type ReadBytes = (offset: number, length: number) => Promise<Buffer>;

export interface Partition {
  /** As the guest counts: of an MBR, logical ones from 5. */
  readonly number: number;
  /** Bytes. */
  readonly start: number;
  readonly size: number;
  /** `linux`, `efi`, ...; a number or a GUID that has no name as it is. */
  readonly type: string;
  /** Of a GPT; empty where it has none. */
  readonly name: string;
  /** Of an MBR: whether it is active. */
  readonly isBootable: boolean;
}

export interface PartitionTable {
  readonly kind: 'gpt' | 'mbr' | 'none';
  readonly partitions: readonly Partition[];
}

/**
 * Reads a GPT or MBR with sectors of 512 bytes (UEFI 2.10, 5.2 and 5.3). Logical partitions stand behind
 * the others. A `StepError` `damaged-partition-table` where a checksum or a chain says so.
 */
export async function readPartitionTable(read: ReadBytes): Promise<PartitionTable> {
  const first = await read(0, SECTOR);
  if (!hasMbr(first)) return { kind: 'none', partitions: [] };
  const entries = mbrEntries(first);
  if (entries.some(({ type }) => type === 0xee)) {
    return { kind: 'gpt', partitions: await readGpt(read) };
  }
  return { kind: 'mbr', partitions: await readMbr(entries, read) };
}

interface MbrEntry {
  readonly index: number;
  readonly status: number;
  readonly type: number;
  readonly start: number;
  readonly sectors: number;
}

/** A file system may begin like one: boot code stands where the entries would, or one that is the whole disk. */
function hasMbr(sector: Buffer): boolean {
  if (sector.length < SECTOR || sector.readUInt16LE(510) !== 0xaa55) return false;
  const all = [0, 1, 2, 3].map((index) => entryAt(sector, index));
  const used = all.filter(({ type, sectors }) => type !== 0 && sectors > 0);
  const isSound = all.every(({ status }) => status === 0 || status === 0x80);
  return isSound && used.length > 0 && used.every(({ start }) => start > 0);
}

function mbrEntries(sector: Buffer): MbrEntry[] {
  const all = [0, 1, 2, 3].map((index) => entryAt(sector, index));
  return all.filter(({ type, sectors }) => type !== 0 && sectors > 0);
}

function entryAt(sector: Buffer, index: number): MbrEntry {
  const at = 446 + 16 * index;
  return {
    index,
    status: sector.readUInt8(at),
    type: sector.readUInt8(at + 4),
    start: sector.readUInt32LE(at + 8),
    sectors: sector.readUInt32LE(at + 12),
  };
}

async function readMbr(entries: readonly MbrEntry[], read: ReadBytes): Promise<Partition[]> {
  const primary = entries.map((entry) => partitionOf(entry, entry.index + 1, 0));
  const extended = entries.find(({ type }) => isExtended(type));
  return extended ? [...primary, ...(await readLogical(extended.start, read))] : primary;
}

/** Each logical partition's record tells where the next one's is, counted from the first. */
async function readLogical(base: number, read: ReadBytes): Promise<Partition[]> {
  const found: Partition[] = [];
  for (let at = base; found.length < MOST_LOGICAL; ) {
    const sector = await read(at * SECTOR, SECTOR);
    if (!(sector.length === SECTOR && sector.readUInt16LE(510) === 0xaa55)) throw damaged('MBR');
    const entries = mbrEntries(sector);
    const own = entries.find(({ type }) => !isExtended(type));
    if (own) found.push(partitionOf(own, 5 + found.length, at));
    const next = entries.find(({ type }) => isExtended(type));
    if (!next) return found;
    if (base + next.start <= at) throw damaged('MBR');
    at = base + next.start;
  }
  throw damaged('MBR');
}

function isExtended(type: number): boolean {
  return nameNumber(type) === 'extended';
}

function partitionOf(entry: MbrEntry, number: number, base: number): Partition {
  return {
    number,
    start: (base + entry.start) * SECTOR,
    size: entry.sectors * SECTOR,
    type: nameNumber(entry.type),
    name: '',
    isBootable: entry.status === 0x80,
  };
}

async function readGpt(read: ReadBytes): Promise<Partition[]> {
  const header = await read(SECTOR, SECTOR);
  if (header.length < SECTOR || header.toString('latin1', 0, 8) !== 'EFI PART')
    throw damaged('GPT');
  const headerSize = header.readUInt32LE(12);
  if (headerSize < 92 || headerSize > SECTOR) throw damaged('GPT');
  const summed = Buffer.from(header.subarray(0, headerSize));
  summed.writeUInt32LE(0, 16);
  if (crc32(summed) !== header.readUInt32LE(16)) throw damaged('GPT');
  const count = header.readUInt32LE(80);
  const entrySize = header.readUInt32LE(84);
  if (count > MOST_ENTRIES || entrySize < 128 || entrySize > 4096) throw damaged('GPT');
  const table = await read(Number(header.readBigUInt64LE(72)) * SECTOR, count * entrySize);
  if (crc32(table) !== header.readUInt32LE(88)) throw damaged('GPT');
  return Array.from({ length: count }, (_, index) =>
    gptPartition(table.subarray(index * entrySize, (index + 1) * entrySize), index + 1),
  ).filter((partition) => partition !== undefined);
}

function gptPartition(entry: Buffer, number: number): Partition | undefined {
  if (entry.subarray(0, 16).every((byte) => byte === 0)) return undefined;
  const start = Number(entry.readBigUInt64LE(32));
  const last = Number(entry.readBigUInt64LE(40));
  return {
    number,
    start: start * SECTOR,
    size: (last - start + 1) * SECTOR,
    type: nameGuid(guidOf(entry)),
    name: entry.toString('utf16le', 56, 128).replace(/\0.*$/s, ''),
    isBootable: false,
  };
}

/** Its first three groups are little-endian. */
function guidOf(bytes: Buffer): string {
  const hex = (number: number, digits: number) => number.toString(16).padStart(digits, '0');
  const [a, b, c] = [bytes.readUInt32LE(0), bytes.readUInt16LE(4), bytes.readUInt16LE(6)];
  const rest = `${bytes.toString('hex', 8, 10)}-${bytes.toString('hex', 10, 16)}`;
  return `${hex(a, 8)}-${hex(b, 4)}-${hex(c, 4)}-${rest}`;
}

function damaged(kind: 'GPT' | 'MBR'): StepError {
  return new StepError(
    'damaged-partition-table',
    `the disk has a damaged partition table (${kind})`,
  );
}
