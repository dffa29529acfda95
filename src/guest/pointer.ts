import { StepError } from '../errors.ts';
import { isInside, type Point, type Size } from '../input/absolute.ts';
import type { Batch } from '../input/batch.ts';
import {
  DRAG_STEP_MS,
  lengthOf,
  planButton,
  planClick,
  planDoubleClick,
  planDrag,
  planMove,
  planScroll,
  type ScrollDirection,
} from '../input/plan-pointer.ts';
import { endOf, planAbsolute, planRelative, type Stroke } from '../input/stroke.ts';
import type { Machine } from '../machine/machine.ts';
import type { InputButton } from '../qmp/types.ts';
import {
  expectHorizontalWheel,
  type FoundPointer,
  findPointer,
  isPs2,
} from './hands/find-pointer.ts';
import type { Player } from './hands/player.ts';
import type { Screen } from './screen.ts';
import type { Warnings } from './warnings.ts';

/** How long a button stays down in a click, and between the clicks of a double click. Milliseconds. */
export const CLICK_HOLD_MS = 80;
export const DRAG_MS = 400;

export interface PointerOptions {
  readonly button?: InputButton;
  readonly holdMs?: number;
  readonly signal?: AbortSignal;
}

export interface DragPathOptions extends PointerOptions {
  /** Where it goes in between, in order. */
  readonly via?: readonly Point[];
  /** From button down to up. Milliseconds. */
  readonly durationMs?: number;
  /** In place of the duration. Pixels a second. */
  readonly speed?: number;
}

/**
 * Every point is a pixel of the guest's screen as it is now. A mouse is homed in the corner and goes from
 * there in small steps, with a warning: only an absolute pointer is sure to hit.
 */
export class Pointer {
  readonly #player: Player;
  readonly #machine: Machine;
  readonly #screen: Screen;
  readonly #warnings: Warnings;
  /** Where a mouse should be, as long as nobody else moves it. */
  #position: Point | undefined;

  constructor(player: Player, machine: Machine, screen: Screen, warnings: Warnings) {
    this.#player = player;
    this.#machine = machine;
    this.#screen = screen;
    this.#warnings = warnings;
  }

  /** To be called when the guest was brought to another moment. */
  forget(): void {
    this.#position = undefined;
  }

  async move(to: Point, { signal }: PointerOptions = {}): Promise<void> {
    await this.#perform(planMove(to), signal);
  }

  async click(at: Point, options: PointerOptions = {}): Promise<void> {
    const { button = 'left', holdMs = CLICK_HOLD_MS, signal } = options;
    await this.#perform(planClick(at, { button, holdMs }), signal);
  }

  async doubleClick(at: Point, options: PointerOptions = {}): Promise<void> {
    const { button = 'left', holdMs = CLICK_HOLD_MS, signal } = options;
    await this.#perform(planDoubleClick(at, { button, holdMs }), signal);
  }

  /** At one speed from the first point through all others to the last, none of them left out. */
  async drag(from: Point, to: Point, options: DragPathOptions = {}): Promise<void> {
    const { button = 'left', via = [], signal } = options;
    const path = [from, ...via, to];
    await this.#perform(planDrag(path, { button, durationMs: dragMs(path, options) }), signal);
  }

  /** A `StepError` `no-horizontal-wheel` where the device or QEMU has none. */
  async scroll(
    direction: ScrollDirection,
    notches: number,
    at: Point,
    { signal }: PointerOptions = {},
  ): Promise<void> {
    await this.#perform(planScroll(direction, notches, at), signal);
  }

  async hold(button: InputButton, signal?: AbortSignal): Promise<void> {
    if (this.#player.ledger.isButtonDown(button)) {
      throw new StepError('already-held', `the ${button} button: held already`);
    }
    await this.#press(button, true, signal);
  }

  async release(button: InputButton, signal?: AbortSignal): Promise<void> {
    if (!this.#player.ledger.isButtonDown(button)) {
      throw new StepError('not-held', `the ${button} button: not held`, {
        hint: 'only a button that a hold step pressed can be released',
      });
    }
    await this.#press(button, false, signal);
  }

  async #press(button: InputButton, down: boolean, signal: AbortSignal | undefined): Promise<void> {
    const device = await findPointer(this.#machine, signal);
    if (isPs2(device)) await this.#player.settle(signal);
    await this.#player.play(planButton(button, down), signal);
  }

  async #perform(strokes: readonly Stroke[], signal: AbortSignal | undefined): Promise<void> {
    const { width, height } = await this.#screen.capture(signal);
    const size = { width, height };
    expectInside(
      strokes.flatMap(({ at }) => at ?? []),
      size,
    );
    const device = await findPointer(this.#machine, signal);
    if (strokes.some(({ button }) => button === 'wheel-left' || button === 'wheel-right')) {
      expectHorizontalWheel(device, this.#machine.client);
    }
    if (this.#machine.isShared && !this.#machine.own?.pointer) this.#warnOfOtherScreens(device);
    if (device.isAbsolute) await this.#player.play(planAbsolute(strokes, size), signal);
    else await this.#step(strokes, size, device, signal);
  }

  async #step(
    strokes: readonly Stroke[],
    size: Size,
    device: FoundPointer,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    this.#warnings.add(
      `the ${device.name} is no absolute pointer: it was homed in the top left corner and moved by steps, and misses where the guest accelerates it; pointer: usb-tablet, virtio-tablet or vmmouse is one`,
    );
    // In the corner, what is held would be dropped or dragged along.
    const from = this.#player.ledger.holdsButton ? this.#position : undefined;
    this.#position = undefined;
    for (const batch of planRelative(strokes, size, from)) {
      if (isPs2(device) && changesButton(batch)) await this.#flush(signal);
      await this.#player.play([batch], signal);
    }
    if (isPs2(device)) await this.#flush(signal);
    this.#position = endOf(strokes, from);
  }

  /** A PS/2 mouse keeps what its queue does not take, and sends it with the next event: no click may do that. */
  async #flush(signal: AbortSignal | undefined): Promise<void> {
    await this.#player.settle(signal);
    const nothing = { type: 'rel', data: { axis: 'x', value: 0 } } as const;
    await this.#player.play([{ events: [nothing], waitMs: 0, queued: 0 }], signal);
    await this.#player.settle(signal);
  }

  #warnOfOtherScreens({ name }: FoundPointer): void {
    this.#warnings.add(
      `the ${name} is bound to no display: which of the screens its points are on is up to the guest`,
    );
  }
}

/** How long a drag takes: at a speed the time of its way, and a moment at its end. Milliseconds. */
export function dragMs(path: readonly Point[], { speed, durationMs = DRAG_MS }: DragPathOptions) {
  return speed === undefined ? durationMs : (lengthOf(path) / speed) * 1000 + DRAG_STEP_MS;
}

/** A `StepError` `off-screen` names the first point that is not on the screen. */
export function expectInside(points: readonly Point[], size: Size): void {
  const outside = points.find((point) => !isInside(point, size));
  if (!outside) return;
  throw new StepError(
    'off-screen',
    `the point ${outside.x},${outside.y} is outside the screen, which is ${size.width}x${size.height}`,
  );
}

function changesButton({ events }: Batch): boolean {
  return events.some(({ type }) => type === 'btn');
}
