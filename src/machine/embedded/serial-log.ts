import { closeSync, openSync, writeSync } from 'node:fs';

/** Writes what the guest prints to a file, in pieces as they come from one turn of the event loop. */
export class SerialLog {
  readonly #file: number;
  #bytes: number[] = [];

  constructor(path: string) {
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
    if (this.#bytes.length > 0) writeSync(this.#file, Uint8Array.from(this.#bytes));
    this.#bytes = [];
  }
}
