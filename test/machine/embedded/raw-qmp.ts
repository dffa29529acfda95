import { connect } from 'node:net';
import { createInterface } from 'node:readline';

/** A QMP connection that says what it is told, and shows each line that comes. */
export class RawQmp {
  readonly greeting: Promise<string>;
  readonly #lines: AsyncIterator<string>;
  readonly #write: (text: string) => void;

  constructor(path: string) {
    const socket = connect(path);
    this.#lines = createInterface({ input: socket })[Symbol.asyncIterator]();
    this.#write = (text) => socket.write(text);
    this.greeting = this.#next();
    this.close = () => socket.destroy();
  }

  readonly close: () => void;

  /** The reply to the last command of the text, and before it whatever else came. */
  async say(text: string, replies = 1): Promise<readonly string[]> {
    this.#write(`${text}\n`);
    const lines: string[] = [];
    for (let left = replies; left > 0; ) {
      const line = await this.#next();
      lines.push(line);
      if (!('event' in JSON.parse(line))) left -= 1;
    }
    return lines;
  }

  async #next(): Promise<string> {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error('the connection has ended');
    return value;
  }
}
