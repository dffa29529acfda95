import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ScenarioError } from '../../src/errors.ts';
import { formatAddress, parseAddress, type QmpAddress } from '../../src/qmp/address.ts';

describe('parseAddress', () => {
  test.each<[string, QmpAddress]>([
    ['unix:/run/vm.sock', { kind: 'unix', path: '/run/vm.sock' }],
    ['unix:relative:with:colons', { kind: 'unix', path: 'relative:with:colons' }],
    ['unix:/with space\nand line', { kind: 'unix', path: '/with space\nand line' }],
    ['tcp:localhost:4444', { kind: 'tcp', host: 'localhost', port: 4444 }],
    ['tcp:127.0.0.1:1', { kind: 'tcp', host: '127.0.0.1', port: 1 }],
    ['tcp:[::1]:65535', { kind: 'tcp', host: '::1', port: 65535 }],
  ])('%s', (text, address) => {
    expect(parseAddress(text)).toEqual(address);
  });

  const forms = 'expected unix:/path/to/socket, tcp:host:port or tcp:[ipv6]:port';
  test.each([
    ['', `not a QMP address: ""; ${forms}`],
    ['/run/vm.sock', `not a QMP address: "/run/vm.sock"; ${forms}`],
    ['unix:', `not a QMP address: "unix:"; ${forms}`],
    ['tcp:localhost', `not a QMP address: "tcp:localhost"; ${forms}`],
    ['tcp::4444', `not a QMP address: "tcp::4444"; ${forms}`],
    ['tcp:::1:4444', `not a QMP address: "tcp:::1:4444"; ${forms}`],
    ['tcp:host:12a', `not a QMP address: "tcp:host:12a"; ${forms}`],
    ['tcp:host:0', 'port 0 in "tcp:host:0"; expected 1 to 65535'],
    ['tcp:host:65536', 'port 65536 in "tcp:host:65536"; expected 1 to 65535'],
  ])('refuses %j', (text, message) => {
    expect(() => parseAddress(text)).toThrow(ScenarioError);
    expect(() => parseAddress(text)).toThrow(expect.objectContaining({ message }));
  });

  test('reads back what formatAddress writes', () => {
    const host = fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6());
    const address = fc.oneof(
      fc.record({ kind: fc.constant('unix' as const), path: fc.string({ minLength: 1 }) }),
      fc.record({
        kind: fc.constant('tcp' as const),
        host,
        port: fc.integer({ min: 1, max: 65535 }),
      }),
    );
    fc.assert(
      fc.property(address, (given) => {
        expect(parseAddress(formatAddress(given))).toEqual(given);
      }),
    );
  });
});
