import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import { until } from './with-qemu.ts';

const main = resolve(import.meta.dirname, '../../dist/cli/main.js');
/** Debian's, of bsdutils: it gives a program a terminal of its own. */
const script = '/usr/bin/script';

/** Whether a terminal can be had here; says aloud what is skipped when not. */
export function hasTerminal(what: string): boolean {
  const present = existsSync(script);
  if (!present) console.warn(`SKIPPED: ${what}: ${script} is not installed`);
  return present;
}

interface Where {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The built command with somebody who types. */
export class Conversation {
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;
  #said = '';

  private constructor(program: string, args: readonly string[], { cwd, env }: Where) {
    const { CI, ...ours } = process.env;
    const all = { ...ours, NO_COLOR: '1', NODE: process.execPath, MAIN: main, ...env };
    this.#child = spawn(program, args, { cwd, env: all, stdio: 'pipe' });
    this.#child.stdin?.on('error', () => undefined);
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#said += text;
      });
    }
    this.#ended = once(this.#child, 'close').then(([code]) => code);
    onTestFinished(() => {
      this.#child.kill('SIGKILL');
    });
  }

  /** Its standard input is a pipe. */
  static byPipe(args: readonly string[], where: Where): Conversation {
    return new Conversation(process.execPath, [main, ...args], where);
  }

  /** It runs in a terminal; `args` are plain words. */
  static atTerminal(args: readonly string[], where: Where): Conversation {
    // `exec`, as a shell that stays would answer Ctrl-C in its place.
    const command = `exec "$NODE" "$MAIN" ${args.join(' ')}`;
    return new Conversation(
      script,
      ['--quiet', '--return', '--command', command, '/dev/null'],
      where,
    );
  }

  /** All of it so far, with plain ends of lines. */
  get said(): string {
    return this.#said.replaceAll('\r\n', '\n');
  }

  async hears(text: string | RegExp): Promise<string> {
    const isThere = () =>
      typeof text === 'string' ? this.said.includes(text) : text.test(this.said);
    await until(`it says ${text}; it said ${this.said}`, isThere, 20_000);
    return this.said;
  }

  type(text: string): void {
    this.#child.stdin?.write(text);
  }

  /** Says no more; gives the exit code. */
  async end(): Promise<number | null> {
    this.#child.stdin?.end();
    return this.#ended;
  }

  /** The exit code, once it has ended by itself. */
  get ended(): Promise<number | null> {
    return this.#ended;
  }

  interrupt(): void {
    this.#child.kill('SIGINT');
  }
}
