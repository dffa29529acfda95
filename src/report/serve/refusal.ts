import { GuestwrightError } from '../../errors.ts';
import type { ServeRefusal } from '../serve-api.ts';

/** A request that gets no further, and what it is told. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

export const notFound = () => new Refusal(404, 'not-found', 'there is nothing here');

export function notAllowed(method: string, allowed: string): Refusal {
  const message = `${method} is not for this; ${allowed} is`;
  return new Refusal(405, 'wrong-method', message, { allow: allowed });
}

/** The status that tells a program what it is, and everything else in words. */
export function describeError(error: unknown): { status: number; body: ServeRefusal } {
  if (error instanceof Refusal) {
    const { status, code, message } = error;
    return { status, body: { error: { code, message } } };
  }
  if (error instanceof GuestwrightError) {
    const { code, message, hint } = error;
    const status = statuses[code] ?? (error.exitCode === 2 ? 422 : 500);
    return { status, body: { error: { code, message, ...(hint !== undefined && { hint }) } } };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { status: 500, body: { error: { code: 'internal', message } } };
}

const statuses: Readonly<Record<string, number>> = {
  ci: 403,
  'no-candidate': 404,
  conflict: 409,
  'variant-exists': 409,
  'nothing-to-undo': 409,
};
