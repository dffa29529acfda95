/** Bytes as they come in, read in pieces of a known length. */
export class ByteReader {
  #bytes: Buffer<ArrayBufferLike> = Buffer.alloc(0);
  #wanted: { count: number; resolve(bytes: Buffer): void; reject(error: Error): void } | undefined;
  #end: Error | undefined;

  push(chunk: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    this.#serve();
  }

  /** Nothing comes any more: who waits, or will, gets this error. */
  end(error: Error): void {
    this.#end ??= error;
    this.#serve();
  }

  /** One read at a time. Rejects with the error of `end` when they cannot come any more. */
  read(count: number): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.#wanted = { count, resolve, reject };
      this.#serve();
    });
  }

  /** What has come and was not read. */
  takeRest(): Buffer {
    const rest = this.#bytes;
    this.#bytes = Buffer.alloc(0);
    return rest;
  }

  #serve(): void {
    const wanted = this.#wanted;
    if (!wanted) return;
    if (this.#bytes.length >= wanted.count) {
      this.#wanted = undefined;
      const bytes = this.#bytes.subarray(0, wanted.count);
      this.#bytes = this.#bytes.subarray(wanted.count);
      wanted.resolve(bytes);
    } else if (this.#end) {
      this.#wanted = undefined;
      wanted.reject(this.#end);
    }
  }
}
