import { ScenarioError } from '../errors.ts';

/** Where a QMP server listens. */
export type QmpAddress =
  | { readonly kind: 'unix'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number };

const expected = 'expected unix:/path/to/socket, tcp:host:port or tcp:[ipv6]:port';

/** `unix:/run/vm.sock`, `tcp:localhost:4444`, `tcp:[::1]:4444`; anything else is a `ScenarioError`. */
export function parseAddress(text: string): QmpAddress {
  const [, unixPath] = /^unix:(.+)$/s.exec(text) ?? [];
  if (unixPath !== undefined) return { kind: 'unix', path: unixPath };

  const [, bracketed, plain, digits] = /^tcp:(?:\[([^[\]]+)\]|([^:[\]]+)):(\d+)$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined) {
    throw new ScenarioError('bad-qmp-address', `not a QMP address: "${text}"; ${expected}`);
  }
  const port = Number(digits);
  if (port < 1 || port > 65535) {
    throw new ScenarioError('bad-qmp-address', `port ${digits} in "${text}"; expected 1 to 65535`);
  }
  return { kind: 'tcp', host, port };
}

/** The inverse of `parseAddress`. */
export function formatAddress(address: QmpAddress): string {
  if (address.kind === 'unix') return `unix:${address.path}`;
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;
  return `tcp:${host}:${address.port}`;
}
