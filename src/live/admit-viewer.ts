import type { IncomingMessage } from 'node:http';
import { checkToken, refuseStrangers } from '../report/serve/admit.ts';
import { readPath } from '../report/serve/read-path.ts';
import { notAllowed, Refusal } from '../report/serve/refusal.ts';

export interface Door {
  readonly token: string;
  /** Whether the request wants to become a WebSocket: a browser lets any page do that, but says which. */
  readonly isUpgrade?: boolean;
}

/**
 * Lets in who has the token as the first part of the path, and asks from the page itself. Returns the
 * parts of the path behind the token.
 * @throws Refusal
 */
export function admitViewer(
  request: IncomingMessage,
  { token, isUpgrade = false }: Door,
): readonly string[] {
  const { method = '', url = '', headers } = request;
  refuseStrangers(request);
  if (isUpgrade && headers.origin === undefined) {
    throw new Refusal(403, 'no-origin', 'this does not say where it comes from');
  }
  if (method !== 'GET') throw notAllowed(method, 'GET');
  const [first, ...rest] = readPath(url);
  checkToken(first, token);
  return rest;
}
