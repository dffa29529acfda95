import { expect } from 'vitest';
import { untilText, withBareGuest } from '../support/bare-guest.ts';
import { withDemoGuest } from '../support/demo-guest.ts';
import { testWithDemoGuest } from '../support/needs-qemu.ts';

const test = testWithDemoGuest(import.meta.filename);

test('SeaBIOS: what it says, from text memory', () =>
  withBareGuest({}, async (guest) => {
    const { found, reading } = await untilText(guest, 'No bootable device.');
    expect(found).toBe(true);
    if (reading.kind !== 'read') throw new Error(reading.why);
    const { reader, confidence, grid, lines } = reading.text;
    expect({ reader, confidence }).toEqual({ reader: 'vga-memory', confidence: 1 });
    expect(grid).toMatchObject({ columns: 80, rows: 25, cellWidth: 9, cellHeight: 16 });
    expect(lines).toContain('Booting from Hard Disk...');
    expect(lines[0]).toMatch(/^SeaBIOS \(version \S+\)$/);
  }));

test('iPXE: what it says, in colours, whatever moves', () =>
  withBareGuest({ network: 'user' }, async (guest) => {
    const { found, reading } = await untilText(guest, '/iPXE .* http.*ipxe\\.org/');
    expect(found).toBe(true);
    if (reading.kind !== 'read') throw new Error(reading.why);
    const { attributes } = reading.text;
    if (reading.text.reader === 'vga-memory') {
      expect(new Set(attributes).size).toBeGreaterThan(1);
    }
  }));

test('graphics: nothing is in text memory, and old text is never read', () =>
  withDemoGuest({}, async ({ guest }) => {
    const reading = await guest.text.read();
    expect(reading.kind === 'read' && reading.text.reader === 'vga-memory').toBe(false);
    const { found } = await untilText(guest, 'SeaBIOS', 500);
    expect(found).toBe(false);
  }));
