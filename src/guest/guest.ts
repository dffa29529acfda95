import { type Clock, systemClock } from '../clock.ts';
import { keyboardQueues } from '../input/keyboard-queue.ts';
import type { Layout } from '../input/layout.ts';
import { us } from '../input/layouts/us.ts';
import type { Pace } from '../input/pace.ts';
import type { Machine } from '../machine/machine.ts';
import { Keyboard } from './keyboard.ts';
import { Player } from './player.ts';
import { Pointer } from './pointer.ts';
import { Screen } from './screen.ts';
import { TextReader } from './text.ts';
import { tesseractReader } from './text-ocr.ts';

export interface GuestOptions {
  /** What the guest's keyboard layout is set to. Default: us. */
  readonly layout?: Layout;
  /** Default: fast. */
  readonly pace?: Pace;
  readonly clock?: Clock;
}

/** What a person at the machine has: a keyboard, a pointer, a screen. */
export class Guest {
  readonly machine: Machine;
  readonly keyboard: Keyboard;
  readonly pointer: Pointer;
  readonly screen: Screen;
  readonly text: TextReader;
  readonly clock: Clock;
  readonly #player: Player;

  constructor(machine: Machine, options: GuestOptions = {}) {
    const { layout = us, pace = 'fast', clock = systemClock } = options;
    const queue = keyboardQueues[machine.keyboard];
    this.machine = machine;
    this.clock = clock;
    this.#player = new Player({ client: machine.client, queue, clock });
    this.screen = new Screen(machine, clock);
    this.text = new TextReader(machine, this.screen, tesseractReader);
    this.keyboard = new Keyboard(this.#player, queue, { layout, pace });
    this.pointer = new Pointer(this.#player, machine.client, this.screen);
  }

  /** Releases every key and button that is down. To be called on every way out. */
  releaseAll(): Promise<void> {
    return this.#player.releaseAll();
  }
}
