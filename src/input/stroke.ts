import type { InputButton, InputEvent } from '../qmp/types.ts';
import { absoluteValue, type Point, type Size } from './absolute.ts';
import { type Batch, buttonEvent } from './batch.ts';

/** One thing that a pointer does, whatever its device: it goes to a point, then a button changes. */
export interface Stroke {
  /** Undefined: it stays where it is. */
  readonly at?: Point;
  /** Whether the way to `at` is one step of a path, and not a jump to its beginning. */
  readonly glides?: boolean;
  readonly button?: InputButton;
  /** Of the button: undefined is down and up at once, which is a notch of a wheel. */
  readonly down?: boolean;
  /** The time to the next stroke, at least. Milliseconds. */
  readonly waitMs: number;
}

/** The corner where a relative pointer is homed: the origin, whatever the screen's size. */
const HOME: Point = { x: 0, y: 0 };
/** A PS/2 packet and a USB report carry no more (hw/input/ps2.c, hid.c). */
const LONGEST_STEP = 127;
/** Slow enough for libinput (0.4 units/ms) and X (4 units) to accelerate nothing: 300 px/s. */
const STEP_PX = 3;
const STEP_MS = 10;
/** A USB mouse is polled each 8 ms, and must have been before a button of it changes. */
const REST_MS = 20;

/** For a device that is told where to be: one batch a stroke, every pixel exact. */
export function planAbsolute(strokes: readonly Stroke[], screen: Size): Batch[] {
  return strokes.map((stroke) => ({
    events: [...(stroke.at ? moveEvents(stroke.at, screen) : []), ...buttonEvents(stroke)],
    waitMs: stroke.waitMs,
    queued: 0,
  }));
}

/**
 * For a mouse, which only knows steps: a jump goes to the corner first unless `from` says where the pointer
 * is. Buttons change in batches of their own, after a rest.
 */
export function planRelative(
  strokes: readonly Stroke[],
  screen: Size,
  from: Point | undefined,
): Batch[] {
  let position = from;
  return strokes.flatMap((stroke) => {
    const { at, glides = false, waitMs } = stroke;
    const edges = buttonEvents(stroke);
    const way = at ? planWay(position, at, screen, glides) : [];
    position = at ?? position;
    if (edges.length === 0) return extendLast(way, waitMs);
    return [...extendLast(way, REST_MS), { events: edges, waitMs, queued: 0 }];
  });
}

/** Where the pointer is when all strokes are done. */
export function endOf(strokes: readonly Stroke[], from: Point | undefined): Point | undefined {
  return strokes.findLast(({ at }) => at)?.at ?? from;
}

function planWay(from: Point | undefined, to: Point, screen: Size, glides: boolean): Batch[] {
  if (from && glides) return [step(to.x - from.x, to.y - from.y)];
  if (from) return planSteps(from, to);
  return [...planHoming(screen), ...planSteps(HOME, to)];
}

/** Twice as far as the screen is large, for guests that slow the pointer down. */
function planHoming({ width, height }: Size): Batch[] {
  const steps = Math.ceil((2 * Math.max(width, height)) / LONGEST_STEP);
  return extendLast(
    Array.from({ length: steps }, () => step(-LONGEST_STEP, -LONGEST_STEP)),
    REST_MS,
  );
}

function planSteps(from: Point, to: Point): Batch[] {
  const count = Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / STEP_PX);
  const along = (a: number, b: number, part: number) => Math.round(a + ((b - a) * part) / count);
  return Array.from({ length: count }, (_, i) =>
    step(
      along(from.x, to.x, i + 1) - along(from.x, to.x, i),
      along(from.y, to.y, i + 1) - along(from.y, to.y, i),
    ),
  );
}

function step(x: number, y: number): Batch {
  const events: InputEvent[] = [
    { type: 'rel', data: { axis: 'x', value: x } },
    { type: 'rel', data: { axis: 'y', value: y } },
  ];
  return { events, waitMs: STEP_MS, queued: 0 };
}

function extendLast(batches: readonly Batch[], waitMs: number): Batch[] {
  return batches.map((batch, index) =>
    index === batches.length - 1 ? { ...batch, waitMs: Math.max(batch.waitMs, waitMs) } : batch,
  );
}

function moveEvents(at: Point, screen: Size): InputEvent[] {
  return [
    { type: 'abs', data: { axis: 'x', value: absoluteValue(at.x, screen.width) } },
    { type: 'abs', data: { axis: 'y', value: absoluteValue(at.y, screen.height) } },
  ];
}

function buttonEvents({ button, down }: Stroke): InputEvent[] {
  if (button === undefined) return [];
  if (down !== undefined) return [buttonEvent(button, down)];
  return [buttonEvent(button, true), buttonEvent(button, false)];
}
