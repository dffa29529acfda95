import { z } from 'zod';
import { openDisk, untilOff } from '../../guest/disk.ts';
import {
  type DiskContent,
  nameOf,
  type PartitionContent,
} from '../../machine/disk/stopped-disk.ts';
import { defineWord, type Expectations, type Problem, type Stage } from '../action.ts';
import type { StepOutcome } from '../outcome.ts';
import { describeDiskMisfit, expectedPartition, listDisk } from '../parts/disk-check.ts';
import { isPrinted } from '../parts/printed-text.ts';
import { checkPattern, soughtText, titleText } from '../parts/text-keys.ts';
import { show } from '../show.ts';
import { variableName, wholeNumber } from '../values.ts';

/** What is asked about a file. */
const aboutFile = ['partition', 'exists', 'equals', 'contains', 'into'] as const;

const schema = z
  .strictObject({
    disk: wholeNumber('the number of a disk', 0, 255).optional().describe('From 0. Default: 0'),
    table: z
      .enum(['gpt', 'mbr', 'none'], {
        error: ({ input }) => `expected gpt, mbr or none, got ${show(input)}`,
      })
      .optional()
      .describe('The kind of its partition table'),
    partitions: z
      .array(expectedPartition)
      .optional()
      .describe('All partitions in their order, and what each must be; {} is any'),
    file: z
      .string()
      .regex(/^\//, {
        error: ({ input }) => `expected a path from the root / on, got ${show(input)}`,
      })
      .optional()
      .describe('A path in a file system: ext2, ext3, ext4 or FAT'),
    partition: wholeNumber('the number of a partition', 1, 255)
      .optional()
      .describe('Which one has the file. Default: the only one that can have it'),
    exists: z.boolean().optional().describe('Whether there is such a file. Default: true'),
    equals: z
      .string({ error: 'expected a text; a number, true, false and null need quotes' })
      .optional()
      .describe("The file's whole text; a newline at its end does not count"),
    contains: soughtText.optional(),
    into: variableName.optional().describe('The variable that gets the text of the file'),
  })
  .refine(({ table, partitions, file }) => [table, partitions, file].some((key) => key), {
    error: 'expected what to look at: file, partitions or table',
  });

type DiskArgs = z.output<typeof schema>;

export const expectDisk = defineWord({
  key: 'expect-disk',
  summary: 'Waits until the guest is off, and looks at what is on its disk',
  short: 'file',
  waits: true,
  schema,
  title: ({ disk = 0, file, exists, equals, contains }) => {
    const sought = equals ?? contains;
    const what =
      exists === false ? ' missing' : sought === undefined ? '' : ` ${titleText(sought)}`;
    return `expect-disk ${disk}${file === undefined ? '' : ` ${file}${what}`}`;
  },
  sets: ({ into }) => (into === undefined ? [] : [into]),
  check: (args, expected) => [...checkIndex(args, expected), ...checkFile(args)],
  run: lookAt,
});

function checkIndex({ disk = 0 }: DiskArgs, { disks }: Expectations): Problem[] {
  if (disks === undefined || disk < disks) return [];
  const has = disks === 1 ? 'one disk, 0' : `the disks 0 to ${disks - 1}`;
  const message =
    disks === 0
      ? 'the machine has no disk that can be looked at: that needs disks: of a QEMU that Guestwright starts'
      : `the machine has ${has}`;
  return [{ path: disk === 0 ? [] : ['disk'], message }];
}

function checkFile(args: DiskArgs): Problem[] {
  const { file, exists, equals, contains } = args;
  const idle = file === undefined ? aboutFile.filter((key) => args[key] !== undefined) : [];
  if (idle[0]) return [{ path: [idle[0]], message: `${idle[0]} needs a file` }];
  const asked = (['equals', 'contains', 'into'] as const).find((key) => args[key] !== undefined);
  if (exists === false && asked) {
    return [{ path: [asked], message: `${asked} asks about a file that must not exist` }];
  }
  if (equals !== undefined && contains !== undefined) {
    return [{ path: ['contains'], message: 'expected either equals or contains, got both' }];
  }
  return contains === undefined ? [] : checkPattern('contains', contains, {});
}

async function lookAt(args: DiskArgs, stage: Stage): Promise<StepOutcome> {
  const { guest, timeoutMs, signal } = stage;
  await untilOff(guest, { timeoutMs, signal });
  const disk = openDisk(guest, args.disk);
  const content = await disk.read(signal);
  const listed = listDisk(content);
  const misfit = describeDiskMisfit(args, content);
  if (misfit !== undefined) {
    const message = `disk ${args.disk ?? 0}: ${misfit}. It has:\n${listed}`;
    return { kind: 'unexpected', code: 'disk-partitions', message, output: listed };
  }
  const { file } = args;
  if (file === undefined) return { kind: 'done', output: listed };
  const partition = choosePartition(args, content);
  if (typeof partition === 'string') {
    const message = `${partition}. The disk has:\n${listed}`;
    return { kind: 'unexpected', code: 'disk-partition', message, output: listed };
  }
  const found = await disk.find(partition, file, signal);
  const where = `${file} of ${nameOf(partition)}`;
  return judgeFile(args, { found, where }, stage);
}

const readable: ReadonlySet<string> = new Set(['ext2', 'ext3', 'ext4', 'fat']);

/** The partition that the file is looked for in, or why that is not clear. */
function choosePartition(
  { partition: wanted }: DiskArgs,
  { partitions }: DiskContent,
): PartitionContent | string {
  if (wanted !== undefined) {
    return partitions.find(({ number }) => number === wanted) ?? `there is no partition ${wanted}`;
  }
  const able = partitions.filter(({ fileSystem }) => readable.has(fileSystem));
  if (able.length > 1) {
    const numbers = able.map(({ number }) => number).join(', ');
    return `the file may be in several partitions (${numbers}): say which, such as partition: ${able[0]?.number}`;
  }
  return able[0] ?? 'no partition has a file system that can be read: ext2, ext3, ext4 or FAT';
}

type Found = Awaited<ReturnType<ReturnType<typeof openDisk>['find']>>;

function judgeFile(
  { exists = true, equals, contains, into }: DiskArgs,
  { found, where }: { readonly found: Found; readonly where: string },
  { variables }: Stage,
): StepOutcome {
  if (!exists) {
    if (found.kind === 'none') return { kind: 'done' };
    return unexpected('disk-file-exists', `${where} exists, and must not`);
  }
  if (found.kind === 'none') return unexpected('disk-file-missing', `${where} does not exist`);
  const asksText = equals !== undefined || contains !== undefined || into !== undefined;
  if (found.kind !== 'file') {
    const what = found.kind === 'directory' ? 'a directory' : `a ${found.what}`;
    return asksText ? unexpected('disk-no-file', `${where} is ${what}`) : { kind: 'done' };
  }
  const text = found.content.toString();
  if (equals !== undefined && withoutEnd(text) !== withoutEnd(equals)) {
    return unexpected(
      'disk-file-text',
      `${where} is ${show(text)}, expected ${show(equals)}`,
      text,
    );
  }
  if (contains !== undefined && !isPrinted(contains, text)) {
    const message = `${where} does not contain ${titleText(contains)}; it is ${show(text)}`;
    return unexpected('disk-file-text', message, text);
  }
  if (into !== undefined) variables?.set(into, withoutEnd(text));
  return { kind: 'done', ...(asksText && { output: text }) };
}

function withoutEnd(text: string): string {
  return text.replace(/\r?\n$/, '');
}

function unexpected(code: string, message: string, output?: string): StepOutcome {
  return { kind: 'unexpected', code, message, ...(output !== undefined && { output }) };
}
