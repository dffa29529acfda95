import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

/** Before any test: `dist` is what `src` says, for the tests that start the command as a user does. */
export function setup(): void {
  try {
    execFileSync('npm', ['run', 'build', '--silent'], {
      cwd: resolve(import.meta.dirname, '../..'),
      stdio: 'inherit',
    });
  } catch {}
}
