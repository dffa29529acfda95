import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, onTestFinished } from 'vitest';
import { systemClock } from '../../src/clock.ts';

/** Whether a program is there to be used. */
export function runs(program: string, ask = '--version'): boolean {
  return spawnSync(program, [ask]).status === 0;
}

/** A `describe` that is skipped, and says so, where a program of QEMU's is not installed. */
export function describeWith(program: 'qemu-system-x86_64' | 'qemu-img') {
  if (runs(program)) return describe;
  console.warn(`SKIPPED: ${program} is not installed`);
  return describe.skip;
}

/** A folder that goes away with the test. Not named like the folders under test. */
export function makeTestFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gw-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** The processes whose command line holds `text`, without the dead ones that nobody has reaped. */
export function findProcesses(text: string): RunningProcess[] {
  const lines = execFileSync('ps', ['-axwwo', 'pid=,ppid=,stat=,command='], { encoding: 'utf8' });
  return lines.split('\n').flatMap((line) => {
    const [, pid, parent, stat = 'Z', command = ''] =
      /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    if (stat.startsWith('Z') || !command.includes(text)) return [];
    return [{ pid: Number(pid), parent: Number(parent), command }];
  });
}

/** The machines of a project's: a QEMU runs in its folder, an embedded one writes into it. */
export function findGuests(folder: string): number[] {
  return findProcesses('')
    .filter(({ command }) => /^qemu-system|embedded\/process\.js/.test(command))
    .filter(({ pid, command }) => command.includes(folder) || folderOf(pid) === folder)
    .map(({ pid }) => pid);
}

function folderOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

/** Waits for `condition`; fails by the deadline with `what`. */
export async function until(what: string, condition: () => boolean, deadlineMs = 5_000) {
  const end = systemClock.now() + deadlineMs;
  while (!condition()) {
    if (systemClock.now() > end) throw new Error(`not within ${deadlineMs} ms: ${what}`);
    await systemClock.wait(10);
  }
}
