import type { IncomingMessage } from 'node:http';
import { describeStranger, isSameSecret } from '../../loopback-request.ts';
import { TOKEN_HEADER } from '../serve-api.ts';
import { Refusal } from './refusal.ts';

/** Refuses what a browser sends on behalf of another page. @throws Refusal 403 */
export function refuseStrangers({ headers }: IncomingMessage): void {
  const stranger = describeStranger(headers);
  if (stranger !== undefined) throw new Refusal(403, 'other-origin', stranger);
}

/** @throws Refusal 403 */
export function checkToken(given: string | undefined, token: string): void {
  if (isSameSecret(given ?? '', token)) return;
  throw new Refusal(403, 'no-token', 'the token is missing, or not the one that was printed');
}

/** The header that only a page of ours sends, and no form or link. @throws Refusal 403 */
export function checkTokenHeader({ headers }: IncomingMessage, token: string): void {
  const given = headers[TOKEN_HEADER];
  checkToken(typeof given === 'string' ? given : undefined, token);
}
