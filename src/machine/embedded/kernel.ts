import { closeSync, openSync, readSync } from 'node:fs';
import { MachineError } from '../../errors.ts';

const HEADER_WITHIN = 8192;
const MAGIC = 0x1badb002;

/** Whether the file is a multiboot kernel (Multiboot Specification 0.6.96, 3.1). Throws what `open` throws. */
export function isMultiboot(file: string): boolean {
  const start = readStart(file);
  for (let at = 0; at + 12 <= start.length; at += 4) {
    const sum = MAGIC + start.readUInt32LE(at + 4) + start.readUInt32LE(at + 8);
    if (start.readUInt32LE(at) === MAGIC && sum >>> 0 === 0) return true;
  }
  return false;
}

/** A `MachineError` `not-embeddable` where the embedded machine cannot start the file; `name` is for people. */
export function expectMultiboot(file: string, name: string): void {
  if (isMultiboot(file)) return;
  throw new MachineError('not-embeddable', `kernel ${name} is no multiboot kernel`, {
    hint: 'the embedded machine starts nothing else; use driver: qemu',
  });
}

function readStart(file: string): Buffer {
  const descriptor = openSync(file, 'r');
  try {
    const start = Buffer.alloc(HEADER_WITHIN);
    return start.subarray(0, readSync(descriptor, start, 0, HEADER_WITHIN, 0));
  } finally {
    closeSync(descriptor);
  }
}
