import { expect } from 'vitest';
import { Guest } from '../../src/guest/guest.ts';
import { waitForText } from '../../src/guest/text-wait.ts';
import { startMachine } from '../../src/machine/start.ts';
import { createPattern } from '../../src/screen/text/text-pattern.ts';
import { withDemoGuest } from '../support/demo-guest.ts';
import { repository, testWithDemoGuest } from '../support/needs-qemu.ts';

const test = testWithDemoGuest(import.meta.filename);

/** A PC without anything to start from. */
async function withFirmware(network: 'none' | 'user', body: (guest: Guest) => Promise<void>) {
  const machine = await startMachine(
    { accel: 'tcg', memory: 64, pointer: 'none', network },
    { baseDir: repository },
  );
  try {
    await body(new Guest(machine));
  } finally {
    await machine.stop();
  }
}

const waitFor = (guest: Guest, text: string, timeoutMs = 60_000) =>
  waitForText(guest, {
    pattern: createPattern(text),
    timeoutMs,
    signal: AbortSignal.timeout(90_000),
  });

test('SeaBIOS: what it says, from text memory', () =>
  withFirmware('none', async (guest) => {
    const { found, reading } = await waitFor(guest, 'No bootable device.');
    expect(found).toBe(true);
    if (reading.kind !== 'read') throw new Error(reading.why);
    const { reader, confidence, grid, lines } = reading.text;
    expect({ reader, confidence }).toEqual({ reader: 'vga-memory', confidence: 1 });
    expect(grid).toMatchObject({ columns: 80, rows: 25, cellWidth: 9, cellHeight: 16 });
    expect(lines).toContain('Booting from Hard Disk...');
    expect(lines[0]).toMatch(/^SeaBIOS \(version \S+\)$/);
  }));

test('iPXE: what it says, in colours, whatever moves', () =>
  withFirmware('user', async (guest) => {
    const { found, reading } = await waitFor(guest, '/iPXE .* http.*ipxe\\.org/');
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
    const { found } = await waitFor(guest, 'SeaBIOS', 500);
    expect(found).toBe(false);
  }));
