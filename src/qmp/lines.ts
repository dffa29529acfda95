import { QmpProtocolError } from './errors.ts';

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const initialCapacity = 4096;

/** QEMU's own limit for what it reads (`MAX_TOKEN_SIZE`, qobject/json-streamer.c). */
const defaultMaxLineBytes = 64 * 1024 * 1024;

/** Cuts a byte stream into lines, however it is split into chunks; linear in the bytes it is fed. */
export class LineSplitter {
  readonly #maxLineBytes: number;
  #held = Buffer.alloc(initialCapacity);
  #heldBytes = 0;

  constructor(maxLineBytes = defaultMaxLineBytes) {
    this.#maxLineBytes = maxLineBytes;
  }

  /** Bytes of a line whose end has not come yet. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  /**
   * The lines that `chunk` completes, without `\n` or `\r\n`, decoded as UTF-8. The generator must be
   * read to its end. Throws `QmpProtocolError` at a line of more than the limit.
   */
  *push(chunk: Uint8Array): Generator<string, void, undefined> {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, start)) {
      const piece = chunk.subarray(start, end);
      start = end + 1;
      yield this.#completeLine(piece);
    }
    this.#hold(chunk.subarray(start));
  }

  #completeLine(piece: Uint8Array): string {
    this.#hold(piece);
    const line = this.#held.subarray(0, this.#heldBytes);
    const text = line.toString(
      'utf8',
      0,
      line.at(-1) === carriageReturn ? line.length - 1 : undefined,
    );
    this.#heldBytes = 0;
    if (this.#held.length > initialCapacity) this.#held = Buffer.alloc(initialCapacity);
    return text;
  }

  #hold(piece: Uint8Array): void {
    const needed = this.#heldBytes + piece.length;
    if (needed > this.#maxLineBytes) {
      throw new QmpProtocolError(`a QMP line is longer than ${this.#maxLineBytes} bytes`);
    }
    if (needed > this.#held.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, this.#held.length * 2));
      this.#held.copy(larger, 0, 0, this.#heldBytes);
      this.#held = larger;
    }
    this.#held.set(piece, this.#heldBytes);
    this.#heldBytes = needed;
  }
}
