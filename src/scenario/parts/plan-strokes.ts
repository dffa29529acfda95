import type { Batch } from '../../input/batch.ts';
import { planAbsolute, planRelative, type Stroke } from '../../input/stroke.ts';
import { pointerKind } from '../../machine/displays.ts';
import type { Expectations, Problem } from '../action.ts';

/** The batches that the machine's pointer needs; undefined while the screen's size is not known. */
export function planStrokes(
  strokes: readonly Stroke[],
  { screen, pointer }: Expectations,
): Batch[] | undefined {
  if (!screen) return undefined;
  const isRelative = pointer !== undefined && pointerKind(pointer) === 'relative';
  return isRelative ? planRelative(strokes, screen, undefined) : planAbsolute(strokes, screen);
}

/** A step of the pointer on a machine that has none. */
export function checkPointer({ pointer }: Expectations): Problem[] {
  if (pointer !== 'none') return [];
  const message =
    'the machine has no pointer: give it one, such as pointer: usb-tablet or virtio-tablet';
  return [{ path: [], message }];
}
