import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A recorded run of one of everything, made by scripts/make-golden-run.mjs: every report is tested on it. */
export const goldenRun = join(import.meta.dirname, 'golden-run');

/** A copy of it to write into, gone after the test. */
export function copyGoldenRun(): string {
  const folder = mkdtempSync(join(tmpdir(), 'guestwright-golden-'));
  cpSync(goldenRun, folder, { recursive: true });
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
