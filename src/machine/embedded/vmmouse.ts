import type { InputAxis, InputButton } from '../../qmp/types.ts';
import type { VmmousePort } from './pc.ts';
import type { Ps2Mouse } from './ps2-mouse.ts';

const QUEUE_WORDS = 1024;
const PACKET_WORDS = 4;

const bits: { readonly [B in InputButton]?: number } = { left: 0x20, right: 0x10, middle: 0x08 };
const wheel: { readonly [B in InputButton]?: number } = {
  'wheel-up': -1,
  'wheel-down': 1,
  'wheel-right': -2,
  'wheel-left': 2,
};

/** VMware's pointer, absolute, with QEMU's packets and its full queue (hw/i386/vmmouse.c, input-legacy.c). */
export class Vmmouse {
  readonly #port: VmmousePort;
  readonly #ps2: Ps2Mouse;
  #buttons = 0;
  #x = 0;
  #y = 0;

  constructor(port: VmmousePort, ps2: Ps2Mouse) {
    this.#port = port;
    this.#ps2 = ps2;
  }

  get enabled(): boolean {
    return this.#port.absolute;
  }

  button(button: InputButton, down: boolean): void {
    const bit = bits[button] ?? 0;
    this.#buttons = down ? this.#buttons | bit : this.#buttons & ~bit;
    const notches = wheel[button];
    if (down && notches !== undefined) this.#send(notches);
  }

  move(axis: InputAxis, value: number): void {
    if (axis === 'x') this.#x = value;
    else this.#y = value;
  }

  sync(): void {
    this.#send(0);
  }

  reset(): void {
    this.#buttons = 0;
    this.#x = 0;
    this.#y = 0;
  }

  #send(notches: number): void {
    if (this.#port.unread > QUEUE_WORDS - PACKET_WORDS) return;
    this.#port.send([this.#buttons, this.#x << 1, this.#y << 1, notches]);
    this.#ps2.nudge();
  }
}
