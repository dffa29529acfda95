import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { MachineError } from '../../errors.ts';
import type { Disk } from '../machine-files.ts';
import { optionValue as value } from '../qemu/option-value.ts';
import { runTool, type ToolOptions } from '../run-tool.ts';

const SECTOR = 512;

export interface Range {
  /** Bytes, whole sectors. */
  readonly offset: number;
  readonly size: number;
}

type Image = Pick<Disk, 'file' | 'format'>;

/** How large the guest sees it, in bytes. It may be in use by a machine that has stopped. */
export async function imageSize(image: Image, signal?: AbortSignal): Promise<number> {
  const args = ['info', '-U', '--output=json', '-f', image.format, image.file];
  const { stdout } = await qemuImg(args, signal);
  return JSON.parse(stdout.toString())['virtual-size'];
}

/** What qemu-img finds wrong with the image itself; undefined where it is sound. Space that is lost does not count. */
export async function findCorruption(
  { file, format }: Image,
  signal?: AbortSignal,
): Promise<string | undefined> {
  if (format === 'raw') return undefined;
  const args = ['check', '-U', '-f', format, file];
  const { status, stdout, stderr } = await runTool('qemu-img', args, about(signal));
  return status === 2 ? `${stdout.toString()}${stderr}`.trim() : undefined;
}

/** Copies a part of what the guest sees into a raw file, which has holes where the disk has none. */
export async function copyRange(
  { file, format }: Image,
  { offset, size }: Range,
  to: string,
  signal?: AbortSignal,
): Promise<void> {
  const image = `file.driver=${format},file.file.driver=file,file.file.filename=${value(file)}`;
  const part = `driver=raw,offset=${offset},size=${size},${image}`;
  await qemuImg(['convert', '-U', '--image-opts', part, '-O', 'raw', to], signal);
}

/** Reads a few bytes of what the guest sees; fewer at its end. `folder`: where a file may be for a moment. */
export async function readRange(
  image: Image,
  { offset, size }: Range,
  { folder, end, signal }: { folder: string; end: number; signal?: AbortSignal | undefined },
): Promise<Buffer> {
  const whole = Math.min(Math.ceil(size / SECTOR) * SECTOR, end - offset);
  if (whole <= 0) return Buffer.alloc(0);
  const scratch = await mkdtemp(join(folder, 'range-'));
  try {
    const file = join(scratch, 'raw');
    await copyRange(image, { offset, size: whole }, file, signal);
    return (await readFile(file)).subarray(0, size);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function qemuImg(args: readonly string[], signal: AbortSignal | undefined) {
  const result = await runTool('qemu-img', args, about(signal));
  if (result.status === 0) return result;
  throw new MachineError('disk-unreadable', `the disk cannot be read: ${result.stderr}`);
}

function about(signal: AbortSignal | undefined): ToolOptions {
  return { package: 'qemu-utils', without: 'a disk cannot be looked at', signal };
}
