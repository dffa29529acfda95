import { GuestwrightError, MachineError, StepError } from '../errors.ts';
import type { QmpClient } from '../qmp/client.ts';
import { QmpCommandError } from '../qmp/errors.ts';
import type { RunState } from '../qmp/types.ts';

/** Errors of those who have waited for the guest to read. */
const waits = ['keyboard-not-read', 'release-late'];
/** A monitor that does not answer has to be told from a machine that stands still. */
const STATUS_MS = 1000;

/**
 * Where input failed because the machine stands still, an error that says so: `not-running`, with its
 * state; a `MachineError` where the host is to blame. Any other error comes back as it is.
 */
export async function explainStop(client: QmpClient, error: unknown): Promise<unknown> {
  if (!couldBeStop(error)) return error;
  const status = await client
    .execute('query-status', {}, { timeoutMs: STATUS_MS })
    .catch(() => undefined);
  if (!status || status.running || status.status === 'suspended') return error;
  const message = `the machine does not run (${status.status}), so its guest gets no input`;
  const options = { hint: hintFor(status.status), cause: error };
  return isOfHost(status.status)
    ? new MachineError('not-running', message, options)
    : new StepError('not-running', message, options);
}

/** QEMU refuses input for a machine that stands still (ui/input.c); one that stops later reads no more. */
function couldBeStop(error: unknown): boolean {
  if (error instanceof QmpCommandError) return error.desc === 'VM not running';
  return error instanceof GuestwrightError && waits.includes(error.code);
}

function isOfHost(state: RunState): boolean {
  return state === 'io-error' || state === 'internal-error';
}

function hintFor(state: RunState): string {
  switch (state) {
    case 'paused':
    case 'prelaunch':
    case 'debug':
      return 'let it go on first (QMP cont)';
    case 'shutdown':
      return 'the guest has powered itself off';
    case 'guest-panicked':
      return "the guest's kernel has panicked: look at its screen and its serial log";
    case 'io-error':
      return 'a disk of it failed: is the host out of space?';
    default:
      return 'what has stopped it?';
  }
}
