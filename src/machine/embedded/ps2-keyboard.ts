import type { QKeyCode } from '../../qmp/qkeycode.ts';
import type { Ps2Port } from './pc.ts';
import { isModifier, scancodesOf } from './scancodes.ts';

/** PS2_QUEUE_SIZE of hw/input/ps2.c. */
export const PS2_QUEUE_BYTES = 16;

/** A keyboard that drops what its queue cannot take, byte by byte and silently, as QEMU's does. */
export class Ps2Keyboard {
  readonly #port: Ps2Port;
  readonly #modifiers = new Set<QKeyCode>();

  constructor(port: Ps2Port) {
    this.#port = port;
  }

  key(key: QKeyCode, down: boolean): void {
    if (!this.#port.scanning) return;
    if (isModifier(key)) {
      if (down) this.#modifiers.add(key);
      else this.#modifiers.delete(key);
    }
    for (const byte of scancodesOf(key, down, this.#modifiers)) {
      if (this.#port.keyboardUnread < PS2_QUEUE_BYTES) this.#port.sendKeyboard(byte);
    }
  }

  reset(): void {
    this.#modifiers.clear();
  }
}
