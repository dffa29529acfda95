/**
 * The error tree. Whoever catches needs to know one thing first: who is to blame.
 *
 * - `ScenarioError`: the text of a scenario, a configuration or a command line (exit 2)
 * - `StepError`: the guest did not do or show what the scenario says (exit 1)
 * - `MachineError`: what runs the guest, or its surroundings, failed (exit 3)
 *
 * A message says what failed, what was expected and what was there; `hint` is the next thing to try.
 */
export abstract class GuestwrightError extends Error {
  abstract readonly exitCode: 1 | 2 | 3;
  /** Stable, for programs: `unknown-key`, `greeting-timeout`, ... */
  readonly code: string;
  readonly hint: string | undefined;

  constructor(code: string, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.hint = options.hint;
  }
}

export class ScenarioError extends GuestwrightError {
  readonly exitCode = 2;
}

export class StepError extends GuestwrightError {
  readonly exitCode = 1;
}

export class MachineError extends GuestwrightError {
  readonly exitCode = 3;
}

/** One line for people: the message, and the hint behind it. */
export function explain(error: unknown): string {
  if (error instanceof GuestwrightError && error.hint) return `${error.message} (${error.hint})`;
  return error instanceof Error ? error.message : String(error);
}
