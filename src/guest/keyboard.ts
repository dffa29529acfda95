import { StepError } from '../errors.ts';
import type { Chord } from '../input/chord.ts';
import type { KeyboardQueue } from '../input/keyboard-queue.ts';
import { describeUntypable, findUntypable, type Layout } from '../input/layout.ts';
import type { Pace } from '../input/pace.ts';
import { planChord, planEdges, planText } from '../input/plan-keys.ts';
import type { QKeyCode } from '../qmp/qkeycode.ts';
import type { Player } from './player.ts';

/** How long a key of a chord stays down unless somebody says otherwise. Milliseconds. */
export const PRESS_HOLD_MS = 50;

export interface TypeOptions {
  readonly layout?: Layout;
  readonly pace?: Pace;
  /** How long each key stays down. Milliseconds; default 0: as short as the device takes it. */
  readonly holdMs?: number;
  readonly signal?: AbortSignal;
}

export class Keyboard {
  readonly #player: Player;
  readonly #queue: KeyboardQueue;
  /** What the guest's layout is set to. */
  readonly layout: Layout;
  readonly #pace: Pace;

  constructor(player: Player, queue: KeyboardQueue, defaults: { layout: Layout; pace: Pace }) {
    this.#player = player;
    this.#queue = queue;
    this.layout = defaults.layout;
    this.#pace = defaults.pace;
  }

  /** Types a text. One that the layout cannot type whole is an error before any key is sent. */
  async type(text: string, options: TypeOptions = {}): Promise<void> {
    const { layout = this.layout, pace = this.#pace, holdMs = 0, signal } = options;
    const untypable = findUntypable(text, layout);
    if (untypable.length > 0) {
      throw new StepError(
        'untypable-text',
        `the layout ${layout.name} cannot type ${describeUntypable(untypable)}`,
      );
    }
    await this.#player.play(planText(text, { layout, pace, holdMs, queue: this.#queue }), signal);
  }

  /** All keys of the chord go down in order, and come up in reverse after the hold. */
  async press(
    chord: Chord,
    options: { holdMs?: number; signal?: AbortSignal } = {},
  ): Promise<void> {
    const { holdMs = PRESS_HOLD_MS, signal } = options;
    await this.#player.play(planChord(chord, holdMs, this.#queue), signal);
  }

  /** Keys go down and stay so until `release`, or until the guest is left. */
  async hold(keys: readonly QKeyCode[], signal?: AbortSignal): Promise<void> {
    const held = keys.filter((key) => this.#player.ledger.isKeyDown(key));
    if (held.length > 0) {
      throw new StepError('already-held', `${held.join(', ')}: held already`);
    }
    await this.#player.play(planEdges(keys, true, this.#queue), signal);
  }

  async release(keys: readonly QKeyCode[], signal?: AbortSignal): Promise<void> {
    const up = keys.filter((key) => !this.#player.ledger.isKeyDown(key));
    if (up.length > 0) {
      throw new StepError('not-held', `${up.join(', ')}: not held`, {
        hint: 'only a key that a hold step pressed can be released',
      });
    }
    await this.#player.play(planEdges(keys, false, this.#queue), signal);
  }
}
