import { StepError } from '../errors.ts';
import type { Point } from '../input/absolute.ts';
import { type FingerPath, planTouch } from '../input/plan-touch.ts';
import type { Machine } from '../machine/machine.ts';
import { QmpCommandError } from '../qmp/errors.ts';
import type { Player } from './hands/player.ts';
import { expectInside } from './pointer.ts';
import type { Screen } from './screen.ts';

/** How long a finger stays down in a tap, and on its way in a swipe. Milliseconds. */
export const TAP_MS = 80;
export const SWIPE_MS = 400;

export interface TouchOptions {
  /** From the fingers' coming down to their lifting. Milliseconds. */
  readonly durationMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * A touch screen. A `StepError` `no-multi-touch` where QEMU is older than 8.1, `no-touch-screen` where the
 * machine has none.
 */
export class Touch {
  readonly #player: Player;
  readonly #machine: Machine;
  readonly #screen: Screen;

  constructor(player: Player, machine: Machine, screen: Screen) {
    this.#player = player;
    this.#machine = machine;
    this.#screen = screen;
  }

  tap(at: Point, { durationMs = TAP_MS, signal }: TouchOptions = {}): Promise<void> {
    return this.#play([[at]], durationMs, signal);
  }

  /** Each finger goes its way, all in the same time. */
  swipe(fingers: readonly FingerPath[], options: TouchOptions = {}): Promise<void> {
    const { durationMs = SWIPE_MS, signal } = options;
    return this.#play(fingers, durationMs, signal);
  }

  async #play(
    fingers: readonly FingerPath[],
    durationMs: number,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    this.#expectMultiTouch();
    const { width, height } = await this.#screen.capture(signal);
    expectInside(fingers.flat(), { width, height });
    try {
      await this.#player.play(planTouch(fingers, { width, height }, durationMs), signal);
    } catch (error) {
      throw hasNoHandler(error) ? noTouchScreen() : error;
    }
  }

  #expectMultiTouch(): void {
    const { driver, client } = this.#machine;
    const { major, minor } = client.version;
    if (driver === 'embedded') {
      throw new StepError('no-multi-touch', 'the embedded machine has no multi-touch');
    }
    if (major > 8 || (major === 8 && minor >= 1)) return;
    const message = `QEMU ${major}.${minor} has no multi-touch; 8.1 or later has`;
    throw new StepError('no-multi-touch', message);
  }
}

/** QEMU checks a batch before it sends any of it (ui/input.c, qmp_input_send_event). */
function hasNoHandler(error: unknown): boolean {
  return error instanceof QmpCommandError && error.message.includes('event type mtt');
}

function noTouchScreen(): StepError {
  return new StepError('no-touch-screen', 'the machine has no touch screen', {
    hint: 'give it one: touch: true',
  });
}
