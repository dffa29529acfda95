import { type Clock, systemClock } from '../clock.ts';
import { StepError } from '../errors.ts';
import { keyboardQueues } from '../input/keyboard-queue.ts';
import type { Layout } from '../input/layout.ts';
import { us } from '../input/layouts/us.ts';
import type { Pace } from '../input/pace.ts';
import { findSeat } from '../machine/find-seat.ts';
import type { Machine } from '../machine/machine.ts';
import type { Font } from '../screen/text/font.ts';
import { EventLog } from './event-log.ts';
import type { Player } from './hands/player.ts';
import { Players } from './hands/players.ts';
import { Keyboard } from './keyboard.ts';
import { Pointer } from './pointer.ts';
import { Screen, type ScreenOptions } from './screen.ts';
import { Serial } from './serial.ts';
import { tesseractReader } from './text/text-ocr.ts';
import { TextReader } from './text.ts';
import { Touch } from './touch.ts';
import { Warnings } from './warnings.ts';

export interface GuestOptions extends ScreenOptions {
  /** What the guest's keyboard layout is set to. Default: us. */
  readonly layout?: Layout;
  /** Default: fast. */
  readonly pace?: Pace;
  readonly clock?: Clock;
  /** What its consoles draw text with, beside the fonts of its video BIOS. */
  readonly fonts?: readonly Font[];
  /** Is told each text before it is sent secretly to the serial console, which may echo it. */
  readonly onSecret?: ((text: string) => void) | undefined;
}

/** What the seats of one machine have in common. */
interface Shared {
  readonly serial: Serial;
  readonly players: Players;
  readonly events: EventLog;
  readonly warnings: Warnings;
  readonly seats: Map<string, Promise<Guest>>;
  hasQuit: boolean;
  /** Of every seat. */
  readonly forgetters: (() => void)[];
}

/** What a person at the machine has: a keyboard, a pointer, a screen. */
export class Guest {
  readonly machine: Machine;
  readonly keyboard: Keyboard;
  readonly pointer: Pointer;
  readonly touch: Touch;
  readonly screen: Screen;
  readonly text: TextReader;
  /** Its serial console. */
  readonly serial: Serial;
  /** What the machine's monitor has told by itself. */
  readonly events: EventLog;
  /** What was done to the guest and may not have had the effect it should. */
  readonly warnings: Warnings;
  readonly clock: Clock;
  readonly #shared: Shared;
  readonly #options: GuestOptions;

  constructor(machine: Machine, options: GuestOptions = {}, shared?: Shared) {
    const { layout = us, pace = 'fast', clock = systemClock, fonts = [] } = options;
    const { client, own = {} } = machine;
    this.machine = machine;
    this.clock = clock;
    this.#options = options;
    this.#shared = shared ?? {
      players: new Players(client, clock, machine),
      events: new EventLog(client, clock),
      warnings: new Warnings(),
      seats: new Map(),
      hasQuit: false,
      forgetters: [],
      serial: new Serial(machine.serial, clock, options.onSecret),
    };
    this.events = this.#shared.events;
    this.warnings = this.#shared.warnings;
    if (!shared) for (const warning of machine.warnings ?? []) this.warnings.add(warning);
    this.serial = this.#shared.serial;
    const keys = this.#playerFor(own.keyboard !== undefined);
    const clicks = this.#playerFor(own.pointer !== undefined);
    const queue = keyboardQueues[machine.keyboard];
    this.screen = new Screen(machine, clock, options);
    this.text = new TextReader(machine, this.screen, tesseractReader);
    for (const font of fonts) this.text.addFont(font);
    this.keyboard = new Keyboard(keys, queue, { layout, pace });
    this.pointer = new Pointer(clicks, machine, this.screen, this.warnings);
    this.#shared.forgetters.push(() => {
      this.screen.forget();
      this.pointer.forget();
    });
    this.touch = new Touch(this.#playerFor(own.touch === true), machine, this.screen);
  }

  /**
   * The same at another display of the machine: its screen, and the keyboard and the pointer that are bound
   * to it, or those that are bound to none. Default: the machine's first display, head 0. A `StepError`
   * `unknown-device` or `unknown-head` lists what there is.
   */
  seat(device = this.machine.display, head = 0, signal?: AbortSignal): Promise<Guest> {
    if (device === undefined) return Promise.reject(noDevice());
    const key = `${device}.${head}`;
    const { seats } = this.#shared;
    const known = seats.get(key);
    if (known) return known;
    const seat = this.#sitDown(device, head, signal);
    seats.set(key, seat);
    seat.catch(() => seats.delete(key));
    return seat;
  }

  /** Releases every key, button and finger that is down, at every display. To be called on every way out. */
  releaseAll(): Promise<void> {
    return this.#shared.players.releaseAll();
  }

  /** The keys, buttons and fingers that are down, at every display, for people. */
  listHeld(): readonly string[] {
    return this.#shared.players.listHeld();
  }

  /** To be called when the guest was brought to another moment: nothing seen before counts. */
  forgetMoment(): void {
    for (const forget of this.#shared.forgetters) forget();
  }

  /** Ends the machine, an attached one too, as was asked for: that is no death. */
  async quit(): Promise<void> {
    this.#shared.hasQuit = true;
    this.events.expectEnd();
    await (this.machine.quit ? this.machine.quit() : this.machine.stop());
  }

  /** Whether `quit` has ended it: of its events and its serial line there is still what there was. */
  get hasQuit(): boolean {
    return this.#shared.hasQuit;
  }

  async #sitDown(device: string, head: number, signal: AbortSignal | undefined): Promise<Guest> {
    const { machine } = this;
    const isMine = device === machine.display && head === (machine.head ?? 0);
    if (isMine && machine.driver !== 'attached') return this;
    const { own, isShared } = await findSeat(machine.client, device, head, signal);
    const sharedKeyboard = machine.sharedKeyboard ?? machine.keyboard;
    const keyboard = own.keyboard ?? sharedKeyboard;
    const view = { ...machine, display: device, head, keyboard, sharedKeyboard, own, isShared };
    return new Guest(view, this.#options, this.#shared);
  }

  #playerFor(isOwn: boolean): Player {
    const { display, head, keyboard, sharedKeyboard = keyboard } = this.machine;
    const { players } = this.#shared;
    if (!isOwn || display === undefined) return players.for({}, sharedKeyboard);
    return players.for({ device: display, ...(head && { head }) }, keyboard);
  }
}

function noDevice(): StepError {
  const message = 'a head is that of a display, and the machine has none with an id';
  return new StepError('no-device', message, { hint: 'say which display: device: ID' });
}
