import { posix } from 'node:path';
import { MachineError, StepError } from '../../errors.ts';
import { runTool, type ToolResult } from '../run-tool.ts';
import type { FoundFile } from './found-file.ts';

const MOST_LINKS = 40;

/**
 * Looks for a file in a copy of an ext2, ext3 or ext4 file system, with debugfs. What its journal has and
 * the guest had not yet put in its place counts, as it does when the guest mounts it: see `settleExt`.
 */
export async function findInExt(
  image: string,
  path: string,
  signal?: AbortSignal,
): Promise<FoundFile> {
  let at = posix.normalize(path);
  for (let links = 0; links < MOST_LINKS; links += 1) {
    const told = (await ask(image, `stat "${at}"`, signal)).stdout.toString();
    const kind = /\bType: +(\S+(?: \S+)*?) +Mode:/.exec(told)?.[1];
    switch (kind) {
      case undefined:
        return { kind: 'none' };
      case 'regular':
        return { kind: 'file', content: (await ask(image, `cat "${at}"`, signal)).stdout };
      case 'directory':
        return { kind: 'directory' };
      case 'symlink': {
        const fast = /Fast link dest: "(.*)"/.exec(told)?.[1];
        const to = fast ?? (await ask(image, `cat "${at}"`, signal)).stdout.toString();
        at = posix.resolve(posix.dirname(at), to);
        expectPlain(at);
        break;
      }
      default:
        return { kind: 'other', what: kind };
    }
  }
  throw new StepError('disk-link-loop', `${path} on the disk is a symbolic link without an end`);
}

/** Does in a copy what the guest would do when it mounts it: what stands in the journal is carried out. */
export async function settleExt(image: string, signal?: AbortSignal): Promise<void> {
  const { stderr } = await ask(image, 'journal_run', signal, ['-w']);
  const trouble = withoutBanner(stderr);
  if (trouble !== '' && !/journal|needs_recovery/i.test(trouble)) throw unreadable(trouble);
}

/** Into a quoted word of debugfs, which runs one line. */
export function expectPlain(path: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (!/["\u0000-\u001f\u007f]/.test(path)) return;
  throw new StepError('disk-bad-path', `the path ${JSON.stringify(path)} cannot be looked for`);
}

async function ask(
  image: string,
  request: string,
  signal: AbortSignal | undefined,
  flags: readonly string[] = [],
): Promise<ToolResult> {
  const result = await runTool('debugfs', [...flags, '-R', request, image], {
    package: 'e2fsprogs',
    without: 'files in ext4 cannot be read',
    env: { DEBUGFS_PAGER: 'cat', PAGER: 'cat' },
    signal,
  });
  const trouble = withoutBanner(result.stderr);
  if (/while (?:opening|trying to open)|Filesystem not open/i.test(trouble)) {
    throw unreadable(trouble);
  }
  return result;
}

function withoutBanner(stderr: string): string {
  return stderr.replace(/^debugfs [\d.]+ \(.*\)\n?/, '').trim();
}

function unreadable(trouble: string): MachineError {
  return new MachineError('disk-unreadable', `debugfs cannot read the file system: ${trouble}`);
}
