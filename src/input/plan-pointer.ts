import type { InputButton, InputEvent } from '../qmp/types.ts';
import { absoluteValue, type Point, type Size } from './absolute.ts';
import { type Batch, buttonEvent } from './batch.ts';

/** Time between the two clicks of a double click, and between the notches of a wheel. */
const GAP_MS = 60;
const NOTCH_MS = 20;
/** Time between the points of a drag: a tablet is polled each 8 ms at the fastest. */
const DRAG_STEP_MS = 10;

function moveEvents(at: Point, screen: Size): InputEvent[] {
  return [
    { type: 'abs', data: { axis: 'x', value: absoluteValue(at.x, screen.width) } },
    { type: 'abs', data: { axis: 'y', value: absoluteValue(at.y, screen.height) } },
  ];
}

function batch(events: readonly InputEvent[], waitMs: number): Batch {
  return { events, waitMs, queued: 0 };
}

export function planMove(at: Point, screen: Size): Batch[] {
  return [batch(moveEvents(at, screen), 0)];
}

export interface ClickOptions {
  readonly button: InputButton;
  /** How long the button stays down. Milliseconds. */
  readonly holdMs: number;
}

/** Down and up never share a batch: within one sync a tablet would report neither. */
export function planClick(at: Point, screen: Size, { button, holdMs }: ClickOptions): Batch[] {
  return [
    batch([...moveEvents(at, screen), buttonEvent(button, true)], holdMs),
    batch([buttonEvent(button, false)], 0),
  ];
}

export function planDoubleClick(at: Point, screen: Size, options: ClickOptions): Batch[] {
  const { button, holdMs } = options;
  return [
    batch([...moveEvents(at, screen), buttonEvent(button, true)], holdMs),
    batch([buttonEvent(button, false)], GAP_MS),
    batch([buttonEvent(button, true)], holdMs),
    batch([buttonEvent(button, false)], 0),
  ];
}

export interface DragOptions {
  readonly button: InputButton;
  /** From button down to button up. Milliseconds. */
  readonly durationMs: number;
}

/** A straight line of single steps, the last of them at `to` before the button comes up. */
export function planDrag(from: Point, to: Point, screen: Size, options: DragOptions): Batch[] {
  const { button, durationMs } = options;
  const steps = Math.max(1, Math.round(durationMs / DRAG_STEP_MS) - 1);
  const stepMs = durationMs / (steps + 1);
  const path = Array.from({ length: steps }, (_, index) => {
    const part = (index + 1) / steps;
    return {
      x: Math.round(from.x + (to.x - from.x) * part),
      y: Math.round(from.y + (to.y - from.y) * part),
    };
  });
  return [
    batch([...moveEvents(from, screen), buttonEvent(button, true)], stepMs),
    ...path.map((point) => batch(moveEvents(point, screen), stepMs)),
    batch([buttonEvent(button, false)], 0),
  ];
}

export type ScrollDirection = 'up' | 'down' | 'left' | 'right';

/** One batch a notch; only the down edge of a wheel button counts. */
export function planScroll(
  direction: ScrollDirection,
  notches: number,
  at: Point,
  screen: Size,
): Batch[] {
  const wheel: InputButton = `wheel-${direction}`;
  const notch = batch([buttonEvent(wheel, true), buttonEvent(wheel, false)], NOTCH_MS);
  return [...planMove(at, screen), ...Array.from({ length: notches }, () => notch)];
}

/** Buttons that go down and stay down, or come up, one edge a batch. */
export function planButton(button: InputButton, down: boolean): Batch[] {
  return [batch([buttonEvent(button, down)], 0)];
}
