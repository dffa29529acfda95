import { type Clock, withDeadline } from '../clock.ts';
import { StepError } from '../errors.ts';
import type { SerialPort } from '../machine/serial-port.ts';
import type { TextMatch, TextPattern } from '../screen/text/text-pattern.ts';

const TIMEOUT_MS = 30_000;
/** A pattern is looked for in the last so many characters of what has not been read. */
const MOST_SEARCHED = 256 * 1024;
const SHOWN_LINES = 8;

export interface SerialWait {
  /** Default: 30000. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What was expected: the match, and all that came before it. */
export interface SerialMatch {
  readonly text: string;
  readonly groups: readonly (string | undefined)[];
  readonly before: string;
}

/** The serial console as a person at a terminal has it: read on from where the last answer was found. */
export class Serial {
  readonly #port: SerialPort | undefined;
  readonly #clock: Clock;
  readonly #onSecret: (text: string) => void;
  #position = 0;

  /** `onSecret` is told each text before it is sent secretly: the guest may echo it. */
  constructor(
    port: SerialPort | undefined,
    clock: Clock,
    onSecret: (text: string) => void = () => {},
  ) {
    this.#port = port;
    this.#clock = clock;
    this.#onSecret = onSecret;
  }

  /** What has come and was not read yet. */
  get unread(): string {
    return this.#connected().textFrom(this.#position);
  }

  /**
   * Waits until the pattern is in what has not been read, and reads on behind it. A `StepError`
   * `serial-missing` says what came instead.
   */
  async expect(
    pattern: TextPattern,
    { timeoutMs = TIMEOUT_MS, signal }: SerialWait = {},
  ): Promise<SerialMatch> {
    const port = this.#connected();
    const late = () =>
      new StepError(
        'serial-missing',
        `${pattern.title} did not come on the serial port after ${timeoutMs} ms; ${describeTail(this.unread)}`,
      );
    return withDeadline({ clock: this.#clock, ms: timeoutMs, late, signal }, async (either) => {
      for (;;) {
        const found = this.#find(pattern);
        if (found) return found;
        await this.#change(port, either);
      }
    });
  }

  /** Sends the text; Enter is `\r`. */
  send(text: string, { secret = false } = {}): Promise<void> {
    if (secret) this.#onSecret(text.replace(/[\r\n]+$/, ''));
    return this.#connected().write(text);
  }

  /** Waits for both marks, and reads on behind the second: what stands between them. */
  async between(
    start: string,
    end: RegExp,
    signal: AbortSignal,
  ): Promise<{ text: string; end: RegExpExecArray }> {
    const port = this.#connected();
    for (;;) {
      const unread = this.unread;
      const from = unread.indexOf(start);
      const found = from < 0 ? null : end.exec(unread.slice(from + start.length));
      if (found) {
        const text = unread.slice(from + start.length, from + start.length + found.index);
        this.#position =
          port.length - unread.length + from + start.length + found.index + found[0].length;
        return { text, end: found };
      }
      await this.#change(port, signal);
    }
  }

  #find(pattern: TextPattern): SerialMatch | undefined {
    const port = this.#connected();
    const unread = this.unread.slice(-MOST_SEARCHED);
    const lines = unread.split('\n');
    const full = lines.map(() => false);
    const [match] = pattern.findIn({ lines, full });
    if (!match) return undefined;
    const start = indexOf(lines, match.start);
    const end = start + match.text.length;
    this.#position = port.length - unread.length + end;
    return { text: match.text, groups: match.groups, before: unread.slice(0, start) };
  }

  #change(port: SerialPort, signal: AbortSignal): Promise<void> {
    const change = port.change(signal);
    return this.#clock.whileWaiting?.(change) ?? change;
  }

  #connected(): SerialPort {
    if (this.#port) return this.#port;
    throw new StepError('no-serial', 'the serial port of this machine is not ours to use', {
      hint: 'for a machine that somebody else runs, say where it is: serial: unix:/path',
    });
  }
}

/** Positions count whole characters, a text's indices count UTF-16 units. */
function indexOf(lines: readonly string[], { line, column }: TextMatch['start']): number {
  const before = lines.slice(0, line).reduce((sum, text) => sum + text.length + 1, 0);
  return before + [...(lines[line] ?? '')].slice(0, column).join('').length;
}

/** The last lines, for a message. */
export function describeTail(text: string): string {
  const lines = text.trimEnd().split('\n').slice(-SHOWN_LINES);
  return text.trim() === '' ? 'nothing came' : `it printed last:\n${lines.join('\n')}`;
}
