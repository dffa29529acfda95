import type { InputEvent, InputMultiTouchEvent } from '../qmp/types.ts';
import { absoluteValue, type Point, type Size } from './absolute.ts';
import { type Batch, buttonEvent } from './batch.ts';
import { walk } from './plan-pointer.ts';

/** Slots of virtio-multitouch (include/hw/virtio/virtio-input.h). */
export const MOST_FINGERS = 10;
const STEP_MS = 10;

/** The way of one finger: where it comes down, and where it goes from there. */
export type FingerPath = readonly Point[];

/**
 * All fingers come down together, go their ways in the same time and lift together. The events are those
 * that QEMU makes of a touch in its own window (ui/console.c), one sync a batch.
 */
export function planTouch(paths: readonly FingerPath[], screen: Size, durationMs: number): Batch[] {
  const moves = paths.some((path) => path.length > 1);
  const steps = moves ? Math.max(1, Math.round(durationMs / STEP_MS) - 1) : 0;
  const ways = paths.map((path) => evenly(path, steps));
  const waitMs = durationMs / (steps + 1);
  const down = paths.map(([start]) => start);
  return [
    batch(touchDown(down, screen), waitMs),
    ...Array.from({ length: steps }, (_, step) =>
      batch(
        touchAt(
          'update',
          ways.map((way) => way[step]),
          screen,
        ),
        waitMs,
      ),
    ),
    batch(planLift(paths.map((_, slot) => slot)), 0),
  ];
}

/** Fingers that are down come up. */
export function planLift(slots: readonly number[]): InputEvent[] {
  return [...slots.map((slot) => touch('end', slot, -1)), buttonEvent('touch', false)];
}

/** Exactly so many points along a path, the last one at its end. */
function evenly(path: FingerPath, count: number): Point[] {
  const points = walk(path, count);
  const last = path.at(-1);
  if (!last) return [];
  return Array.from(
    { length: count },
    (_, index) => points[Math.round(((index + 1) * points.length) / count) - 1] ?? last,
  );
}

function touchDown(points: readonly (Point | undefined)[], screen: Size): InputEvent[] {
  const [first, ...rest] = touchAt('begin', points, screen);
  return first ? [first, buttonEvent('touch', true), ...rest] : [];
}

function touchAt(
  type: 'begin' | 'update',
  points: readonly (Point | undefined)[],
  screen: Size,
): InputEvent[] {
  return points.flatMap((point, slot) =>
    point === undefined
      ? []
      : [
          touch(type, slot, slot),
          touch('data', slot, slot, 'x', absoluteValue(point.x, screen.width)),
          touch('data', slot, slot, 'y', absoluteValue(point.y, screen.height)),
        ],
  );
}

/** QAPI wants every member, whatever the type. */
function touch(
  type: InputMultiTouchEvent['type'],
  slot: number,
  trackingId: number,
  axis: 'x' | 'y' = 'x',
  value = 0,
): InputEvent {
  return { type: 'mtt', data: { type, slot, 'tracking-id': trackingId, axis, value } };
}

function batch(events: readonly InputEvent[], waitMs: number): Batch {
  return { events, waitMs, queued: 0 };
}
