import { StepError } from '../errors.ts';
import { isInside, type Point, type Size } from '../input/absolute.ts';
import type { Batch } from '../input/batch.ts';
import {
  planButton,
  planClick,
  planDoubleClick,
  planDrag,
  planMove,
  planScroll,
  type ScrollDirection,
} from '../input/plan-pointer.ts';
import type { QmpClient } from '../qmp/client.ts';
import type { InputButton } from '../qmp/types.ts';
import type { Player } from './player.ts';
import type { Screen } from './screen.ts';

/** How long a button stays down in a click, and between the clicks of a double click. Milliseconds. */
export const CLICK_HOLD_MS = 80;
export const DRAG_MS = 400;

export interface PointerOptions {
  readonly button?: InputButton;
  readonly holdMs?: number;
  readonly signal?: AbortSignal;
}

/** An absolute pointer: every point is a pixel of the guest's screen as it is now. */
export class Pointer {
  readonly #player: Player;
  readonly #client: QmpClient;
  readonly #screen: Screen;

  constructor(player: Player, client: QmpClient, screen: Screen) {
    this.#player = player;
    this.#client = client;
    this.#screen = screen;
  }

  async move(to: Point, { signal }: PointerOptions = {}): Promise<void> {
    await this.#play([to], (size) => planMove(to, size), signal);
  }

  async click(at: Point, options: PointerOptions = {}): Promise<void> {
    const { button = 'left', holdMs = CLICK_HOLD_MS, signal } = options;
    await this.#play([at], (size) => planClick(at, size, { button, holdMs }), signal);
  }

  async doubleClick(at: Point, options: PointerOptions = {}): Promise<void> {
    const { button = 'left', holdMs = CLICK_HOLD_MS, signal } = options;
    await this.#play([at], (size) => planDoubleClick(at, size, { button, holdMs }), signal);
  }

  async drag(
    from: Point,
    to: Point,
    options: PointerOptions & { durationMs?: number } = {},
  ): Promise<void> {
    const { button = 'left', durationMs = DRAG_MS, signal } = options;
    await this.#play(
      [from, to],
      (size) => planDrag(from, to, size, { button, durationMs }),
      signal,
    );
  }

  async scroll(
    direction: ScrollDirection,
    notches: number,
    at: Point,
    { signal }: PointerOptions = {},
  ): Promise<void> {
    await this.#play([at], (size) => planScroll(direction, notches, at, size), signal);
  }

  async hold(button: InputButton, signal?: AbortSignal): Promise<void> {
    if (this.#player.ledger.isButtonDown(button)) {
      throw new StepError('already-held', `the ${button} button: held already`);
    }
    await this.#play([], () => planButton(button, true), signal);
  }

  async release(button: InputButton, signal?: AbortSignal): Promise<void> {
    if (!this.#player.ledger.isButtonDown(button)) {
      throw new StepError('not-held', `the ${button} button: not held`, {
        hint: 'only a button that a hold step pressed can be released',
      });
    }
    await this.#play([], () => planButton(button, false), signal);
  }

  async #play(
    points: readonly Point[],
    plan: (size: Size) => Batch[],
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const { width, height } = await this.#screen.capture(signal);
    const outside = points.find((point) => !isInside(point, { width, height }));
    if (outside) {
      throw new StepError(
        'off-screen',
        `the point ${outside.x},${outside.y} is outside the screen, which is ${width}x${height}`,
      );
    }
    await this.#requireAbsolute(signal);
    await this.#player.play(plan({ width, height }), signal);
  }

  /** Without this check a click would go to whatever pointer the guest listens to, and QEMU says nothing. */
  async #requireAbsolute(signal: AbortSignal | undefined): Promise<void> {
    const mice = await this.#client.execute('query-mice', {}, signal && { signal });
    if (mice.some((mouse) => mouse.current && mouse.absolute)) return;
    const idle = mice.find((mouse) => mouse.absolute);
    const names = mice.map((mouse) => mouse.name).join(', ') || 'none';
    throw idle
      ? new StepError('pointer-idle', `the guest does not use its ${idle.name} yet`, {
          hint: 'click once its driver runs, or give the machine a pointer that the guest knows',
        })
      : new StepError(
          'no-absolute-pointer',
          `the guest has no absolute pointer (it has: ${names})`,
          {
            hint: 'give the machine one: pointer: usb-tablet, virtio-tablet or vmmouse',
          },
        );
  }
}
