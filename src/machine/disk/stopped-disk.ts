import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { StepError } from '../../errors.ts';
import type { Disk } from '../machine-files.ts';
import { copyRange, findCorruption, imageSize, readRange } from './disk-image.ts';
import { expectPlain, findInExt, settleExt } from './ext-files.ts';
import { findInFat } from './fat-files.ts';
import { detectFileSystem, type FileSystem, SIGNATURE_BYTES } from './file-system.ts';
import type { FoundFile } from './found-file.ts';
import { type Partition, readPartitionTable } from './partition-table.ts';

/** A partition and what is in it. */
export interface PartitionContent extends Partition {
  readonly fileSystem: FileSystem;
}

/** What a disk holds; without a partition table, its one file system stands in `partitions` as number 0. */
export interface DiskContent {
  readonly table: 'gpt' | 'mbr' | 'none';
  readonly size: number;
  readonly partitions: readonly PartitionContent[];
}

/**
 * A disk of a machine that is off. It is only read: files are looked for in copies of partitions, which
 * lie in the machine's private folder.
 */
export class StoppedDisk {
  readonly #disk: Disk;
  readonly #folder: string;
  readonly #index: number;
  readonly #copies = new Map<string, Promise<string>>();

  constructor(disk: Disk, { folder, index }: { folder: string; index: number }) {
    this.#disk = disk;
    this.#folder = folder;
    this.#index = index;
  }

  /** @throws StepError `disk-corrupt`, `damaged-partition-table`; MachineError where a tool is missing */
  async read(signal?: AbortSignal): Promise<DiskContent> {
    const trouble = await findCorruption(this.#disk, signal);
    if (trouble !== undefined) {
      throw new StepError(
        'disk-corrupt',
        `the image of disk ${this.#index} is damaged: ${trouble}`,
      );
    }
    const size = await imageSize(this.#disk, signal);
    const around = { folder: this.#folder, end: size, signal };
    const read = (offset: number, length: number) =>
      readRange(this.#disk, { offset, size: length }, around);
    const { kind: table, partitions } = await readPartitionTable(read);
    const whole = { number: 0, start: 0, size, type: '', name: '', isBootable: false };
    const parts = table === 'none' ? [whole] : partitions;
    const contents: PartitionContent[] = [];
    for (const part of parts) {
      const length = Math.min(part.size, SIGNATURE_BYTES);
      contents.push({ ...part, fileSystem: detectFileSystem(await read(part.start, length)) });
    }
    const isBare = table === 'none' && contents[0]?.fileSystem === 'none';
    return { table, size, partitions: isBare ? [] : contents };
  }

  /**
   * What is at an absolute path of a partition. Symbolic links are followed.
   * @throws StepError `disk-unreadable-files` where the file system is none that can be read
   */
  async find(partition: PartitionContent, path: string, signal?: AbortSignal): Promise<FoundFile> {
    expectPlain(path);
    const { fileSystem } = partition;
    switch (fileSystem) {
      case 'ext2':
      case 'ext3':
      case 'ext4':
        return findInExt(await this.#copy(partition, signal), path, signal);
      case 'fat':
        return findInFat(await this.#copy(partition, signal), path, signal);
      case 'ntfs':
      case 'exfat':
      case 'xfs':
      case 'btrfs':
      case 'swap':
      case 'luks':
      case 'lvm':
      case 'iso9660':
      case 'none': {
        const what = fileSystem === 'none' ? 'no file system that is known' : fileSystem;
        const message = `${nameOf(partition)} has ${what}: files are read in ext2, ext3, ext4 and FAT`;
        throw new StepError('disk-unreadable-files', message);
      }
      default:
        return fileSystem satisfies never;
    }
  }

  /** One for each state of the disk: the machine may have been on again in between. */
  async #copy(partition: PartitionContent, signal?: AbortSignal): Promise<string> {
    const { mtimeMs, size } = await stat(this.#disk.file);
    const key = `disk${this.#index}-${partition.number}-${Math.round(mtimeMs)}-${size}.raw`;
    const known = this.#copies.get(key);
    if (known) return known;
    const copy = this.#makeCopy(partition, join(this.#folder, key), signal);
    this.#copies.set(key, copy);
    copy.catch(() => this.#copies.delete(key));
    return copy;
  }

  async #makeCopy(
    { start, size, fileSystem }: PartitionContent,
    file: string,
    signal: AbortSignal | undefined,
  ): Promise<string> {
    await copyRange(this.#disk, { offset: start, size }, file, signal);
    if (fileSystem === 'ext3' || fileSystem === 'ext4') await settleExt(file, signal);
    return file;
  }
}

/** `partition 2`; of a disk without any, `the disk`. */
export function nameOf({ number }: Pick<Partition, 'number'>): string {
  return number === 0 ? 'the disk' : `partition ${number}`;
}
