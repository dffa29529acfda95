import { existsSync } from 'node:fs';
import { expect } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import type { Glance } from '../../../src/guest/eyes/look.ts';
import { Guest } from '../../../src/guest/guest.ts';
import type { QemuDescription } from '../../../src/machine/description.ts';
import { startMachine } from '../../../src/machine/start.ts';
import { readPlaceholder } from '../../../src/screen/placeholder.ts';
import { withDemoGuest } from '../../support/demo-guest.ts';
import { repository, testWithDemoGuest } from '../../support/needs-qemu.ts';

const test = testWithDemoGuest(import.meta.filename);
const hasOvmf = existsSync('/usr/share/OVMF/OVMF_CODE_4M.fd');
if (!hasOvmf) console.warn('SKIPPED: OVMF is not installed');

async function withMachine(description: QemuDescription, body: (guest: Guest) => Promise<void>) {
  const machine = await startMachine(
    { accel: 'tcg', memory: 64, pointer: 'none', ...description },
    { baseDir: repository },
  );
  try {
    await body(new Guest(machine));
  } finally {
    await machine.stop();
  }
}

async function glance(guest: Guest): Promise<Glance> {
  const eyes = guest.screen.eyes(AbortSignal.timeout(60_000));
  if (typeof eyes === 'function') throw new Error('it looks by screendump alone');
  return eyes.glance();
}

/** Glances until one is by video memory. */
async function glanceFast(guest: Guest): Promise<Glance> {
  const signal = AbortSignal.timeout(60_000);
  let seen = await glance(guest);
  for (let looks = 0; looks < 2 || guest.screen.capturedBy.kind !== 'video-memory'; looks += 1) {
    await systemClock.wait(20, signal);
    seen = await glance(guest);
  }
  return seen;
}

/** What of a screen that stands still two ways of looking show. */
async function expectSame(guest: Guest) {
  await guest.screen.waitUntilStill({ quietMs: 200, timeoutMs: 20_000 });
  const { frame, confirm } = await glanceFast(guest);
  const dump = await confirm();
  expect(frame).not.toBe(dump);
  expect([frame.width, frame.height]).toEqual([dump.width, dump.height]);
  expect(Buffer.compare(frame.data, dump.data)).toBe(0);
}

test('the demo guest: video memory shows what a screendump does, card after card', () =>
  withDemoGuest({}, async ({ guest, serial }) => {
    await expectSame(guest);
    for (let card = 1; card <= 4; card += 1) {
      await guest.keyboard.press(['f9']);
      await serial.first('card', card);
      await expectSame(guest);
    }
  }));

test('text mode is looked at by screendump', () =>
  withMachine({ memory: 64 }, async (guest) => {
    const text = await guest.screen.waitUntilStill({ quietMs: 500, timeoutMs: 30_000 });
    expect([text.frame.width, text.frame.height]).toEqual([720, 400]);
    expect(guest.screen.capturedBy.kind).toBe('screendump');
  }));

test("a BIOS's caret blinks, and is told from what happens", () =>
  withMachine({ memory: 64 }, async (guest) => {
    const { kind, twinkles } = await guest.screen.waitUntilStill({
      quietMs: 1500,
      timeoutMs: 30_000,
    });
    expect(kind).toBe('still');
    expect(twinkles).toHaveLength(1);
    expect(twinkles[0]).toMatchObject({ kind: 'blink', region: { width: 9, height: 2 } });
    expect(Math.abs((twinkles[0]?.periodMs ?? 0) - 533)).toBeLessThan(150);
  }));

(hasOvmf ? test : test.skip)(
  'UEFI firmware, in a mode of its own: video memory shows what a screendump does',
  () =>
    withMachine({ firmware: 'uefi', memory: 256 }, async (guest) => {
      await glanceFast(guest);
      await expectSame(guest);
    }),
);

test('a display of another kind is looked at by screendump', () =>
  withMachine({ display: 'virtio' }, async (guest) => {
    await glance(guest);
    expect(guest.screen.capturedBy).toEqual({
      kind: 'screendump',
      why: 'the display is not a std VGA',
    });
  }));

test('a display without a picture: no waiting ends with it', () =>
  withMachine({ 'extra-args': ['-S'] }, async (guest) => {
    const options = { quietMs: 100, timeoutMs: 500 };
    const { kind, frame } = await guest.screen.waitUntilStill(options);
    expect(kind).toBe('moving');
    expect(readPlaceholder(frame)).toBe('Guest has not initialized the display (yet).');
  }));
