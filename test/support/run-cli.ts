import { execFile } from 'node:child_process';
import { resolve } from 'node:path';

const main = resolve(import.meta.dirname, '../../dist/cli/main.js');

export interface CliResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A PATH that has no QEMU, and nothing else. */
export const pathWithoutQemu = '/nonexistent';

/** Runs the built command. `env` is added to ours; undefined takes a variable away. */
export function runCli(
  args: readonly string[],
  { cwd, env = {} }: { cwd: string; env?: Readonly<Record<string, string | undefined>> },
): Promise<CliResult> {
  const ci = { CI: undefined, GITHUB_ACTIONS: undefined, GITHUB_STEP_SUMMARY: undefined };
  const all = { ...process.env, NO_COLOR: '1', ...ci, ...env };
  return new Promise((done, fail) => {
    execFile(
      process.execPath,
      [main, ...args],
      { cwd, env: all, timeout: 30_000, maxBuffer: 16 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (error && typeof error.code !== 'number') fail(error);
        else done({ exitCode: error ? Number(error.code) : 0, stdout, stderr });
      },
    );
  });
}
