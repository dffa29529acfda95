import { expect } from 'vitest';
import type { Guest } from '../../src/guest/guest.ts';
import type { Reading } from '../../src/guest/text.ts';
import { findFirmware } from '../../src/machine/qemu/firmware.ts';
import { untilText } from './bare-guest.ts';

/** Without a disk, it depends on OVMF's build and on the host's speed which of the two it comes to. */
const SHELL = 'Interactive Shell';
const MENU = 'Press any key';
/** The menu speaks of a "Boot Manager Menu", too. */
const setup = '/Boot Manager(?! Menu)|Boot Maintenance Manager/i';

/** Whether there is UEFI firmware; says aloud what is skipped when not. */
export function hasOvmf(what: string): boolean {
  const { ok } = findFirmware('x86_64');
  if (!ok) console.warn(`SKIPPED ${what}: the package ovmf is not installed`);
  return ok;
}

/** Until the firmware has nothing more to do by itself. */
export async function untilStarted(guest: Guest): Promise<Reading> {
  const { found, reading } = await untilText(guest, `/${MENU}|${SHELL}/`, 120_000);
  expect(found, linesOf(reading)).toBe(true);
  return reading;
}

/** A key leads to the setup, or the end of the shell does. Gives what the setup says. */
export async function enterSetup(guest: Guest): Promise<string> {
  for (let tries = 0; tries < 20; tries += 1) {
    const { found, reading } = await untilText(guest, setup, 2000);
    const text = linesOf(reading);
    if (found) return text;
    if (text.includes(SHELL)) await guest.keyboard.type('exit\n');
    else await guest.keyboard.press(['esc']);
  }
  throw new Error('no setup');
}

function linesOf(reading: Reading): string {
  return reading.kind === 'read' ? reading.text.lines.join('\n') : reading.why;
}
