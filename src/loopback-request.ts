import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** What every answer of a server on loopback bears. */
export const loopbackHeaders = {
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

/** A name that is always this host, whatever a name server says; by a tunnel it may have another port. */
const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/;

/**
 * Why a browser sends this on behalf of another page than ours: undefined when it does not. A link may
 * stand anywhere, for who follows it knows the token.
 */
export function describeStranger(headers: IncomingHttpHeaders): string | undefined {
  const { host = '', origin } = headers;
  if (!LOOPBACK.test(host)) return 'this is not a name of this host';
  if (origin !== undefined && origin !== `http://${host}`) return 'another page may not ask this';
  const site = headers['sec-fetch-site'] ?? 'none';
  const isLink =
    headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
  const isOurs = site === 'same-origin' || site === 'none';
  return isOurs || isLink ? undefined : 'another page may not ask this';
}

/** Takes as long whatever was given. */
export function isSameSecret(given: string, secret: string): boolean {
  return timingSafeEqual(digest(given), digest(secret));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
