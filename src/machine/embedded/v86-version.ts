import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** The folder of v86's build. */
export const v86Build = join(createRequire(import.meta.url).resolve('v86'), '..');

/** The version of the installed v86, without the hash of its build. */
export function readV86Version(): string {
  const { version }: { version: string } = JSON.parse(
    readFileSync(join(v86Build, '../package.json'), 'utf8'),
  );
  return version.replace(/\+.*/, '');
}
