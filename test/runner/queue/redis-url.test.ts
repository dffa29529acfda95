import { expect, test } from 'vitest';
import { readRedisUrl } from '../../../src/runner/queue/redis-url.ts';

test.each([
  ['redis://queue', { host: 'queue', port: 6379, db: 0 }, 'redis://queue:6379/0'],
  [
    'redis://me:p%40ss@queue:7000/3',
    { host: 'queue', port: 7000, db: 3, username: 'me', password: 'p@ss' },
    'redis://queue:7000/3',
  ],
  [
    'rediss://:word@[::1]:7000',
    { host: '::1', port: 7000, db: 0, password: 'word', tls: {} },
    'rediss://[::1]:7000/0',
  ],
  ['unix:/run/redis.sock', { path: '/run/redis.sock', db: 0 }, 'unix:/run/redis.sock'],
])('%s is read', (text, options, shown) => {
  expect(readRedisUrl(text, {})).toEqual({ options, shown });
});

test('without an address, the environment has it', () => {
  expect(readRedisUrl(undefined, { GUESTWRIGHT_QUEUE: 'redis://queue' }).shown).toBe(
    'redis://queue:6379/0',
  );
});

const expected = 'expected redis://host:port/db, rediss://host:port/db, or unix:PATH';

test.each([
  ['scenarios/demo', expected],
  ['http://:secret@queue', expected],
  ['redis://:secret@queue/zero', `${expected}; a database is a number`],
  ['redis://:secret@queue?tls=1', `${expected}; nothing may stand behind the database`],
  ['redis://:sec%ret@queue', 'a % in its user or password must be written as %25'],
  ['unix:redis.sock', `${expected}; the path of a socket begins with /`],
  [undefined, `no address, and the variable GUESTWRIGHT_QUEUE is not set; ${expected}`],
])('%s is refused, without its password', (text, message) => {
  expect(() => readRedisUrl(text, {})).toThrow(
    expect.objectContaining({ code: 'bad-flag', message: `--queue: ${message}` }),
  );
});
