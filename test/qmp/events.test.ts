import { describe, expect, expectTypeOf, test } from 'vitest';
import { QmpClient } from '../../src/qmp/client.ts';
import { QmpDisconnectedError, QmpEventOverflow, QmpTimeoutError } from '../../src/qmp/errors.ts';
import { maxQueuedEvents } from '../../src/qmp/event-queue.ts';
import type { QmpEvent } from '../../src/qmp/types.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { QmpServer } from '../support/qmp-server.ts';
import { rejectionOf } from './rejection.ts';

async function inSession(
  body: (client: QmpClient, server: QmpServer, clock: ManualClock) => Promise<void>,
) {
  await using server = await QmpServer.start({ handlers: { 'query-name': () => ({}) } });
  const clock = new ManualClock();
  const client = await QmpClient.connect(server.address, { clock });
  await body(client, server, clock);
  await client.close();
  expect(clock.waiting).toBe(0);
}

/** Events come in order with replies: what was sent before is queued when this resolves. */
const settle = (client: QmpClient) => client.execute('query-name');

const done = { done: true, value: undefined };
const shutdown = { guest: true, reason: 'guest-shutdown' };

async function namesIn(events: AsyncIterable<QmpEvent>): Promise<string[]> {
  const names: string[] = [];
  for await (const { event } of events) names.push(event);
  return names;
}

describe('QmpClient.events', () => {
  test('are kept from the call on, not from the first read', () =>
    inSession(async (client, server) => {
      server.emit('RESUME');
      await settle(client);
      const events = client.events();
      server.emit('SHUTDOWN', shutdown);
      server.emit('STOP');
      await settle(client);
      const timestamp = { seconds: 1_700_000_000, microseconds: 5 };
      expect(await events.next()).toEqual({
        done: false,
        value: { event: 'SHUTDOWN', data: shutdown, timestamp },
      });
      expect(await events.next()).toMatchObject({ value: { event: 'STOP', data: {} } });
    }));

  test('can be filtered, typed by their names', () =>
    inSession(async (client, server) => {
      const some = client.events('SHUTDOWN', 'RESET');
      expectTypeOf(some).toEqualTypeOf<
        AsyncIterableIterator<QmpEvent<'SHUTDOWN' | 'RESET'>, undefined>
      >();
      server.emit('STOP');
      server.emit('RESET', { guest: false, reason: 'host-qmp-system-reset' });
      server.emit('SHUTDOWN', shutdown);
      const first = await some.next();
      expect(first.value?.event).toBe('RESET');
      expect(first.value?.data.reason).toBe('host-qmp-system-reset');
      expect((await some.next()).value?.event).toBe('SHUTDOWN');
    }));

  test('each iterator has its own', () =>
    inSession(async (client, server) => {
      const [all, stops, again] = [client.events(), client.events('STOP'), client.events('STOP')];
      server.emit('STOP');
      server.emit('RESUME');
      await settle(client);
      await client.close();
      expect(await namesIn(all)).toEqual(['STOP', 'RESUME']);
      expect(await namesIn(stops)).toEqual(['STOP']);
      expect(await namesIn(again)).toEqual(['STOP']);
    }));

  test('reads may run ahead of the events', () =>
    inSession(async (client, server) => {
      const events = client.events();
      const reads = [events.next(), events.next(), events.next()];
      server.emit('STOP');
      server.emit('RESUME');
      await settle(client);
      await events.return?.();
      expect(await Promise.all(reads)).toMatchObject([
        { value: { event: 'STOP' } },
        { value: { event: 'RESUME' } },
        done,
      ]);
    }));

  test('a flood of 10,000 with a slow reader: all, in order', () =>
    inSession(async (client, server) => {
      const events = client.events('RTC_CHANGE');
      const offsets: unknown[] = [];
      const reading = (async () => {
        for await (const { data } of events) {
          await settle(client);
          offsets.push(data.offset);
          if (offsets.length === 10_000) break;
        }
      })();
      const expected = Array.from({ length: 10_000 }, (_, offset) => offset);
      for (const offset of expected) server.emit('RTC_CHANGE', { offset });
      await reading;
      expect(offsets).toEqual(expected);
    }));

  test('beyond the limit it fails after what it holds, and loses none in silence', () =>
    inSession(async (client, server) => {
      const unread = client.events();
      const enough = client.events('RESUME');
      server.send('{"event":"STOP"}\n'.repeat(maxQueuedEvents + 1));
      server.emit('RESUME');
      await settle(client);
      for (let i = 0; i < maxQueuedEvents; i++) await unread.next();
      expect(await rejectionOf(unread.next())).toEqual(new QmpEventOverflow(maxQueuedEvents));
      expect(await unread.next()).toEqual(done);
      expect((await enough.next()).value?.event).toBe('RESUME');
    }));

  test('return() ends it at once and unregisters', () =>
    inSession(async (client, server) => {
      const events = client.events();
      server.emit('STOP');
      await settle(client);
      expect(await events.return?.()).toEqual(done);
      server.emit('STOP');
      await settle(client);
      expect(await events.next()).toEqual(done);
    }));

  test('a loss is thrown once, after what came before it', () =>
    inSession(async (client, server) => {
      const reading = client.events();
      const idle = client.events();
      server.emit('STOP');
      await settle(client);
      await reading.next();
      const pending = rejectionOf(reading.next());
      server.disconnect();
      const error = await pending;
      expect(error).toBeInstanceOf(QmpDisconnectedError);
      expect(error.message).toBe(
        `QMP connection to unix:${server.address.path} lost: the other side closed it`,
      );
      expect(await reading.next()).toEqual(done);
      expect((await idle.next()).value?.event).toBe('STOP');
      expect(await rejectionOf(idle.next())).toBeInstanceOf(QmpDisconnectedError);
      expect(await idle.next()).toEqual(done);
      expect(await rejectionOf(client.events().next())).toBeInstanceOf(QmpDisconnectedError);
    }));

  test('a deliberate close ends it quietly, a later one is over at once', () =>
    inSession(async (client) => {
      const events = client.events();
      const pending = events.next();
      await client.close();
      expect(await pending).toEqual(done);
      expect(await client.events().next()).toEqual(done);
    }));
});

describe('QmpClient.waitForEvent', () => {
  test('gives the first such event', () =>
    inSession(async (client, server) => {
      const waiting = client.waitForEvent('SHUTDOWN');
      server.emit('STOP');
      server.emit('SHUTDOWN', shutdown);
      const { data } = await waiting;
      expect(data.reason).toBe('guest-shutdown');
    }));

  test('says in its own words that none came, and who waited', () =>
    inSession(async (client, _server, clock) => {
      async function waitFromHere() {
        return await client.waitForEvent('SHUTDOWN', { timeoutMs: 80 });
      }
      const rejection = rejectionOf(waitFromHere());
      clock.advance(80);
      const error = await rejection;
      expect(error).toBeInstanceOf(QmpTimeoutError);
      expect(error).toMatchObject({
        code: 'event-timeout',
        message: 'no SHUTDOWN event within 80 ms',
      });
      expect(error.stack?.split('\n')[1]).toMatch(/at waitFromHere .*events\.test\.ts/);
    }));

  test('ends with the signal, with a loss and with a close', () =>
    inSession(async (client, server) => {
      const abort = new AbortController();
      const aborted = rejectionOf(client.waitForEvent('STOP', { signal: abort.signal }));
      abort.abort(new Error('stop it'));
      expect(await aborted).toBe(abort.signal.reason);

      const other = await QmpClient.connect(server.address);
      const closed = rejectionOf(other.waitForEvent('STOP'));
      await other.close();
      expect((await closed).message).toBe(
        `QMP connection to unix:${server.address.path} lost: this side closed it`,
      );

      const lost = rejectionOf(client.waitForEvent('STOP'));
      server.disconnect();
      expect(await lost).toBeInstanceOf(QmpDisconnectedError);
    }));
});
