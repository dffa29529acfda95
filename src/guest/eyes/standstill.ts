import { compareFrames } from '../../screen/compare.ts';
import type { Frame } from '../../screen/frame.ts';
import type { Look } from './look.ts';
import { Motion } from './motion.ts';

/** How long nothing on the screen has happened; a blinking caret and a ticking clock are nothing. */
export class Standstill {
  readonly #motion: Motion;
  #before: Frame | undefined;

  constructor(startMs: number) {
    this.#motion = new Motion(startMs);
  }

  see({ frame, atMs, changed }: Look): void {
    if (!changed) return;
    const before = this.#before;
    this.#before = frame;
    if (!before) return;
    const comparison = compareFrames(before, frame);
    if (comparison.kind === 'different') this.#motion.see(comparison.boxes, frame, atMs);
    else if (comparison.kind === 'different-size') this.#motion.interrupt(atMs);
  }

  /** Milliseconds. */
  lastedMs(nowMs: number): number {
    return nowMs - this.#motion.quietSinceMs;
  }
}
