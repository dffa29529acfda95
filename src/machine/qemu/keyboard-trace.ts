import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { QmpClient } from '../../qmp/client.ts';
import { QmpCommandError } from '../../qmp/errors.ts';

/** What QEMU has told of its USB keyboards' queues so far. */
export interface KeyboardTrace {
  /** How often a queue became empty, and how many edges of keys one had no room for. */
  read(): { readonly emptied: number; readonly overflowed: number };
}

/** QEMU's names of what happens to the queue of a usb-kbd (hw/input/trace-events). */
const EMPTY = 'hid_kbd_queue_empty';
const FULL = 'hid_kbd_queue_full';

/**
 * Has QEMU log what happens in the queues of its USB keyboards. Undefined where it cannot, or where
 * `args` already use its log. The file is `folder`'s.
 */
export async function traceKeyboards(
  client: QmpClient,
  { folder, args = [] }: { readonly folder: string; readonly args?: readonly string[] | undefined },
): Promise<KeyboardTrace | undefined> {
  if (args.some((word) => /^--?(D|d|trace)$/.test(word))) return undefined;
  const file = join(folder, 'keyboard.log');
  try {
    const quoted = file.replaceAll(/["\\]/g, '\\$&');
    const refusal = await client.execute('human-monitor-command', {
      'command-line': `logfile "${quoted}"`,
    });
    if (refusal !== '') return undefined;
    for (const name of [EMPTY, FULL]) {
      await client.execute('trace-event-set-state', { name, enable: true });
    }
    return new KeyboardTraceFile(file);
  } catch (error) {
    // A QEMU that was built without these traces, or without the log.
    if (error instanceof QmpCommandError || isMissing(error)) return undefined;
    throw error;
  }
}

/** QEMU writes whole lines, each at once. */
class KeyboardTraceFile implements KeyboardTrace {
  readonly #fileName: string;
  readonly #chunk = Buffer.alloc(4096);
  #offset = 0;
  #rest = '';
  #emptied = 0;
  #overflowed = 0;

  constructor(fileName: string) {
    this.#fileName = fileName;
    this.read();
  }

  read() {
    const lines = (this.#rest + this.#readNew()).split('\n');
    this.#rest = lines.pop() ?? '';
    this.#emptied += lines.filter((line) => line.includes(EMPTY)).length;
    this.#overflowed += lines.filter((line) => line.includes(FULL)).length;
    return { emptied: this.#emptied, overflowed: this.#overflowed };
  }

  #readNew(): string {
    const file = openSync(this.#fileName, 'r');
    try {
      let text = '';
      while (true) {
        const size = readSync(file, this.#chunk, 0, this.#chunk.length, this.#offset);
        if (size === 0) return text;
        this.#offset += size;
        text += this.#chunk.toString('latin1', 0, size);
      }
    } finally {
      closeSync(file);
    }
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
