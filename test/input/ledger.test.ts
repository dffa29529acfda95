import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buttonEvent, keyEvent } from '../../src/input/batch.ts';
import { keyboardQueues } from '../../src/input/keyboard-queue.ts';
import { Ledger } from '../../src/input/ledger.ts';
import type { QKeyCode } from '../../src/qmp/qkeycode.ts';
import type { InputButton, InputEvent } from '../../src/qmp/types.ts';

const keys = ['a', 'shift', 'ctrl_r', 'print', 'pause', 'delete'] as const satisfies QKeyCode[];
const buttons = ['left', 'right', 'wheel-up'] as const satisfies InputButton[];

const anyEvent: fc.Arbitrary<InputEvent> = fc.oneof(
  fc.tuple(fc.constantFrom(...keys), fc.boolean()).map(([key, down]) => keyEvent(key, down)),
  fc.tuple(fc.constantFrom(...buttons), fc.boolean()).map(([b, down]) => buttonEvent(b, down)),
  fc.constant<InputEvent>({ type: 'abs', data: { axis: 'x', value: 7 } }),
);

/** A batch that was sent, and what came back. */
const anySending = fc.record({
  events: fc.array(anyEvent, { maxLength: 6 }),
  fate: fc.constantFrom('taken', 'lost', 'refused'),
});

/** `+a`, `-left`, or nothing for a move. */
function tell(event: InputEvent): string[] {
  if (event.type === 'btn') return [(event.data.down ? '+' : '-') + event.data.button];
  if (event.type === 'key') return [(event.data.down ? '+' : '-') + event.data.key.data];
  return [];
}

/** What may be down, first pressed first: a lost batch may have arrived, so it only presses. */
function mayBeDown(sendings: readonly { events: readonly InputEvent[]; fate: string }[]): string[] {
  const down: string[] = [];
  const press = (name: string) => down.includes(name) || down.push(name);
  const release = (name: string) => down.includes(name) && down.splice(down.indexOf(name), 1);
  for (const { events, fate } of sendings) {
    if (fate === 'refused') continue;
    const words = events.flatMap(tell);
    for (const word of words) if (word.startsWith('+')) press(word.slice(1));
    if (fate === 'lost') continue;
    for (const word of words) {
      if (word.startsWith('+')) press(word.slice(1));
      else release(word.slice(1));
    }
  }
  return down;
}

function releases(ledger: Ledger): string[] {
  const batches = ledger.planRelease(keyboardQueues.ps2);
  return batches.flatMap(({ events }) => events.flatMap(tell));
}

describe('Ledger', () => {
  test('releases all that may be down and only that: buttons, then keys, last pressed first', () => {
    fc.assert(
      fc.property(fc.array(anySending, { maxLength: 30 }), (sendings) => {
        const ledger = new Ledger();
        for (const { events, fate } of sendings) {
          const takeBack = ledger.expect(events);
          if (fate === 'taken') ledger.confirm(events);
          if (fate === 'refused') takeBack();
        }
        const down = mayBeDown(sendings);
        const isButton = (name: string) => buttons.some((button) => button === name);
        expect(releases(ledger)).toEqual([
          ...down
            .filter(isButton)
            .toReversed()
            .map((name) => `-${name}`),
          ...down
            .filter((name) => !isButton(name))
            .toReversed()
            .map((name) => `-${name}`),
        ]);
        for (const key of keys) expect(ledger.isKeyDown(key)).toBe(down.includes(key));
        for (const button of buttons)
          expect(ledger.isButtonDown(button)).toBe(down.includes(button));
      }),
      { numRuns: 1000 },
    );
  });

  test('planning the release changes nothing; its confirmation does', () => {
    const ledger = new Ledger();
    ledger.confirm([keyEvent('ctrl', true), keyEvent('alt', true), buttonEvent('left', true)]);
    const plan = ledger.planRelease(keyboardQueues.ps2);
    expect(releases(ledger)).toEqual(['-left', '-alt', '-ctrl']);
    for (const { events } of plan) ledger.confirm(events);
    expect(releases(ledger)).toEqual([]);
  });

  test('each button comes up in a batch of its own, and the keys fit the queue', () => {
    const ledger = new Ledger();
    ledger.confirm(buttons.map((button) => buttonEvent(button, true)));
    ledger.confirm(keys.map((key) => keyEvent(key, true)));
    const batches = ledger.planRelease(keyboardQueues.usb);
    expect(batches.map(({ events }) => events.flatMap(tell).join(' '))).toEqual([
      '-wheel-up',
      '-right',
      '-left',
      '-delete',
      '-pause',
      '-print -ctrl_r',
      '-shift -a',
    ]);
  });
});
