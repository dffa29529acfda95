import type { InputButton } from '../qmp/types.ts';
import type { Point } from './absolute.ts';
import { type Batch, buttonEvent } from './batch.ts';
import type { Stroke } from './stroke.ts';

/** Time between the two clicks of a double click, and between the notches of a wheel. */
const GAP_MS = 60;
const NOTCH_MS = 20;
/** Time between the points of a drag: a tablet is polled each 8 ms at the fastest. */
export const DRAG_STEP_MS = 10;

export function planMove(at: Point): Stroke[] {
  return [{ at, waitMs: 0 }];
}

export interface ClickOptions {
  readonly button: InputButton;
  /** How long the button stays down. Milliseconds. */
  readonly holdMs: number;
}

/** Down and up never share a batch: within one sync a tablet would report neither. */
export function planClick(at: Point, { button, holdMs }: ClickOptions): Stroke[] {
  return [
    { at, button, down: true, waitMs: holdMs },
    { button, down: false, waitMs: 0 },
  ];
}

export function planDoubleClick(at: Point, options: ClickOptions): Stroke[] {
  const { button, holdMs } = options;
  return [
    { at, button, down: true, waitMs: holdMs },
    { button, down: false, waitMs: GAP_MS },
    { button, down: true, waitMs: holdMs },
    { button, down: false, waitMs: 0 },
  ];
}

export interface DragOptions {
  readonly button: InputButton;
  /** From button down to button up. Milliseconds. */
  readonly durationMs: number;
}

/** From the first point through all others at one speed, the button down from the first to the last. */
export function planDrag(path: readonly Point[], { button, durationMs }: DragOptions): Stroke[] {
  const [from, ...rest] = path;
  if (!from) return [];
  const points = walk([from, ...rest], Math.round(durationMs / DRAG_STEP_MS) - 1);
  const waitMs = durationMs / (points.length + 1);
  return [
    { at: from, button, down: true, waitMs },
    ...points.map((at) => ({ at, glides: true, waitMs })),
    { button, down: false, waitMs: 0 },
  ];
}

/** Pixels from the first point through all others. */
export function lengthOf(path: readonly Point[]): number {
  return segmentsOf(path).reduce((sum, { length }) => sum + length, 0);
}

/** About `count` points at equal distances along a path; every corner of it and its end are among them. */
export function walk(path: readonly Point[], count: number): Point[] {
  const total = lengthOf(path);
  return segmentsOf(path).flatMap(({ from, to, length }) => {
    const steps = Math.max(1, Math.round(total === 0 ? count : (count * length) / total));
    return Array.from({ length: steps }, (_, index) => {
      const part = (index + 1) / steps;
      return {
        x: Math.round(from.x + (to.x - from.x) * part),
        y: Math.round(from.y + (to.y - from.y) * part),
      };
    });
  });
}

function segmentsOf(path: readonly Point[]) {
  return path.slice(1).map((to, index) => {
    const from = path[index] ?? to;
    return { from, to, length: Math.hypot(to.x - from.x, to.y - from.y) };
  });
}

export type ScrollDirection = 'up' | 'down' | 'left' | 'right';

/** One batch a notch; only the down edge of a wheel button counts. */
export function planScroll(direction: ScrollDirection, notches: number, at: Point): Stroke[] {
  const notch: Stroke = { button: `wheel-${direction}`, waitMs: NOTCH_MS };
  return [...planMove(at), ...Array.from({ length: notches }, () => notch)];
}

/** Buttons that go down and stay down, or come up, one edge a batch. */
export function planButton(button: InputButton, down: boolean): Batch[] {
  return [{ events: [buttonEvent(button, down)], waitMs: 0, queued: 0 }];
}
