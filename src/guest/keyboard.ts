import { ScenarioError, StepError } from '../errors.ts';
import type { Batch } from '../input/batch.ts';
import { type Chord, parseChord } from '../input/chord.ts';
import type { KeyboardQueue } from '../input/keyboard-queue.ts';
import { describeUntypable, findUntypable, type Layout } from '../input/layout.ts';
import type { Pace } from '../input/pace.ts';
import { planChord, planEdges, planText } from '../input/plan-keys.ts';
import { describeUnsent } from '../input/unsent-keys.ts';
import type { QKeyCode } from '../qmp/qkeycode.ts';
import type { Player } from './hands/player.ts';

/** How long a key of a chord stays down unless somebody says otherwise. Milliseconds. */
export const PRESS_HOLD_MS = 50;
/** Longer is a mistake, or a `hold`. */
const LONGEST_HOLD_MS = 60_000;
const HIGHEST_RATE = 1000;

export interface PressOptions {
  /** How long they stay down. Milliseconds; default 50. */
  readonly holdMs?: number;
  readonly pace?: Pace;
  readonly signal?: AbortSignal;
}

export interface TypeOptions {
  readonly layout?: Layout;
  readonly pace?: Pace;
  /** How long each key stays down. Milliseconds; default 0: as short as the device takes it. */
  readonly holdMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * Whatever cannot be sent whole is an error before any key goes: `untypable-text`, `key-not-sent`,
 * `already-held`, `key-twice`, `bad-hold`, `bad-rate`.
 */
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

  async type(text: string, options: TypeOptions = {}): Promise<void> {
    const { layout = this.layout, pace = this.#pace, holdMs = 0, signal } = options;
    const untypable = findUntypable(text, layout);
    if (untypable.length > 0) {
      throw new StepError(
        'untypable-text',
        `the layout ${layout.name} cannot type ${describeUntypable(untypable)}`,
      );
    }
    expectSane(holdMs, pace);
    await this.#play(planText(text, { layout, pace, holdMs, queue: this.#queue }), signal);
  }

  /**
   * All keys of the chord go down in order, and come up in reverse after the hold. It may be written as in a
   * scenario: `ctrl-alt-f2`. @throws ScenarioError `unknown-key`
   */
  async press(keys: Chord | string, options: PressOptions = {}): Promise<void> {
    const { holdMs = PRESS_HOLD_MS, pace = this.#pace, signal } = options;
    const chord = typeof keys === 'string' ? readChord(keys) : keys;
    expectSane(holdMs, pace);
    expectOnce(chord);
    await this.#play(planChord(chord, holdMs, this.#queue, pace), signal);
  }

  /** Keys go down and stay so until `release`, or until the guest is left. */
  async hold(keys: readonly QKeyCode[], signal?: AbortSignal): Promise<void> {
    expectOnce(keys);
    await this.#play(planEdges(keys, true, this.#queue), signal);
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

  async #play(batches: readonly Batch[], signal: AbortSignal | undefined): Promise<void> {
    const pressed = new Set(keysDownIn(batches));
    const held = [...pressed].filter((key) => this.#player.ledger.isKeyDown(key));
    if (held.length > 0) {
      throw new StepError('already-held', `${held.join(', ')}: held already`, {
        hint: 'release it first',
      });
    }
    const [unsent] = [...pressed].flatMap((key) => describeUnsent(key, this.#queue) ?? []);
    if (unsent !== undefined) throw new StepError('key-not-sent', unsent);
    await this.#player.play(batches, signal);
  }
}

function readChord(text: string): Chord {
  const result = parseChord(text);
  if (result.ok) return result.chord;
  throw new ScenarioError('unknown-key', result.message);
}

function keysDownIn(batches: readonly Batch[]): QKeyCode[] {
  return batches.flatMap(({ events }) =>
    events.flatMap((event) =>
      event.type === 'key' && event.data.down && event.data.key.type === 'qcode'
        ? [event.data.key.data]
        : [],
    ),
  );
}

function expectOnce(keys: readonly QKeyCode[]): void {
  const twice = keys.find((key, index) => keys.indexOf(key) < index);
  if (twice === undefined) return;
  throw new ScenarioError('key-twice', `the key ${twice} stands twice in ${keys.join('-')}`);
}

function expectSane(holdMs: number, pace: Pace): void {
  if (!(holdMs >= 0 && holdMs <= LONGEST_HOLD_MS)) {
    throw new ScenarioError('bad-hold', `expected a hold of 0 to 60000 ms, got ${holdMs}`);
  }
  if (typeof pace === 'object' && !(pace.rate > 0 && pace.rate <= HIGHEST_RATE)) {
    throw new ScenarioError('bad-rate', `expected a rate above 0 and up to 1000, got ${pace.rate}`);
  }
}
