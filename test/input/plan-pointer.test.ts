import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { absoluteValue, type Point } from '../../src/input/absolute.ts';
import type { Batch } from '../../src/input/batch.ts';
import {
  lengthOf,
  planButton,
  planClick,
  planDoubleClick,
  planDrag,
  planMove,
  planScroll,
} from '../../src/input/plan-pointer.ts';
import { endOf, planAbsolute, planRelative, type Stroke } from '../../src/input/stroke.ts';
import type { InputButton } from '../../src/qmp/types.ts';

const screen = { width: 1366, height: 768 };
const anyPoint: fc.Arbitrary<Point> = fc.record({
  x: fc.nat(screen.width - 1),
  y: fc.nat(screen.height - 1),
});
const anyButton = fc.constantFrom<InputButton>('left', 'middle', 'right');
const anyHold = fc.nat(1000);

/** `x,y`, `+left`, `-left`; the way back from values to pixels is libinput's. */
function tell(batch: Batch): string {
  const axes: Record<string, number> = {};
  const words: string[] = [];
  for (const event of batch.events) {
    if (event.type === 'btn') words.push((event.data.down ? '+' : '-') + event.data.button);
    if (event.type !== 'abs') continue;
    const extent = event.data.axis === 'x' ? screen.width : screen.height;
    axes[event.data.axis] = Math.floor((event.data.value * extent) / 32768);
    if ('x' in axes && 'y' in axes) words.push(`${axes.x},${axes.y}`);
  }
  return words.join(' ');
}

const draw = (strokes: readonly Stroke[]) => planAbsolute(strokes, screen);

const tellAll = (strokes: readonly Stroke[]) =>
  draw(strokes).map((batch) => [tell(batch), batch.waitMs] as const);

const at = { x: 1365, y: 767 };

test('planMove', () => {
  expect(draw(planMove({ x: 3, y: 5 }))).toEqual([
    {
      events: [
        { type: 'abs', data: { axis: 'x', value: absoluteValue(3, 1366) } },
        { type: 'abs', data: { axis: 'y', value: absoluteValue(5, 768) } },
      ],
      waitMs: 0,
      queued: 0,
    },
  ]);
});

test('planClick', () => {
  expect(tellAll(planClick(at, { button: 'right', holdMs: 120 }))).toEqual([
    ['1365,767 +right', 120],
    ['-right', 0],
  ]);
});

test('planDoubleClick', () => {
  expect(tellAll(planDoubleClick(at, { button: 'left', holdMs: 80 }))).toEqual([
    ['1365,767 +left', 80],
    ['-left', 60],
    ['+left', 80],
    ['-left', 0],
  ]);
});

test.for(['up', 'down', 'left', 'right'] as const)('planScroll %s', (direction) => {
  const notch = [`+wheel-${direction} -wheel-${direction}`, 20];
  expect(tellAll(planScroll(direction, 3, at))).toEqual([['1365,767', 0], notch, notch, notch]);
});

test('planButton', () => {
  expect(planButton('middle', true).map(tell)).toEqual(['+middle']);
  expect(planButton('middle', false).map(tell)).toEqual(['-middle']);
});

describe('planDrag', () => {
  test('presses at the start, goes straight, and comes up at the end after exactly its time', () => {
    fc.assert(
      fc.property(anyPoint, anyPoint, fc.nat(3000), anyButton, (from, to, durationMs, button) => {
        const batches = draw(planDrag([from, to], { button, durationMs }));
        const told = batches.map(tell);
        const path = told.slice(1, -1);
        expect(told[0]).toBe(`${from.x},${from.y} +${button}`);
        expect(path.at(-1)).toBe(`${to.x},${to.y}`);
        expect(told.at(-1)).toBe(`-${button}`);
        const total = batches.reduce((sum, { waitMs }) => sum + waitMs, 0);
        expect(total).toBeCloseTo(durationMs, 6);
        expect(batches.at(-1)?.waitMs).toBe(0);
        for (const point of path) {
          const [x = Number.NaN, y = Number.NaN] = point.split(',').map(Number);
          expect(distanceToLine({ x, y }, from, to)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test('no step of a long drag comes faster than the 8 ms of a tablet', () => {
    const batches = draw(planDrag([{ x: 0, y: 0 }, at], { button: 'left', durationMs: 400 }));
    expect(batches.slice(0, -1).every(({ waitMs }) => waitMs >= 8 && waitMs <= 20)).toBe(true);
    expect(batches.length).toBeGreaterThan(20);
  });
});

describe('planDrag via points', () => {
  const anyPath = fc.array(anyPoint, { minLength: 2, maxLength: 8 });

  test('goes through every point, in order, and never faster than its speed', () => {
    fc.assert(
      fc.property(anyPath, fc.integer({ min: 50, max: 3000 }), (path, durationMs) => {
        const batches = draw(planDrag(path, { button: 'left', durationMs }));
        const told = batches.slice(0, -1).map((batch) => tell(batch).replace(' +left', ''));
        let at = 0;
        for (const { x, y } of path) {
          const found = told.indexOf(`${x},${y}`, at);
          expect(found).toBeGreaterThanOrEqual(at);
          at = found;
        }
        const total = batches.reduce((sum, { waitMs }) => sum + waitMs, 0);
        expect(total).toBeCloseTo(durationMs, 6);
      }),
    );
  });

  test('the same speed on a long way and a short one', () => {
    const path = [
      { x: 0, y: 0 },
      { x: 300, y: 0 },
      { x: 300, y: 100 },
    ];
    const xs = draw(planDrag(path, { button: 'left', durationMs: 410 }))
      .slice(1, -1)
      .map(tell);
    expect(xs).toHaveLength(40);
    expect(xs[29]).toBe('300,0');
    expect(xs[39]).toBe('300,100');
    expect(lengthOf(path)).toBe(400);
  });
});

describe('planRelative', () => {
  /** Where a pointer without acceleration is after each batch, kept on the screen as guests do. */
  function follow(batches: readonly Batch[], from: Point) {
    let { x, y } = from;
    return batches.map(({ events }) => {
      for (const event of events) {
        if (event.type !== 'rel') continue;
        expect(Math.abs(event.data.value)).toBeLessThanOrEqual(127);
        if (event.data.axis === 'x') x = clamp(x + event.data.value, screen.width);
        else y = clamp(y + event.data.value, screen.height);
      }
      return { x, y };
    });
  }
  const clamp = (value: number, extent: number) => Math.min(extent - 1, Math.max(0, value));

  test('wherever it was, a click is at its point, and small steps lead there from the corner', () => {
    fc.assert(
      fc.property(anyPoint, anyPoint, anyButton, (start, to, button) => {
        const batches = planRelative(planClick(to, { button, holdMs: 80 }), screen, undefined);
        const way = follow(batches, start);
        const pressed = batches.findIndex(({ events }) =>
          events.some(({ type }) => type === 'btn'),
        );
        expect(way[pressed]).toEqual(to);
        const home = way.findLastIndex(({ x, y }) => x === 0 && y === 0);
        const steps = batches.slice(home + 1, pressed).flatMap(({ events }) => events);
        const values = steps.map((event) =>
          event.type === 'rel' ? Math.abs(event.data.value) : 0,
        );
        expect(Math.max(0, ...values)).toBeLessThanOrEqual(4);
      }),
    );
  });

  test('from a known place it goes straight, and a drag keeps its path and time', () => {
    const path = [
      { x: 10, y: 10 },
      { x: 110, y: 10 },
      { x: 110, y: 210 },
    ];
    const strokes = planDrag(path, { button: 'left', durationMs: 300 });
    const batches = planRelative(strokes, screen, { x: 10, y: 10 });
    expect(follow(batches, { x: 10, y: 10 })).toContainEqual({ x: 110, y: 10 });
    expect(follow(batches, { x: 10, y: 10 }).at(-1)).toEqual({ x: 110, y: 210 });
    expect(endOf(strokes, undefined)).toEqual({ x: 110, y: 210 });
    expect(endOf([{ button: 'left', down: false, waitMs: 0 }], { x: 1, y: 2 })).toEqual({
      x: 1,
      y: 2,
    });
  });

  test('a button never changes in the batch of a step', () => {
    const plan = planRelative(
      planDoubleClick(at, { button: 'left', holdMs: 80 }),
      screen,
      undefined,
    );
    for (const { events } of plan) {
      expect(new Set(events.map(({ type }) => type)).size).toBe(1);
    }
  });
});

function distanceToLine(p: Point, a: Point, b: Point): number {
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  if (length === 0) return Math.hypot(p.x - a.x, p.y - a.y);
  return Math.abs((b.x - a.x) * (a.y - p.y) - (a.x - p.x) * (b.y - a.y)) / length;
}

test('no batch has both edges of a button, and each edge follows its opposite', () => {
  fc.assert(
    fc.property(anyPoint, anyPoint, anyButton, anyHold, (from, to, button, ms) => {
      const plans = [
        planClick(from, { button, holdMs: ms }),
        planDoubleClick(from, { button, holdMs: ms }),
        planDrag([from, to], { button, durationMs: ms }),
      ];
      for (const plan of plans.map(draw)) {
        const edges = plan.map(({ events }) => events.flatMap((e) => (e.type === 'btn' ? e : [])));
        expect(edges.every(({ length }) => length <= 1)).toBe(true);
        const downs = edges.flat().map(({ data }) => data.down);
        expect(downs).toEqual(downs.map((_, index) => index % 2 === 0));
        expect(downs.at(-1)).toBe(false);
      }
    }),
  );
});
