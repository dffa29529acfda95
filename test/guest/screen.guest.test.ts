import { expect } from 'vitest';
import { createComparer } from '../../src/screen/compare.ts';
import { contains } from '../screen/frames.ts';
import { withDemoGuest } from '../support/demo-guest.ts';
import { testWithDemoGuest } from '../support/needs-qemu.ts';

const test = testWithDemoGuest(import.meta.filename);

/** Where the caret of the host name field blinks: guests/demo/README.md. */
const field = { x: 152, y: 316, width: 440, height: 40 };

test('a screen that is shown again matches, whatever was in between', () =>
  withDemoGuest({}, async ({ guest, serial }) => {
    const welcome = await guest.screen.capture();
    expect([welcome.width, welcome.height]).toEqual([1024, 768]);
    await guest.keyboard.press(['ret']);
    await serial.first('screen', 2);
    const comparer = createComparer(welcome);
    const away = await guest.screen.waitFor(comparer, { timeoutMs: 0 });
    expect(away).toMatchObject({ kind: 'timed-out', comparison: { kind: 'different' } });
    await guest.keyboard.press(['esc']);
    expect((await guest.screen.waitFor(comparer, { timeoutMs: 30_000 })).kind).toBe('matched');
  }));

test('a blinking caret: told from what happens, moving where that is wanted, still behind a mask', () =>
  withDemoGuest({ append: 'screen=hostname' }, async ({ guest }) => {
    const strict = { quietMs: 2000, timeoutMs: 3000, strict: true };
    const moving = await guest.screen.waitUntilStill(strict);
    const boxes = moving.kind === 'moving' ? moving.boxes : [];
    expect(boxes).toHaveLength(1);
    const [caret] = boxes;
    expect(caret && contains(field, caret.x, caret.y)).toBe(true);
    const told = await guest.screen.waitUntilStill({ quietMs: 1500, timeoutMs: 20_000 });
    expect(told.kind).toBe('still');
    expect(told.twinkles).toEqual([
      { kind: 'blink', region: caret, periodMs: expect.any(Number) as number },
    ]);
    const rules = { masks: [field] };
    const still = await guest.screen.waitUntilStill({ ...strict, rules });
    expect(still.kind).toBe('still');
  }));
