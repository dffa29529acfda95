import { MachineError } from '../errors.ts';

/** What is wrong with the results' folder, which ends the run: nothing that it saw could be kept. */
export function resultsNotWritable(cause: unknown): MachineError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return new MachineError('results-not-writable', `cannot write results: ${reason}`, {
    cause,
    ...(hints.has(code) && { hint: String(hints.get(code)) }),
  });
}

const hints: ReadonlyMap<unknown, string> = new Map([
  ['ENOSPC', 'make room on the disk; what did not run is run by: guestwright run --last-failed'],
  ['EFBIG', 'a limit on the size of files is in force: ulimit -f'],
  ['EACCES', 'may you write there? The folder is "results:" in guestwright.yaml'],
  ['EROFS', 'that disk is read-only; the folder is "results:" in guestwright.yaml'],
]);

export function isResultsError(error: unknown): error is MachineError {
  return error instanceof MachineError && error.code === 'results-not-writable';
}
