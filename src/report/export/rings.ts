import { type InputMark, isFinger } from '../html/input-marks.ts';

/** A place on the screen, in parts of it: 0..1. */
export interface Ring {
  readonly x: number;
  readonly y: number;
}

/** A button, or a finger, from down to up, and a little longer, in times of the film. */
interface Press {
  readonly fromMs: number;
  untilMs: number;
  readonly path: { readonly atMs: number; readonly place: Ring }[];
}

/** How long a place is marked after the button came up. Milliseconds. */
const RING_MS = 600;

/** Every press of a button with the way it took; one that stays down has no end. */
export function listRings(
  inputs: readonly InputMark[],
  filmAt: (at: number) => number,
): readonly Press[] {
  const presses: Press[] = [];
  const down = new Map<string, Press>();
  for (const mark of inputs) {
    if (mark.kind === 'keys' || mark.kind === 'secret') continue;
    const atMs = filmAt(mark.at);
    const step = { atMs, place: { x: mark.x, y: mark.y } };
    if (mark.kind === 'down') {
      const press = { fromMs: atMs, untilMs: Number.POSITIVE_INFINITY, path: [step] };
      down.set(mark.button, press);
      presses.push(press);
      continue;
    }
    for (const [button, press] of down) if (follows(button, mark)) press.path.push(step);
    if (mark.kind !== 'up') continue;
    const press = down.get(mark.button);
    if (press) press.untilMs = atMs + RING_MS;
    down.delete(mark.button);
  }
  return presses;
}

/** Buttons are where the pointer is, and each finger where it is itself. */
function follows(button: string, mark: { readonly button?: string }): boolean {
  return isFinger(button) ? mark.button === button : !isFinger(mark.button);
}

/** Where the buttons are at that time, or were when they came up. */
export function ringsAt(presses: readonly Press[], atMs: number): Ring[] {
  return presses
    .filter(({ fromMs, untilMs }) => fromMs <= atMs && atMs < untilMs)
    .map(({ path }) => path.findLast((step) => step.atMs <= atMs)?.place ?? { x: 0, y: 0 });
}
