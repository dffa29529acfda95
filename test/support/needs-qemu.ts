import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { test } from 'vitest';
import { runs } from './with-qemu.ts';

export const repository = resolve(import.meta.dirname, '../..');
export const demoElf = 'guests/demo/demo.elf';

const program = 'qemu-system-x86_64';

/** `test`, or a skipped one that says what it lacks: QEMU or the demo guest. */
export function testWithDemoGuest(file: string) {
  const missing = findMissing();
  if (missing === undefined) return test;
  console.warn(`SKIPPED ${basename(file)}: ${missing}`);
  return test.skip;
}

function findMissing(): string | undefined {
  if (!runs(program)) return `${program} is not installed`;
  if (!existsSync(resolve(repository, demoElf))) return `${demoElf} is missing`;
  return undefined;
}
