import type { QKeyCode } from '../../qmp/qkeycode.ts';
import type { MouseInfo } from '../../qmp/types.ts';
import type { BatchEvent, Key } from './input-arguments.ts';
import type { Pc } from './pc.ts';
import { Ps2Keyboard } from './ps2-keyboard.ts';
import { Ps2Mouse } from './ps2-mouse.ts';
import { Refusal } from './refusal.ts';
import { keyOfNumber } from './scancodes.ts';
import { SendKeyQueue } from './send-key-queue.ts';
import { Vmmouse } from './vmmouse.ts';

/** What a person has at the machine: which event goes to which device, as in QEMU's ui/input.c. */
export class Inputs {
  readonly #keyboard: Ps2Keyboard;
  readonly #mouse: Ps2Mouse;
  readonly #vmmouse: Vmmouse;
  readonly #sendKeys: SendKeyQueue;
  #mouseEvents = false;
  #vmmouseEvents = false;

  constructor(pc: Pc) {
    this.#keyboard = new Ps2Keyboard(pc.ps2);
    this.#mouse = new Ps2Mouse(pc.ps2);
    this.#vmmouse = new Vmmouse(pc.vmmouse, this.#mouse);
    this.#sendKeys = new SendKeyQueue((key, down) => this.#keyboard.key(key, down));
  }

  /** One batch: all of it or a `Refusal`, with one sync at its end. */
  send(events: readonly BatchEvent[]): void {
    if (!this.#vmmouse.enabled && events.some(({ type }) => type === 'abs')) {
      throw new Refusal('Input handler not found for event type abs');
    }
    for (const event of events) this.#dispatch(event);
    this.#sync();
  }

  /** Presses the keys together for `holdMs` each, at QEMU's own pace; later numbered keys wait behind them. */
  sendKeys(keys: readonly Key[], holdMs: number): void {
    this.#sendKeys.chord(keys.map(qcodeOf), holdMs);
  }

  mice(): readonly MouseInfo[] {
    const absolute = this.#vmmouse.enabled;
    const ps2 = { name: 'QEMU PS/2 Mouse', index: 2, current: !absolute, absolute: false };
    return absolute ? [ps2, { name: 'vmmouse', index: 4, current: true, absolute }] : [ps2];
  }

  pause(): void {
    this.#sendKeys.pause();
  }

  resume(): void {
    this.#sendKeys.resume();
  }

  /** After a reset or a restored state: nothing is down, nothing waits. */
  reset(): void {
    this.#sendKeys.clear();
    this.#keyboard.reset();
    this.#mouse.reset();
    this.#vmmouse.reset();
  }

  #dispatch(event: BatchEvent): void {
    switch (event.type) {
      case 'key':
        if (event.data.key.type === 'number') {
          this.#sync();
          this.#sendKeys.key(qcodeOf(event.data.key), event.data.down);
        } else {
          this.#keyboard.key(event.data.key.data, event.data.down);
        }
        return;
      case 'btn':
        this.#pointerForButtons().button(event.data.button, event.data.down);
        return;
      case 'abs':
        this.#vmmouse.move(event.data.axis, event.data.value);
        this.#vmmouseEvents = true;
        return;
      case 'rel':
        this.#mouse.move(event.data.axis, event.data.value);
        this.#mouseEvents = true;
        return;
      default:
        event satisfies never;
    }
  }

  #pointerForButtons(): Vmmouse | Ps2Mouse {
    if (this.#vmmouse.enabled) {
      this.#vmmouseEvents = true;
      return this.#vmmouse;
    }
    this.#mouseEvents = true;
    return this.#mouse;
  }

  #sync(): void {
    if (this.#vmmouseEvents) this.#vmmouse.sync();
    if (this.#mouseEvents) this.#mouse.sync();
    this.#vmmouseEvents = false;
    this.#mouseEvents = false;
  }
}

function qcodeOf(key: Key): QKeyCode {
  return key.type === 'qcode' ? key.data : keyOfNumber(key.data);
}
