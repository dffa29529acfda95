import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { absoluteValue, type Point } from '../../src/input/absolute.ts';
import type { Batch } from '../../src/input/batch.ts';
import {
  planButton,
  planClick,
  planDoubleClick,
  planDrag,
  planMove,
  planScroll,
} from '../../src/input/plan-pointer.ts';
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

const tellAll = (batches: readonly Batch[]) =>
  batches.map((batch) => [tell(batch), batch.waitMs] as const);

const at = { x: 1365, y: 767 };

test('planMove', () => {
  expect(planMove({ x: 3, y: 5 }, screen)).toEqual([
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
  expect(tellAll(planClick(at, screen, { button: 'right', holdMs: 120 }))).toEqual([
    ['1365,767 +right', 120],
    ['-right', 0],
  ]);
});

test('planDoubleClick', () => {
  expect(tellAll(planDoubleClick(at, screen, { button: 'left', holdMs: 80 }))).toEqual([
    ['1365,767 +left', 80],
    ['-left', 60],
    ['+left', 80],
    ['-left', 0],
  ]);
});

test.for(['up', 'down', 'left', 'right'] as const)('planScroll %s', (direction) => {
  const notch = [`+wheel-${direction} -wheel-${direction}`, 20];
  expect(tellAll(planScroll(direction, 3, at, screen))).toEqual([
    ['1365,767', 0],
    notch,
    notch,
    notch,
  ]);
});

test('planButton', () => {
  expect(tellAll(planButton('middle', true))).toEqual([['+middle', 0]]);
  expect(tellAll(planButton('middle', false))).toEqual([['-middle', 0]]);
});

describe('planDrag', () => {
  test('presses at the start, goes straight, and comes up at the end after exactly its time', () => {
    fc.assert(
      fc.property(anyPoint, anyPoint, fc.nat(3000), anyButton, (from, to, durationMs, button) => {
        const batches = planDrag(from, to, screen, { button, durationMs });
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
    const batches = planDrag({ x: 0, y: 0 }, at, screen, { button: 'left', durationMs: 400 });
    expect(batches.slice(0, -1).every(({ waitMs }) => waitMs >= 8 && waitMs <= 20)).toBe(true);
    expect(batches.length).toBeGreaterThan(20);
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
        planClick(from, screen, { button, holdMs: ms }),
        planDoubleClick(from, screen, { button, holdMs: ms }),
        planDrag(from, to, screen, { button, durationMs: ms }),
      ];
      for (const plan of plans) {
        const edges = plan.map(({ events }) => events.flatMap((e) => (e.type === 'btn' ? e : [])));
        expect(edges.every(({ length }) => length <= 1)).toBe(true);
        const downs = edges.flat().map(({ data }) => data.down);
        expect(downs).toEqual(downs.map((_, index) => index % 2 === 0));
        expect(downs.at(-1)).toBe(false);
      }
    }),
  );
});
