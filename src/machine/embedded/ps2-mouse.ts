import type { InputAxis, InputButton } from '../../qmp/types.ts';
import type { Ps2Port } from './pc.ts';
import { PS2_QUEUE_BYTES } from './ps2-keyboard.ts';

const bits: { readonly [B in InputButton]?: number } = {
  left: 0x01,
  right: 0x02,
  middle: 0x04,
  side: 0x08,
  extra: 0x10,
};

/** A mouse that collects movement until a sync makes packets of it (QEMU hw/input/ps2.c). */
export class Ps2Mouse {
  readonly #port: Ps2Port;
  #buttons = 0;
  #dx = 0;
  #dy = 0;
  #dz = 0;

  constructor(port: Ps2Port) {
    this.#port = port;
  }

  button(button: InputButton, down: boolean): void {
    if (!this.#port.mouse.reporting) return;
    const bit = bits[button] ?? 0;
    this.#buttons = down ? this.#buttons | bit : this.#buttons & ~bit;
    if (down && button === 'wheel-up') this.#dz -= 1;
    if (down && button === 'wheel-down') this.#dz += 1;
  }

  move(axis: InputAxis, value: number): void {
    if (!this.#port.mouse.reporting) return;
    if (axis === 'x') this.#dx += value;
    else this.#dy -= value;
  }

  sync(): void {
    if (!this.#port.mouse.reporting) return;
    while (this.#sendPacket()) {
      if (this.#dx === 0 && this.#dy === 0 && this.#dz === 0) break;
    }
  }

  /** What a vmmouse does to its PS/2 mouse, so that the guest's driver looks at VMware's port. */
  nudge(): void {
    this.#dx += 1;
    this.sync();
  }

  reset(): void {
    this.#buttons = 0;
    this.#dx = 0;
    this.#dy = 0;
    this.#dz = 0;
  }

  #sendPacket(): boolean {
    const { type } = this.#port.mouse;
    const length = type === 'plain' ? 3 : 4;
    if (this.#port.mouseUnread + length > PS2_QUEUE_BYTES) return false;
    const dx = clamp(this.#dx, 127);
    const dy = clamp(this.#dy, 127);
    const dz = clamp(this.#dz, type === 'five-button' ? 7 : 127);
    const signs = (dx < 0 ? 0x10 : 0) | (dy < 0 ? 0x20 : 0);
    const packet = [0x08 | signs | (this.#buttons & 0x07), dx & 0xff, dy & 0xff];
    if (type === 'wheel') packet.push(dz & 0xff);
    if (type === 'five-button') packet.push((dz & 0x0f) | ((this.#buttons & 0x18) << 1));
    this.#port.sendMouse(packet);
    this.#dx -= dx;
    this.#dy -= dy;
    this.#dz = type === 'plain' ? 0 : this.#dz - dz;
    return true;
  }
}

function clamp(value: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, value));
}
