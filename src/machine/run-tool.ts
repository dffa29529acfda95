import { execFile } from 'node:child_process';
import { MachineError } from '../errors.ts';

const MOST_BYTES = 64 * 1024 * 1024;
/** Where Debian keeps what works on file systems, and users' paths do not lead. */
const MORE_PATH = '/usr/sbin:/sbin';

export interface ToolResult {
  readonly status: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface ToolOptions {
  /** Debian's package that has it. */
  readonly package: string;
  /** What there is not without it: `no overlay for a disk`. */
  readonly without: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a program that works on disk images, without a shell, and waits for its end, whatever that is.
 * Rejects with a `MachineError` `<program>-missing` that says what to install, `<program>-failed` where it
 * was killed or printed more than 64 MiB, or the signal's reason.
 */
export function runTool(
  program: string,
  args: readonly string[],
  { package: debian, without, env, signal }: ToolOptions,
): Promise<ToolResult> {
  const options = {
    encoding: 'buffer',
    maxBuffer: MOST_BYTES,
    env: {
      ...process.env,
      ...env,
      PATH: `${process.env.PATH ?? ''}:${MORE_PATH}`,
      LC_ALL: 'C.UTF-8',
    },
    ...(signal && { signal }),
  } as const;
  return new Promise((resolve, reject) => {
    execFile(program, [...args], options, (error, stdout, stderr) => {
      if (signal?.aborted) return reject(signal.reason);
      const status = error ? error.code : 0;
      if (typeof status === 'number') {
        return resolve({ status, stdout, stderr: stderr.toString().trim() });
      }
      const cause = error;
      if (String(status) === 'ENOENT') {
        const hint = `run npm run setup, or on Debian and Ubuntu: apt-get install ${debian}`;
        const message = `${program} is not installed: ${without}`;
        return reject(new MachineError(`${program}-missing`, message, { hint, cause }));
      }
      reject(new MachineError(`${program}-failed`, `${program}: ${String(error)}`, { cause }));
    });
  });
}
