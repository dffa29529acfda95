import { expect, test } from 'vitest';
import { absoluteValue } from '../../src/input/absolute.ts';
import type { InputEvent } from '../../src/qmp/types.ts';
import { rejectionOf } from '../qmp/rejection.ts';
import { describeFailure, fillFrame } from '../screen/frames.ts';
import { greeting72, RawBytes, Refusal } from '../support/qmp-server.ts';
import { type FakeGuest, type FakeGuestOptions, withFakeGuest } from './fake-guest.ts';

const frame = fillFrame(64, 48);
const x = (pixel: number) => absoluteValue(pixel, 64);
const y = (pixel: number) => absoluteValue(pixel, 48);

/** `begin 0`, `0 x=256`, `end 0`, `+touch`. */
function tell(event: InputEvent): string {
  if (event.type === 'btn') return (event.data.down ? '+' : '-') + event.data.button;
  if (event.type !== 'mtt') return event.type;
  const { type, slot, axis, value } = event.data;
  if (type === 'end') expect(event.data['tracking-id']).toBe(-1);
  else expect(event.data['tracking-id']).toBe(slot);
  return type === 'data' ? `${slot} ${axis}=${value}` : `${type} ${slot}`;
}

/** A fake guest whose machine is QEMU 8.2, and the batches that it got. */
async function withTouchScreen(
  options: FakeGuestOptions,
  body: (fake: FakeGuest, batches: readonly string[]) => Promise<void>,
): Promise<void> {
  const batches: string[] = [];
  const handlers = {
    'input-send-event': (args: Record<string, unknown>) => {
      batches.push((args.events as InputEvent[]).map(tell).join(', '));
    },
    ...options.handlers,
  };
  const version = { qemu: { micro: 0, minor: 2, major: 8 }, package: '' };
  const hello = JSON.stringify({ QMP: { ...greeting72.QMP, version } });
  const greeting = new RawBytes(`${hello}\r\n`);
  await withFakeGuest({ frame, greeting, ...options, handlers }, (fake) => body(fake, batches));
}

test('a tap: down at its point, and up after its time', () =>
  withTouchScreen({}, async ({ guest, clock }, batches) => {
    await clock.run(guest.touch.tap({ x: 5, y: 6 }));
    expect(batches).toEqual([`begin 0, +touch, 0 x=${x(5)}, 0 y=${y(6)}`, 'end 0, -touch']);
    expect(clock.now()).toBe(80);
  }));

test('two fingers go apart in the same steps and lift together', () =>
  withTouchScreen({}, async ({ guest, clock }, batches) => {
    const left = [
      { x: 30, y: 20 },
      { x: 10, y: 20 },
    ];
    const right = [
      { x: 32, y: 20 },
      { x: 50, y: 20 },
      { x: 52, y: 40 },
    ];
    await clock.run(guest.touch.swipe([left, right], { durationMs: 50 }));
    expect(batches[0]).toBe(
      `begin 0, +touch, 0 x=${x(30)}, 0 y=${y(20)}, begin 1, 1 x=${x(32)}, 1 y=${y(20)}`,
    );
    expect(batches.slice(1, -1)).toHaveLength(4);
    expect(batches.at(-2)).toBe(
      `update 0, 0 x=${x(10)}, 0 y=${y(20)}, update 1, 1 x=${x(52)}, 1 y=${y(40)}`,
    );
    expect(batches.at(-1)).toBe('end 0, end 1, -touch');
    expect(clock.now()).toBeCloseTo(50, 6);
  }));

test('an abort leaves the fingers to releaseAll', () =>
  withTouchScreen({}, async ({ guest, clock }, batches) => {
    const abort = new AbortController();
    const tap = rejectionOf(guest.touch.tap({ x: 5, y: 6 }, { signal: abort.signal }));
    await clock.untilWaiting(1);
    abort.abort(new Error('stop it'));
    expect(await tap).toBe(abort.signal.reason);
    await guest.releaseAll();
    await guest.releaseAll();
    expect(batches.slice(1)).toEqual(['end 0, -touch']);
  }));

test('a point outside the screen: nothing is sent', () =>
  withTouchScreen({}, async ({ guest }, batches) => {
    const way = [
      { x: 0, y: 0 },
      { x: 64, y: 0 },
    ];
    expect(describeFailure(await rejectionOf(guest.touch.swipe([way])))).toBe(
      'StepError off-screen: the point 64,0 is outside the screen, which is 64x48',
    );
    expect(batches).toEqual([]);
  }));

test('a machine without a touch screen', () => {
  const refuse = () => {
    throw new Refusal('GenericError', 'Input handler not found for event type mtt');
  };
  const handlers = { 'input-send-event': refuse, 'query-status': () => ({ running: true }) };
  return withTouchScreen({ handlers }, async ({ guest }) => {
    expect(describeFailure(await rejectionOf(guest.touch.tap({ x: 5, y: 6 })))).toBe(
      'StepError no-touch-screen: the machine has no touch screen (give it one: touch: true)',
    );
  });
});

test('a QEMU that is too old', () =>
  withFakeGuest({ frame }, async ({ guest, arrived }) => {
    expect(describeFailure(await rejectionOf(guest.touch.tap({ x: 5, y: 6 })))).toBe(
      'StepError no-multi-touch: QEMU 7.2 has no multi-touch; 8.1 or later has',
    );
    expect(arrived).toEqual([]);
  }));
