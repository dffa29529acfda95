import { z } from 'zod';
import { fileSystems } from '../../machine/disk/file-system.ts';
import { partitionTypes } from '../../machine/disk/partition-types.ts';
import type { DiskContent, PartitionContent } from '../../machine/disk/stopped-disk.ts';
import { didYouMean } from '../../near-name.ts';
import { show } from '../show.ts';
import { diskSize, formatSize } from './disk-size.ts';

const otherType = /^(0x[0-9a-f]{2}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

const partitionType = z.string().superRefine((type, context) => {
  if (partitionTypes.has(type) || otherType.test(type)) return;
  const message = `unknown type of partition ${show(type)}.${didYouMean(type, partitionTypes)} Known: ${[...partitionTypes].join(', ')}, and numbers such as 0xa5 or a GUID`;
  context.addIssue({ code: 'custom', message });
});

/** What a partition must be. */
export const expectedPartition = z.strictObject({
  type: partitionType.optional().describe('linux, efi, swap, ...; 0xa5 or a GUID'),
  'file-system': z
    .enum(fileSystems, {
      error: ({ input }) => `expected ${fileSystems.join(', ')}, got ${show(input)}`,
    })
    .optional()
    .describe('What is in it'),
  name: z.string().optional().describe("A GPT's name of it"),
  bootable: z.boolean().optional().describe('Whether it is active, in an MBR'),
  'at-least': diskSize.optional(),
  'at-most': diskSize.optional(),
});

export interface ExpectedDisk {
  readonly table?: DiskContent['table'] | undefined;
  readonly partitions?: readonly z.output<typeof expectedPartition>[] | undefined;
}

/** What of a disk is otherwise than expected; undefined where nothing is. */
export function describeDiskMisfit(
  { table, partitions }: ExpectedDisk,
  disk: DiskContent,
): string | undefined {
  if (table !== undefined && table !== disk.table) {
    return `its partition table is ${disk.table}, expected ${table}`;
  }
  if (!partitions) return undefined;
  const actual = disk.table === 'none' ? [] : disk.partitions;
  if (actual.length !== partitions.length) {
    const has = `${actual.length} partition${actual.length === 1 ? '' : 's'}`;
    return `it has ${has}, expected ${partitions.length}`;
  }
  for (const [index, partition] of actual.entries()) {
    const misfit = describePartitionMisfit(partitions[index] ?? {}, partition);
    if (misfit !== undefined) return `partition ${partition.number}: ${misfit}`;
  }
  return undefined;
}

function describePartitionMisfit(
  expected: z.output<typeof expectedPartition>,
  { type, fileSystem, name, isBootable, size }: PartitionContent,
): string | undefined {
  const actual = { type, 'file-system': fileSystem, name, bootable: isBootable };
  for (const key of ['type', 'file-system', 'name', 'bootable'] as const) {
    if (expected[key] === undefined || expected[key] === actual[key]) continue;
    return `${key} is ${show(actual[key])}, expected ${show(expected[key])}`;
  }
  const { 'at-least': least = 0, 'at-most': most = Infinity } = expected;
  if (size < least) return `it has ${formatSize(size)}, expected at least ${formatSize(least)}`;
  if (size > most) return `it has ${formatSize(size)}, expected at most ${formatSize(most)}`;
  return undefined;
}

/** For people: the table, a line for each partition. */
export function listDisk({ table, size, partitions }: DiskContent): string {
  const head = `${formatSize(size)}, ${table === 'none' ? 'no partition table' : table}`;
  const lines = partitions.map(({ number, type, fileSystem, name, isBootable, size: own }) => {
    if (number === 0) return `the whole disk: ${fileSystem}`;
    const more = [...(name === '' ? [] : [show(name)]), ...(isBootable ? ['bootable'] : [])];
    return [`${number}: ${type}`, formatSize(own), fileSystem, ...more].join(', ');
  });
  return [head, ...lines].join('\n');
}
