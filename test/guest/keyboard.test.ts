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
    expect(describeFailure(error)).toBe(
      'StepError already-held: a, ctrl: held already (release it first)',
    );
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

test('press and type: a key that is held already sends nothing', () =>
  withFakeGuest({}, async ({ guest, arrived }) => {
    await guest.keyboard.hold(['shift']);
    for (const typed of [guest.keyboard.press(['shift', 'f1']), guest.keyboard.type('aB')]) {
      expect(await rejectionOf(typed)).toMatchObject({ code: 'already-held' });
    }
    await guest.keyboard.type('a');
    expect(arrived).toEqual(['0: +shift', '0: +a -a']);
  }));

test('press: the pace is kept between chords, the hold within a rate included', () =>
  withFakeGuest({}, async ({ guest, clock, arrived }) => {
    await clock.run(guest.keyboard.press(['a'], { pace: 'firmware', holdMs: 10 }));
    await clock.run(guest.keyboard.press(['b'], { pace: { rate: 20 }, holdMs: 10 }));
    await clock.run(guest.keyboard.press(['c'], { holdMs: 10 }));
    expect(arrived).toEqual(['0: +a', '10: -a', '50: +b', '60: -b', '100: +c', '110: -c']);
  }));

test.each([
  [
    'ps2',
    'menu',
    "QEMU's PS/2 keyboard sends nothing for the key menu; the key between alt and ctrl on the right is context-menu",
  ],
  [
    'ps2',
    'copy',
    "QEMU's PS/2 keyboard sends nothing for the key copy; keyboard: virtio has it, once its driver runs",
  ],
  [
    'usb',
    'open',
    "QEMU's USB keyboard sends f24 for the key open; keyboard: virtio has it, once its driver runs",
  ],
] as const)('a %s keyboard has no key %s', (keyboard, key, message) =>
  withFakeGuest({ keyboard }, async ({ guest, server }) => {
    for (const sent of [guest.keyboard.press(['ctrl', key]), guest.keyboard.hold([key])]) {
      expect(describeFailure(await rejectionOf(sent))).toBe(`StepError key-not-sent: ${message}`);
    }
    expect(server.commands).toEqual([]);
  }),
);

test('holds and rates that make no sense send nothing', () =>
  withFakeGuest({}, async ({ guest, server }) => {
    for (const holdMs of [-1, Number.NaN, 60_001, Number.POSITIVE_INFINITY]) {
      const message = `ScenarioError bad-hold: expected a hold of 0 to 60000 ms, got ${holdMs}`;
      for (const sent of [
        guest.keyboard.press(['a'], { holdMs }),
        guest.keyboard.type('a', { holdMs }),
      ]) {
        expect(describeFailure(await rejectionOf(sent))).toBe(message);
      }
    }
    for (const rate of [0, -20, Number.NaN, 1001]) {
      const error = await rejectionOf(guest.keyboard.type('a', { pace: { rate } }));
      expect(error).toMatchObject({ code: 'bad-rate' });
    }
    expect(await rejectionOf(guest.keyboard.press(['a', 'a']))).toMatchObject({
      code: 'key-twice',
    });
    expect(server.commands).toEqual([]);
  }));
