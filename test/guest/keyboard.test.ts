import { expect, test } from 'vitest';
import { us } from '../../src/input/layouts/us.ts';
import { rejectionOf } from '../qmp/rejection.ts';
import { describeFailure } from '../screen/frames.ts';
import { withFakeGuest } from './fake-guest.ts';

test('type: what the layout cannot type sends nothing', () =>
  withFakeGuest({}, async ({ guest, server }) => {
    const error = await rejectionOf(guest.keyboard.type('Grüße\r'));
    expect(describeFailure(error)).toBe(
      'StepError untypable-text: the layout us cannot type "ü" at 3, "ß" at 4, U+000d at 6',
    );
    expect(server.commands).toEqual([]);
  }));

test('type: hold, pace and layout', () =>
  withFakeGuest({}, async ({ guest, clock, arrived }) => {
    const euro = {
      name: 'euro',
      strokes: new Map([...us.strokes, ['€', [{ key: 'e', modifiers: ['alt_r'] }]]] as const),
    };
    await clock.run(guest.keyboard.type('a€', { layout: euro, pace: 'firmware', holdMs: 30 }));
    expect(arrived).toEqual(['0: +a', '30: -a', '70: +alt_r +e', '100: -e -alt_r']);
  }));

test('press: 50 ms unless somebody says otherwise', () =>
  withFakeGuest({}, async ({ guest, clock, arrived }) => {
    await clock.run(guest.keyboard.press(['alt', 'f4']));
    await clock.run(guest.keyboard.press(['esc'], { holdMs: 7 }));
    expect(arrived).toEqual(['0: +alt +f4', '50: -f4 -alt', '50: +esc', '57: -esc']);
  }));

test('hold and release', () =>
  withFakeGuest({}, async ({ guest, arrived }) => {
    await guest.keyboard.hold(['ctrl', 'shift']);
    await guest.keyboard.release(['ctrl']);
    await guest.keyboard.hold(['alt']);
    await guest.releaseAll();
    expect(arrived).toEqual(['0: +ctrl +shift', '0: -ctrl', '0: +alt', '0: -alt -shift']);
  }));

test('hold: a key that is held already', () =>
  withFakeGuest({}, async ({ guest, arrived }) => {
    await guest.keyboard.hold(['ctrl', 'a']);
    const error = await rejectionOf(guest.keyboard.hold(['shift', 'a', 'ctrl']));
    expect(describeFailure(error)).toBe('StepError already-held: a, ctrl: held already');
    expect(arrived).toEqual(['0: +ctrl +a']);
  }));

test('release: a key that is not held', () =>
  withFakeGuest({}, async ({ guest, arrived }) => {
    await guest.keyboard.hold(['ctrl']);
    const error = await rejectionOf(guest.keyboard.release(['ctrl', 'shift']));
    expect(describeFailure(error)).toBe(
      'StepError not-held: shift: not held (only a key that a hold step pressed can be released)',
    );
    expect(arrived).toEqual(['0: +ctrl']);
  }));
