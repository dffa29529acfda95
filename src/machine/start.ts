import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Clock, systemClock } from '../clock.ts';
import { MachineError } from '../errors.ts';
import { attachMachine } from './attach.ts';
import {
  archOf,
  type EmbeddedDescription,
  type MachineDescription,
  type QemuDescription,
} from './description.ts';
import { canEmbed } from './embedded/can-embed.ts';
import { startEmbedded } from './embedded/embedded.ts';
import type { Machine } from './machine.ts';
import { startQemu } from './qemu/qemu.ts';

/** Who runs a guest that both can run. `auto`: QEMU where it is installed, else the embedded machine. */
export type Driver = 'auto' | 'qemu' | 'embedded';

export interface StartOptions {
  /** What relative paths in the description, and `serialLog`, count from. */
  readonly baseDir: string;
  /** For a description that names no driver. Default: qemu. */
  readonly driver?: Driver | undefined;
  /** Where to keep what the guest prints on its first serial port; left out, it goes with the machine. */
  readonly serialLog?: string | undefined;
  /** What `serialLog` may keep of what was printed. With it, that file is only written when the guest has ended. */
  readonly maskSerialLog?: ((bytes: Buffer) => Buffer) | undefined;
  /** A folder of `saveState` of the same machine: the guest goes on from there instead of booting. */
  readonly state?: string | undefined;
  /** Whether people may watch: a QEMU that is started gets a VNC server for each screen. Default: false. */
  readonly watch?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly clock?: Clock | undefined;
}

/**
 * Starts the machine of a description, or connects to the one that already runs. Rejects with a
 * `MachineError` or the signal's reason, and then leaves nothing behind.
 */
export async function startMachine(
  description: MachineDescription,
  options: StartOptions,
): Promise<Machine> {
  const { baseDir, driver = 'qemu', signal, clock = systemClock } = options;
  if ('attach' in description) return attachMachine(description, { signal, clock });
  const chosen = chooseMachine(description, { driver, baseDir });
  const { serialLog, maskSerialLog, state, watch } = options;
  const common = { baseDir, serialLog, maskSerialLog, state, signal, clock };
  return chosen.driver === 'embedded'
    ? startEmbedded(chosen, common)
    : startQemu(chosen, { ...common, watch });
}

/**
 * The machine that a description and a driver together mean. Where it names its driver itself, that one
 * counts; a `MachineError` `not-embeddable` says why the embedded machine cannot be that machine.
 */
export function chooseMachine(
  description: QemuDescription | EmbeddedDescription,
  { driver, baseDir }: { readonly driver: Driver; readonly baseDir: string },
): QemuDescription | EmbeddedDescription {
  if (description.driver !== undefined || driver === 'qemu') return description;
  if (driver === 'auto' && hasQemu(archOf(description))) return description;
  const embedding = canEmbed(description, baseDir);
  if (embedding.ok) return embedding.description;
  if (driver === 'auto') return description;
  throw new MachineError(
    'not-embeddable',
    `the embedded machine cannot run this guest: ${embedding.reason}`,
    { hint: 'use --driver qemu' },
  );
}

/** Whether `qemu-system-<arch>` is on the PATH. */
export function hasQemu(arch: string): boolean {
  const names =
    process.platform === 'win32' ? [`qemu-system-${arch}.exe`] : [`qemu-system-${arch}`];
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.some((folder) => names.some((name) => isProgram(join(folder, name))));
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
