import { closeSync, openSync, readSync } from 'node:fs';
import { endianness } from 'node:os';
import { z } from 'zod';
import { explain } from '../../errors.ts';
import type { Machine } from '../../machine/machine.ts';
import { QmpCommandError } from '../../qmp/errors.ts';
import { parseRegisters, VBE_REGISTERS } from './vbe-mode.ts';

/** The memory of a std VGA, read past QEMU from its process. */
export interface VideoMemory {
  readonly sizeBytes: number;
  /** The device's VBE registers; none where they are not to be had just now. */
  registers(signal?: AbortSignal): Promise<readonly number[]>;
  /** Fills the buffer; false where the process does not let us. */
  read(into: Uint8Array, offsetBytes: number): boolean;
}

/** `later`: the guest's firmware may not have put the device in its place yet. */
export type FoundMemory =
  | { readonly kind: 'found'; readonly memory: VideoMemory }
  | { readonly kind: 'later' | 'never'; readonly why: string };

const regionSchema = z.object({ bar: z.number(), address: z.number(), size: z.number() });
const deviceSchema = z.object({
  qdev_id: z.string(),
  id: z.object({ vendor: z.number(), device: z.number() }),
  regions: z.array(regionSchema),
});
const busesSchema = z.array(z.object({ devices: z.array(deviceSchema) }));

/** std VGA, secondary-vga and bochs-display; the others do not draw from this memory alone. */
const STD_VGA = { vendor: 0x1234, device: 0x1111 };

/** Finds the memory of a display, by its device's id; `display` undefined: of the only one. */
export async function findVideoMemory(
  { client, pid }: Pick<Machine, 'client' | 'pid'>,
  display: string | undefined,
  signal?: AbortSignal,
): Promise<FoundMemory> {
  const never = (why: string) => ({ kind: 'never', why }) as const;
  if (process.platform !== 'linux' || endianness() !== 'LE') return never('this host is not Linux');
  if (pid === undefined) return never('the machine is not a process of ours');
  const options = signal && { signal };
  const ask = (line: string) =>
    client.execute('human-monitor-command', { 'command-line': line }, options);
  try {
    const buses = busesSchema.safeParse(await client.execute('query-pci', {}, options));
    const devices = (buses.data ?? []).flatMap((bus) => bus.devices).filter(isStdVga);
    const mine = devices.filter(({ qdev_id }) => display === undefined || qdev_id === display);
    const [device] = mine;
    if (!device || mine.length > 1) return never('the display is not a std VGA');
    const memory = device.regions.find(({ bar }) => bar === 0);
    const control = device.regions.find(({ bar }) => bar === 2);
    if (!memory || !control) return never('the display has no linear memory');
    if (memory.address <= 0 || control.address <= 0) return later('its memory is not mapped yet');
    const printed = await ask(`gpa2hva ${hex(memory.address)}`);
    // An address of a process has at most 57 bits on a PC; what a number cannot hold is not ours to read.
    const address = /\.vram\) is 0x([0-9a-f]{1,13})\b/.exec(printed)?.[1];
    if (address === undefined) return later('its memory is not mapped yet');
    return {
      kind: 'found',
      memory: {
        sizeBytes: memory.size,
        registers: async (signal) => {
          const at = hex(control.address + VBE_REGISTERS.offset);
          const line = `xp /${VBE_REGISTERS.count}hx ${at}`;
          const asked = { 'command-line': line };
          return parseRegisters(
            await client.execute('human-monitor-command', asked, signal && { signal }),
          );
        },
        read: (into, offset) => readProcess(pid, Number.parseInt(address, 16) + offset, into),
      },
    };
  } catch (error) {
    if (error instanceof QmpCommandError) return never(explain(error));
    throw error;
  }
}

function later(why: string): FoundMemory {
  return { kind: 'later', why };
}

function isStdVga({ id }: z.output<typeof deviceSchema>): boolean {
  return id.vendor === STD_VGA.vendor && id.device === STD_VGA.device;
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}

/**
 * At once: a frame takes less than a millisecond, and ways through other threads as long again. A process
 * of ours lets itself be read unless the host forbids even that (ptrace_scope 2 and 3).
 */
function readProcess(pid: number, address: number, into: Uint8Array): boolean {
  let file: number | undefined;
  try {
    file = openSync(`/proc/${pid}/mem`, 'r');
    for (let done = 0; done < into.length; ) {
      const read = readSync(file, into, done, into.length - done, address + done);
      if (read === 0) return false;
      done += read;
    }
    return true;
  } catch {
    return false;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
