import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { withDeadline } from '../clock.ts';
import { StepError } from '../errors.ts';
import { describeTail, type Serial, type SerialWait } from './serial.ts';

const TIMEOUT_MS = 30_000;
/** Busybox's line editor takes 1024 bytes, a terminal 4095. */
const LONGEST_PART = 400;
const INTERRUPT = '\u0003';
/** Record separator: no command prints it. */
const MARK = '\u001e';

export interface ShellResult {
  /** What the command printed, standard error included. */
  readonly output: string;
  /** Its exit status. */
  readonly exit: number;
}

export interface ShellOptions extends SerialWait {
  readonly clock: Clock;
  /** Whether nobody may be told the command, though the guest echoes it. */
  readonly secret?: boolean | undefined;
}

/**
 * Runs a command in the POSIX shell that waits at the serial console, with an empty standard input. Both
 * ends of the output are marked by a control character and a random word, which the echo of the command
 * does not contain. A `StepError` `shell-timeout` says what it printed; the command has then got Ctrl-C.
 */
export async function runInShell(
  serial: Serial,
  command: string,
  { timeoutMs = TIMEOUT_MS, signal, clock, secret = false }: ShellOptions,
): Promise<ShellResult> {
  const late = () =>
    new StepError(
      'shell-timeout',
      `the command did not end within ${timeoutMs} ms; ${describeTail(serial.unread.split(MARK).at(-1) ?? '')}`,
      {
        hint: 'a shell must wait at the serial console; to log in: serial: { expect: "login:", send: root }',
      },
    );
  const line = { serial, secret };
  const limits = { clock, ms: timeoutMs, late, signal };
  try {
    return await withDeadline(limits, async (either) => {
      const encoded = encode(command);
      if (encoded.length <= LONGEST_PART) return await evaluate(line, `'${encoded}'`, either);
      for (const [index, part] of split(encoded).entries()) {
        const before = index === 0 ? '' : '"$__gw"';
        await ask(line, `__gw=${before}'${part}'`, either);
      }
      return await evaluate(line, '"$__gw"', either);
    });
  } catch (error) {
    await serial.send(INTERRUPT).catch(() => {});
    throw error;
  }
}

interface Line {
  readonly serial: Serial;
  readonly secret: boolean;
}

/** `command` keeps a syntax error from ending the whole line, and with it the second mark. */
function evaluate(line: Line, quoted: string, signal: AbortSignal): Promise<ShellResult> {
  return ask(line, `command eval "$(printf %b ${quoted})" </dev/null`, signal);
}

async function ask(
  { serial, secret }: Line,
  code: string,
  signal: AbortSignal,
): Promise<ShellResult> {
  const word = randomBytes(6).toString('hex');
  await serial.send(
    `printf '\\036%s<\\036' ${word}; ${code}; printf '\\036%s>%d\\036\\n' ${word} "$?"\r`,
    { secret },
  );
  const mark = new RegExp(`${MARK}${word}>(\\d+)${MARK}\n?`);
  const { text, end } = await serial.between(`${MARK}${word}<${MARK}`, mark, signal);
  return { output: text, exit: Number(end[1]) };
}

/** For `printf %b` in single quotes: nothing that a terminal or a line editor would act on. */
function encode(command: string): string {
  return [...Buffer.from(command)]
    .map((byte) => {
      const isPlain = byte >= 0x20 && byte < 0x7f && byte !== 0x27 && byte !== 0x5c;
      return isPlain ? String.fromCharCode(byte) : `\\0${byte.toString(8).padStart(3, '0')}`;
    })
    .join('');
}

/** In parts that end between characters. */
function split(encoded: string): readonly string[] {
  return encoded.match(new RegExp(`(?:\\\\0[0-7]{3}|[^\\\\]){1,${LONGEST_PART / 5}}`, 'g')) ?? [];
}
