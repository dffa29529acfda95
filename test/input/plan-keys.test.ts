import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Batch } from '../../src/input/batch.ts';
import { type KeyboardQueue, keyboardQueues } from '../../src/input/keyboard-queue.ts';
import { us } from '../../src/input/layouts/us.ts';
import { type Pace, paceLimits } from '../../src/input/pace.ts';
import { planChord, planEdges, planText } from '../../src/input/plan-keys.ts';
import { type QKeyCode, qKeyCodes } from '../../src/qmp/qkeycode.ts';
import { edgesOf, printable, receive } from './us-model.ts';

const anyText = fc
  .array(fc.constantFrom(...printable, '\n', '\t'), { maxLength: 60 })
  .map((characters) => characters.join(''));
const anyQueue = fc.constantFrom<KeyboardQueue>(...Object.values(keyboardQueues));
const anyPace: fc.Arbitrary<Pace> = fc.oneof(
  fc.constantFrom<Pace>('fast', 'desktop', 'firmware'),
  fc.record({ rate: fc.integer({ min: 1, max: 1000 }) }),
);
const someHold = fc.integer({ min: 1, max: 500 });
const anyKeys = fc.uniqueArray(fc.constantFrom(...qKeyCodes.filter((key) => key !== 'unmapped')), {
  minLength: 1,
  maxLength: 20,
});

/** Holds for whatever is planned for a keyboard. */
function expectFits(batches: readonly Batch[], queue: KeyboardQueue) {
  for (const batch of batches) {
    const cost = edgesOf(batch).reduce((sum, { key, down }) => sum + queue.cost(key, down), 0);
    expect(batch.events.length).toBeGreaterThan(0);
    expect(batch.queued).toBe(cost);
    expect(cost).toBeLessThanOrEqual(queue.batch);
  }
}

/** How often shift has to go down: once for each run of characters that need it. */
function shiftRuns(text: string): number {
  const isShifted = (c: string) => /[A-Z~!@#$%^&*()_+{}|:"<>?]/.test(c);
  return [...text].filter((c, i) => isShifted(c) && !isShifted(text[i - 1] ?? ' ')).length;
}

const isModifier = (key: QKeyCode) => key === 'shift';

describe('planText', () => {
  test('comes out as it went in, holds shift once for a run, and leaves nothing down', () => {
    fc.assert(
      fc.property(
        anyText,
        anyQueue,
        anyPace,
        fc.oneof(fc.constant(0), someHold),
        (text, queue, pace, holdMs) => {
          const batches = planText(text, { layout: us, queue, pace, holdMs });
          expectFits(batches, queue);
          expect(receive(batches.flatMap(edgesOf))).toEqual({
            text,
            shifts: shiftRuns(text),
            stillDown: [],
          });
        },
      ),
      { numRuns: 500 },
    );
  });

  test('with a hold each key is down for exactly that long, and nothing else waits for it', () => {
    fc.assert(
      fc.property(anyText, anyQueue, anyPace, someHold, (text, queue, pace, holdMs) => {
        const batches = planText(text, { layout: us, queue, pace, holdMs });
        let held: QKeyCode | undefined;
        for (const batch of batches) {
          const [first, ...others] = edgesOf(batch).filter(({ key }) => !isModifier(key));
          expect(others).toEqual([]);
          if (first === undefined) continue;
          expect(first.down).toBe(held === undefined);
          if (first.down) {
            expect(batch.waitMs).toBe(holdMs);
            expect(edgesOf(batch).at(-1)).toEqual(first);
          } else {
            expect(first.key).toBe(held);
            expect(edgesOf(batch)[0]).toEqual(first);
          }
          held = first.down ? first.key : undefined;
        }
        expect(held).toBeUndefined();
      }),
    );
  });

  test('without a hold a batch has no more characters than the pace allows, and waits its gap', () => {
    fc.assert(
      fc.property(anyText, anyQueue, anyPace, (text, queue, pace) => {
        const { characters, gapMs } = paceLimits(pace);
        let sinceGap = 0;
        for (const batch of planText(text, { layout: us, queue, pace, holdMs: 0 })) {
          sinceGap += edgesOf(batch).filter(({ key, down }) => down && !isModifier(key)).length;
          expect(sinceGap).toBeLessThanOrEqual(characters);
          expect([0, gapMs]).toContain(batch.waitMs);
          if (batch.waitMs > 0) sinceGap = 0;
        }
        expect(gapMs === 0 || sinceGap === 0).toBe(true);
      }),
    );
  });

  test('a rate gives each character the same time, the hold included', () => {
    fc.assert(
      fc.property(anyText, anyQueue, fc.integer({ min: 1, max: 50 }), (text, queue, rate) => {
        for (const holdMs of [0, 15, 20]) {
          const batches = planText(text, { layout: us, queue, pace: { rate }, holdMs });
          const total = batches.reduce((sum, { waitMs }) => sum + waitMs, 0);
          expect(total).toBeCloseTo((text.length * 1000) / rate, 6);
        }
      }),
    );
  });

  test('without a hold a key goes down and up in one batch, so that no guest repeats it', () => {
    fc.assert(
      fc.property(anyText, anyQueue, anyPace, (text, queue, pace) => {
        for (const batch of planText(text, { layout: us, queue, pace, holdMs: 0 })) {
          const keys = edgesOf(batch).filter(({ key }) => !isModifier(key));
          expect(keys.length % 2).toBe(0);
          for (let i = 0; i < keys.length; i += 2) {
            expect([keys[i]?.down, keys[i + 1]?.down]).toEqual([true, false]);
          }
        }
      }),
    );
  });

  test('a hold that is longer than the rate allows is kept', () => {
    const options = { layout: us, queue: keyboardQueues.ps2, pace: { rate: 20 }, holdMs: 80 };
    expect(planText('ab', options).map(({ waitMs }) => waitMs)).toEqual([80, 0, 80, 0]);
  });

  test('the PS/2 keyboard gets 5 plain characters a batch, virtio 8 and USB 2', () => {
    const options = { layout: us, pace: 'fast', holdMs: 0 } as const;
    const sizes = (text: string, queue: KeyboardQueue) =>
      planText(text, { ...options, queue }).map(({ events }) => events.length);
    expect(sizes('abcdefghi', keyboardQueues.ps2)).toEqual([10, 8]);
    expect(sizes('abcdefghi', keyboardQueues.virtio)).toEqual([16, 2]);
    expect(sizes('abcdefghi', keyboardQueues.usb)).toEqual([4, 4, 4, 4, 2]);
  });

  test('the plan of "aBC"', () => {
    const plan = planText('aBC', {
      layout: us,
      queue: keyboardQueues.ps2,
      pace: 'firmware',
      holdMs: 30,
    });
    const told = plan.map((batch) => [
      edgesOf(batch)
        .map(({ key, down }) => (down ? '+' : '-') + key)
        .join(' '),
      batch.waitMs,
    ]);
    expect(told).toEqual([
      ['+a', 30],
      ['-a', 40],
      ['+shift +b', 30],
      ['-b', 40],
      ['+c', 30],
      ['-c -shift', 40],
    ]);
  });

  test('nothing to type is nothing to send', () => {
    for (const holdMs of [0, 20]) {
      const options = { layout: us, queue: keyboardQueues.ps2, pace: 'fast', holdMs } as const;
      expect(planText('', options)).toEqual([]);
    }
  });
});

describe('paceLimits', () => {
  test.for<readonly [Pace, number, number]>([
    ['fast', Number.POSITIVE_INFINITY, 0],
    ['desktop', 3, 20],
    ['firmware', 1, 40],
    [{ rate: 8 }, 1, 125],
  ])('%j', ([pace, characters, gapMs]) => {
    expect(paceLimits(pace)).toEqual({ characters, gapMs });
  });
});

describe('planChord', () => {
  test('all down in order, one hold, all up in reverse', () => {
    fc.assert(
      fc.property(anyKeys, someHold, anyQueue, (chord, holdMs, queue) => {
        const batches = planChord(chord, holdMs, queue);
        expectFits(batches, queue);
        expect(batches.flatMap(edgesOf)).toEqual([
          ...chord.map((key) => ({ key, down: true })),
          ...chord.toReversed().map((key) => ({ key, down: false })),
        ]);
        const firstUp = batches.findIndex((batch) => edgesOf(batch).some(({ down }) => !down));
        expect(batches.map(({ waitMs }) => waitMs)).toEqual(
          batches.map((_, index) => (index === firstUp - 1 ? holdMs : 0)),
        );
        expect(edgesOf(batches[firstUp] ?? { events: [] }).some(({ down }) => down)).toBe(false);
      }),
    );
  });
});

test('planChord without a hold lets down and up share a batch, so that no guest repeats a key', () => {
  for (const queue of Object.values(keyboardQueues)) {
    const [batch, ...others] = planChord(['ctrl', 'a'], 0, queue);
    expect(others).toEqual([]);
    expect(batch && edgesOf(batch).map(({ key, down }) => (down ? '+' : '-') + key)).toEqual([
      '+ctrl',
      '+a',
      '-a',
      '-ctrl',
    ]);
  }
});

describe('planEdges', () => {
  test('one edge of each key, in the order given', () => {
    fc.assert(
      fc.property(anyKeys, fc.boolean(), anyQueue, (keys, down, queue) => {
        const batches = planEdges(keys, down, queue);
        expectFits(batches, queue);
        expect(batches.flatMap(edgesOf)).toEqual(keys.map((key) => ({ key, down })));
        expect(batches.every(({ waitMs }) => waitMs === 0)).toBe(true);
      }),
    );
  });
});
