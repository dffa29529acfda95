import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { decodeAttribute } from '../../src/screen/text/vga-memory.ts';
import { untilText, withBareGuest } from '../support/bare-guest.ts';
import { enterSetup, hasOvmf, untilStarted } from '../support/ovmf.ts';
import { describeWith, makeTestFolder, runs } from '../support/with-qemu.ts';

const hasGrub =
  ['grub-mkrescue', 'xorriso', 'mformat'].every((program) => runs(program)) &&
  existsSync('/usr/lib/grub/i386-pc');
if (!hasGrub) {
  console.warn('SKIPPED GRUB: the packages grub-pc-bin, xorriso and mtools are not installed');
}

const entries = ['Install the demo system', 'Check the disk', 'Boot from the next volume'];

/** A CD that boots GRUB into this menu. */
function makeGrubImage(): string {
  const folder = makeTestFolder();
  const image = join(folder, 'grub.iso');
  const menu = entries.map((title) => `menuentry "${title}" { true }`);
  mkdirSync(join(folder, 'tree/boot/grub'), { recursive: true });
  writeFileSync(
    join(folder, 'tree/boot/grub/grub.cfg'),
    ['set timeout=-1', ...menu, ''].join('\n'),
  );
  const small = ['--locales=', '--fonts=', '--themes='];
  execFileSync('grub-mkrescue', [...small, '-o', image, join(folder, 'tree')], { stdio: 'ignore' });
  return image;
}

describeWith('qemu-system-x86_64')('what a PC says before there is a system', () => {
  test.skipIf(!hasGrub)('GRUB: its menu, and which line of it is chosen', () =>
    withBareGuest({ cdrom: makeGrubImage() }, async (guest) => {
      const { found, reading } = await untilText(guest, entries[2] ?? '');
      expect(found).toBe(true);
      if (reading.kind !== 'read') throw new Error(reading.why);
      const { reader, lines, confidence } = reading.text;
      expect({ reader, confidence }).toEqual({ reader: 'vga-memory', confidence: 1 });
      expect(lines[1]).toMatch(/^ +GNU GRUB {2}version 2\.\S+$/);
      const shown = lines.map((line) => line.replace(/^[ │]*\*?|[ │]*$/g, ''));
      expect(shown.filter((line) => entries.includes(line))).toEqual(entries);
      expect(lines.find((line) => line.includes('*'))).toContain(entries[0]);

      await guest.keyboard.press(['down']);
      expect((await untilText(guest, `*${entries[1]}`)).found).toBe(true);
      // The star comes first; then GRUB draws the line anew, a character at a time.
      await guest.screen.waitUntilStill({ quietMs: 500, timeoutMs: 10_000 });
      const next = await untilText(guest, `*${entries[1]}`);
      expect(next.found).toBe(true);
      if (next.reading.kind !== 'read') throw new Error(next.reading.why);
      const { attributes, grid } = next.reading.text;
      const row = next.reading.text.lines.findIndex((line) => line.includes('*'));
      const attribute = attributes?.[row * (grid?.columns ?? 0) + 10] ?? 0;
      expect(decodeAttribute(attribute)).toMatchObject({ foreground: 0, background: 7 });
    }),
  );

  test.skipIf(!hasOvmf('OVMF'))(
    'OVMF: its shell or its menu, and its setup, by OCR',
    { timeout: 180_000 },
    () =>
      withBareGuest({ firmware: 'uefi', memory: 128 }, async (guest) => {
        expect(await untilStarted(guest)).toMatchObject({ text: { reader: 'ocr' } });
        expect((await enterSetup(guest)).toLowerCase()).toContain('boot manager');
      }),
  );
});
