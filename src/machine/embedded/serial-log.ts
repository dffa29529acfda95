import { closeSync, openSync, writeSync } from 'node:fs';
import type { Socket } from 'node:net';

/** Writes what the guest prints to a file and to whoever is at the other end of the line, in pieces as they come from one turn of the event loop. */
export class SerialLog {
  readonly #file: number;
  #bytes: number[] = [];

  readonly #line: Socket;

  constructor(path: string, line: Socket) {
    this.#line = line;
    // Whoever was there is gone, and so will we be.
    line.on('error', () => {});
    this.#file = openSync(path, 'w');
  }

  add(byte: number): void {
    if (this.#bytes.length === 0) setImmediate(() => this.#flush());
    this.#bytes.push(byte);
  }

  close(): void {
    this.#flush();
    closeSync(this.#file);
  }

  #flush(): void {
    if (this.#bytes.length === 0) return;
    const bytes = Uint8Array.from(this.#bytes);
    this.#bytes = [];
    writeSync(this.#file, bytes);
    this.#line.write(bytes);
  }
}
