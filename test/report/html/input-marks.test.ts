import { expect, test } from 'vitest';
import { planTouch } from '../../../src/input/plan-touch.ts';
import { listInputMarks } from '../../../src/report/html/input-marks.ts';
import type { TraceLine } from '../../../src/report/trace.ts';

type Events = NonNullable<Extract<TraceLine, { type: 'input' }>['events']>;

const input = (at: number, ...events: Events): TraceLine => ({ at, type: 'input', events });
const key = (name: string, down: boolean): Events[number] => ({
  type: 'key',
  data: { down, key: { type: 'qcode', data: name } },
});
const button = (down: boolean): Events[number] => ({ type: 'btn', data: { down, button: 'left' } });
const abs = (axis: 'x' | 'y', value: number): Events[number] => ({
  type: 'abs',
  data: { axis, value },
});

test('typed keys are one mark each, though they overlap', () => {
  expect(
    listInputMarks([
      input(1, key('g', true)),
      input(2, key('u', true)),
      input(3, key('g', false)),
      input(4, key('u', false)),
    ]),
  ).toEqual([
    { at: 1, kind: 'keys', keys: ['g'] },
    { at: 2, kind: 'keys', keys: ['u'] },
  ]);
});

test('a chord is one mark, whether its keys went down at once or one by one', () => {
  const chord = [{ at: 3, kind: 'keys', keys: ['ctrl', 'alt', 'f2'] }];
  const parts = [
    input(1, key('ctrl', true)),
    input(2, key('alt', true)),
    input(3, key('f2', true)),
  ];
  expect(listInputMarks(parts)).toEqual(chord);
  expect(listInputMarks([input(3, key('ctrl', true), key('alt', true), key('f2', true))])).toEqual(
    chord,
  );
});

test('a modifier that was pressed alone stays', () => {
  expect(
    listInputMarks([
      input(1, key('shift', true)),
      input(2, key('shift', false)),
      input(3, key('a', true)),
    ]),
  ).toEqual([
    { at: 1, kind: 'keys', keys: ['shift'] },
    { at: 3, kind: 'keys', keys: ['a'] },
  ]);
});

test('a click is where the pointer is, as a part of the screen', () => {
  expect(
    listInputMarks([
      input(1, abs('x', 0x7fff), abs('y', 0)),
      input(2, button(true)),
      input(3, button(false)),
    ]),
  ).toEqual([
    { at: 1, kind: 'move', x: 1, y: 0 },
    { at: 2, kind: 'down', button: 'left', x: 1, y: 0 },
    { at: 3, kind: 'up', button: 'left', x: 1, y: 0 },
  ]);
});

test('secret keys are only counted', () => {
  expect(listInputMarks([{ at: 5, type: 'input', secret: true, count: 12 }])).toEqual([
    { at: 5, kind: 'secret', count: 12 },
  ]);
});

test('each finger is where it is itself, and the pointer stays where it was', () => {
  const [corner, middle] = [
    { x: 0, y: 0 },
    { x: 500, y: 500 },
  ];
  const batches = planTouch([[corner, middle], [middle]], { width: 1000, height: 1000 }, 20);
  const lines = batches.map(({ events }, at) => input(at, ...(events as Events)));
  const finger = (number: number, place: number) => ({
    button: `finger ${number}`,
    x: expect.closeTo(place, 2),
    y: expect.closeTo(place, 2),
  });
  expect(listInputMarks(lines)).toEqual([
    { at: 0, kind: 'down', ...finger(1, 0) },
    { at: 0, kind: 'down', ...finger(2, 0.5) },
    { at: 1, kind: 'move', ...finger(1, 0.5) },
    { at: 1, kind: 'move', ...finger(2, 0.5) },
    { at: 2, kind: 'up', ...finger(1, 0.5) },
    { at: 2, kind: 'up', ...finger(2, 0.5) },
  ]);
});
