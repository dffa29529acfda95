const QUOTES = new Set(['"', "'"]);
const OPENING = new Set(['{', '[']);
const CLOSING = new Set(['}', ']']);

/**
 * Cuts a stream into JSON values, as QEMU reads it: they need no line ends between them, and a text that
 * cannot begin one is a piece of its own.
 */
export class JsonStream {
  #text = '';
  #depth = 0;
  #quote: string | undefined;
  #escaped = false;

  push(chunk: string): string[] {
    const values: string[] = [];
    for (const char of chunk) {
      const value = this.#take(char);
      if (value !== undefined) values.push(value);
    }
    return values;
  }

  #take(char: string): string | undefined {
    if (this.#quote !== undefined) return this.#takeQuoted(char);
    if (this.#depth === 0 && /\s/.test(char)) return this.#finish();
    this.#text += char;
    if (QUOTES.has(char)) this.#quote = char;
    if (OPENING.has(char)) this.#depth += 1;
    if (CLOSING.has(char)) this.#depth = Math.max(0, this.#depth - 1);
    return CLOSING.has(char) && this.#depth === 0 ? this.#finish() : undefined;
  }

  #takeQuoted(char: string): undefined {
    this.#text += char;
    if (this.#escaped) this.#escaped = false;
    else if (char === '\\') this.#escaped = true;
    else if (char === this.#quote) this.#quote = undefined;
  }

  #finish(): string | undefined {
    const text = this.#text;
    this.#text = '';
    return text === '' ? undefined : text;
  }
}
