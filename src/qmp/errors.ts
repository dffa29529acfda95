import { MachineError } from '../errors.ts';

/**
 * What can go wrong between us and a QMP server. All are `MachineError`s (exit 3); messages never
 * hold a command's arguments, which may be passwords.
 *
 * - `QmpConnectError`: no connection, or it closed before the greeting
 * - `QmpGreetingTimeout`: connected, but nobody said hello
 * - `QmpProtocolError`: the other side does not speak QMP; the session is over
 * - `QmpUnsupportedError`: this QEMU lacks it; nothing was sent
 * - `QmpCommandError`: QEMU understood the command and refused it
 * - `QmpTimeoutError`: no reply or no event in time; the session goes on
 * - `QmpDisconnectedError`: the connection went while something waited for it
 * - `QmpEventOverflow`: an event iterator was not read for too long
 */
export abstract class QmpError extends MachineError {}

export type ConnectFailure =
  | 'connection-refused'
  | 'no-such-socket'
  | 'monitor-busy'
  | 'connect-timeout'
  | 'closed-before-greeting'
  | 'connect-failed';

/** `code` says which `ConnectFailure` it was. */
export class QmpConnectError extends QmpError {}

/** Code `greeting-timeout`. QEMU serves one client per monitor and leaves the next one waiting. */
export class QmpGreetingTimeout extends QmpError {
  constructor(address: string, timeoutMs: number) {
    super(
      'greeting-timeout',
      `no QMP greeting from ${address} within ${timeoutMs} ms: another client holds the monitor?`,
      { hint: 'QEMU serves one client per monitor: close the other one, or add another -qmp' },
    );
  }
}

/** Code `protocol-error`: garbage, an oversized line, an error reply that belongs to no command. */
export class QmpProtocolError extends QmpError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super('protocol-error', message, options);
  }
}

/** Code `not-supported`: a command, an argument or a value that this QEMU's schema does not have. */
export class QmpUnsupportedError extends QmpError {
  constructor(message: string, hint?: string) {
    super('not-supported', message, hint === undefined ? {} : { hint });
  }
}

/** Code `command-failed`. `errorClass` (QAPI `QapiErrorClass`) and `desc` are QEMU's own words. */
export class QmpCommandError extends QmpError {
  readonly command: string;
  readonly errorClass: string;
  readonly desc: string;

  constructor(command: string, errorClass: string, desc: string) {
    super('command-failed', `QEMU refused ${command}: ${desc} (${errorClass})`);
    this.command = command;
    this.errorClass = errorClass;
    this.desc = desc;
  }
}

/** Code `command-timeout` or `event-timeout`. The command may still take effect. */
export class QmpTimeoutError extends QmpError {}

/** Code `disconnected`. `command` is the one that waited for a reply; `cause` why the connection went. */
export class QmpDisconnectedError extends QmpError {
  readonly command: string | undefined;

  constructor(address: string, why: string, options: { command?: string; cause?: unknown } = {}) {
    const when = options.command === undefined ? '' : ` before ${options.command} was answered`;
    super('disconnected', `QMP connection to ${address} lost${when}: ${why}`, options);
    this.command = options.command;
  }
}

/** Code `event-overflow`: thrown by an event iterator after the events it still held. */
export class QmpEventOverflow extends QmpError {
  constructor(limit: number) {
    super('event-overflow', `more than ${limit} QMP events waited to be read`);
  }
}
